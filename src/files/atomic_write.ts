/**
 * Files that appear whole or not at all.
 *
 * @module
 */

const SUFFIX = ".part";

/**
 * Writes a file under a temporary name in the same folder, then renames it.
 *
 * @param dir An existing folder.
 * @param name The file's name.
 * @param bytes The file's content.
 */
export async function writeAtomically(dir: string, name: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${dir}/.${name}.${crypto.randomUUID()}${SUFFIX}`;
  try {
    await Deno.writeFile(temporary, bytes, { createNew: true });
    await Deno.rename(temporary, `${dir}/${name}`);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}

/**
 * Removes what writers that were killed left behind. Call it only while no one else writes.
 *
 * @param dir An existing folder.
 */
export async function removeTemporaryFiles(dir: string): Promise<void> {
  for await (const { name, isFile } of Deno.readDir(dir)) {
    if (isFile && name.startsWith(".") && name.endsWith(SUFFIX)) {
      await Deno.remove(`${dir}/${name}`);
    }
  }
}
