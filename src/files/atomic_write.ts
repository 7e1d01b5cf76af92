/**
 * Files and folders that appear whole or not at all, and what writers that were killed left of others.
 *
 * @module
 */
import { join } from "node:path";

const SUFFIX = ".part";
/** What is under way, or was when its writer was killed; the second kind are those of earlier versions. */
const TEMPORARY = /^\..*\.part$|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/**
 * Writes a file under a temporary name in the same folder, then renames it.
 *
 * @param dir An existing folder.
 * @param name The file's name.
 * @param content The file's content.
 */
export async function writeAtomically(
  dir: string,
  name: string,
  content: Uint8Array | string,
): Promise<void> {
  await appear(dir, name, async (temporary) => {
    if (typeof content === "string") {
      await Deno.writeTextFile(temporary, content, { createNew: true });
    } else await Deno.writeFile(temporary, content, { createNew: true });
  });
}

/**
 * Fills a folder under a temporary name in the same folder, then renames it; one that is there already is replaced.
 *
 * @param dir An existing folder.
 * @param name The new folder's name.
 * @param fill Writes the files of the folder that it is given.
 */
export async function makeFolderAtomically(
  dir: string,
  name: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  await appear(dir, name, async (temporary) => {
    await Deno.mkdir(temporary);
    await fill(temporary);
    await removeIfThere(join(dir, name));
  });
}

async function appear(
  dir: string,
  name: string,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = join(dir, `.${name}.${crypto.randomUUID()}${SUFFIX}`);
  try {
    await write(temporary);
    await Deno.rename(temporary, join(dir, name));
  } catch (error) {
    await Deno.remove(temporary, { recursive: true }).catch(() => {});
    throw error;
  }
}

/**
 * Removes a file or a folder with all that is in it.
 *
 * @param path Its path; there may be nothing.
 */
export async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/**
 * Removes what writers that were killed left behind. Call it only while no one else writes.
 *
 * @param dir A folder; there may be none.
 */
export async function removeTemporaryFiles(dir: string): Promise<void> {
  try {
    for await (const { name } of Deno.readDir(dir)) {
      if (TEMPORARY.test(name)) await removeIfThere(join(dir, name));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
