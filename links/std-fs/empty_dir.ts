/**
 * Directories emptied.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";

function entryPath(dir: string | URL, entry: Deno.DirEntry): string {
  return join(dir instanceof URL ? fileURLToPath(dir) : dir, entry.name);
}

/**
 * Removes everything in a directory, or makes the directory if it is missing.
 *
 * @param dir The path.
 * @returns A promise fulfilled when the directory is there and empty.
 * @throws {Deno.errors.NotADirectory} If the path is taken by something that is not a directory.
 *
 * @example Usage
 * ```ts
 * import { emptyDir } from "@std/fs/empty-dir";
 *
 * async function restart(name: string): Promise<void> {
 *   await emptyDir(`runs/${name}`);
 * }
 * ```
 */
export async function emptyDir(dir: string | URL): Promise<void> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(dir));
    await Promise.all(
      entries.map((entry) => Deno.remove(entryPath(dir, entry), { recursive: true })),
    );
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    await Deno.mkdir(dir, { recursive: true });
  }
}

/**
 * Removes everything in a directory, or makes the directory if it is missing, and waits for it.
 *
 * @param dir The path.
 * @throws {Deno.errors.NotADirectory} If the path is taken by something that is not a directory.
 *
 * @example Usage
 * ```ts
 * import { emptyDirSync } from "@std/fs/empty-dir";
 *
 * function restart(name: string): void {
 *   emptyDirSync(`runs/${name}`);
 * }
 * ```
 */
export function emptyDirSync(dir: string | URL): void {
  try {
    for (const entry of [...Deno.readDirSync(dir)]) {
      Deno.removeSync(entryPath(dir, entry), { recursive: true });
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    Deno.mkdirSync(dir, { recursive: true });
  }
}
