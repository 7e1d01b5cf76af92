/**
 * Directories made on demand.
 *
 * @module
 */

/** Throws if there is something else than a directory. */
function checkDirectory(info: Deno.FileInfo): void {
  if (info.isDirectory) return;
  const kind = info.isFile ? "file" : info.isSymlink ? "symlink" : undefined;
  throw new Error(`Failed to ensure directory exists: expected 'dir', got '${kind}'`);
}

/**
 * Makes a directory and its parents unless it is there.
 *
 * @param dir The path.
 * @returns A promise fulfilled when the directory is there.
 * @throws {Error} If the path is taken by something that is not a directory.
 *
 * @example Usage
 * ```ts
 * import { ensureDir } from "@std/fs/ensure-dir";
 *
 * async function openRun(name: string): Promise<void> {
 *   await ensureDir(`runs/${name}`);
 * }
 * ```
 */
export async function ensureDir(dir: string | URL): Promise<void> {
  try {
    checkDirectory(await Deno.stat(dir));
    return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  try {
    await Deno.mkdir(dir, { recursive: true });
  } catch (error) {
    // Somebody else was faster: fine if they made a directory.
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    checkDirectory(await Deno.stat(dir));
  }
}

/**
 * Makes a directory and its parents unless it is there, and waits for it.
 *
 * @param dir The path.
 * @throws {Error} If the path is taken by something that is not a directory.
 *
 * @example Usage
 * ```ts
 * import { ensureDirSync } from "@std/fs/ensure-dir";
 *
 * function openRun(name: string): void {
 *   ensureDirSync(`runs/${name}`);
 * }
 * ```
 */
export function ensureDirSync(dir: string | URL): void {
  try {
    checkDirectory(Deno.statSync(dir));
    return;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  try {
    Deno.mkdirSync(dir, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    checkDirectory(Deno.statSync(dir));
  }
}
