/**
 * Files and folders that appear whole or not at all.
 *
 * @module
 */
import { join } from "node:path";
import { removeIfThere } from "./remove.ts";
import { temporaryName } from "./temporary.ts";

/**
 * Writes a file under a temporary name in the same folder, then renames it.
 *
 * @param dir An existing folder.
 * @param name The file's name.
 * @param content The file's content; a stream is written as it comes.
 */
export async function writeAtomically(
  dir: string,
  name: string,
  content: Uint8Array | string | ReadableStream<Uint8Array>,
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
  const temporary = join(dir, temporaryName(name));
  try {
    await write(temporary);
    await Deno.rename(temporary, join(dir, name));
  } catch (error) {
    await Deno.remove(temporary, { recursive: true }).catch(() => {});
    throw error;
  }
}
