/**
 * The files in a folder and all that it holds.
 *
 * @module
 */
import { join } from "node:path";
import { compareNames } from "../compare_names.ts";

/** A file. */
export interface FoundFile {
  /** Its path from the folder, with slashes between the names. */
  readonly path: string;
  /** Its size in bytes. */
  readonly bytes: number;
  /** When it was changed, in milliseconds since 1970; 0 where the system does not say. */
  readonly modified: number;
}

/** Whether a name is that of a hidden file. */
const HIDDEN = /^\./;

/**
 * Lists the files in a folder, with those in the folders in it; hidden ones are passed over, and links are followed.
 *
 * @param folder The folder.
 * @returns The files, ordered by their paths.
 * @throws {Deno.errors.NotFound} If there is no such folder.
 * @throws {Deno.errors.NotADirectory} If it is none.
 */
export async function filesIn(folder: string): Promise<FoundFile[]> {
  const found = await walk(folder, "", [await Deno.realPath(folder)]);
  return found.toSorted((a, b) => compareNames(a.path, b.path));
}

/** `above` are the real paths of the folders that this one is in: a link back to one of them would go round. */
async function walk(root: string, folder: string, above: readonly string[]): Promise<FoundFile[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(join(root, folder))) {
    if (!HIDDEN.test(name)) names.push(name);
  }
  const found: FoundFile[] = [];
  for (const name of names) {
    const path = folder === "" ? name : `${folder}/${name}`;
    const info = statIfThere(join(root, path));
    if (!info.isDirectory) {
      found.push({ path, bytes: info.size, modified: info.mtime?.getTime() ?? 0 });
      continue;
    }
    const real = await Deno.realPath(join(root, path));
    if (above.includes(real)) continue;
    for (const file of await walk(root, path, [...above, real])) found.push(file);
  }
  return found;
}

/** What is said of a link that leads nowhere: reading it fails, and tells. */
const NOWHERE = { isDirectory: false, size: 0, mtime: null };

/** Asked for at once: of tens of thousands of files that takes a tenth of the time. */
function statIfThere(path: string): Pick<Deno.FileInfo, "isDirectory" | "size" | "mtime"> {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return NOWHERE;
    throw error;
  }
}
