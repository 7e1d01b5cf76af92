/**
 * Whether a path is there.
 *
 * @module
 */

/** Options for {@linkcode exists} and {@linkcode existsSync}. */
export interface ExistsOptions {
  /**
   * Whether the file's mode must let this process read it.
   *
   * @default {false}
   */
  isReadable?: boolean;
  /**
   * Whether it must be a directory; not together with `isFile`.
   *
   * @default {false}
   */
  isDirectory?: boolean;
  /**
   * Whether it must be a file; not together with `isDirectory`.
   *
   * @default {false}
   */
  isFile?: boolean;
}

/** Whether the mode has the read bit of the owner, the group or the others, whichever we are. */
function isReadableByUs({ mode, uid, gid }: Deno.FileInfo): boolean {
  if (mode === null) return true; // Windows
  const bit = Deno.uid() === uid ? 0o400 : Deno.gid() === gid ? 0o040 : 0o004;
  return (mode & bit) !== 0;
}

function fits(info: Deno.FileInfo, options: ExistsOptions): boolean {
  const { isReadable = false, isDirectory = false, isFile = false } = options;
  if (isDirectory && isFile) {
    throw new TypeError(
      "ExistsOptions.options.isDirectory and ExistsOptions.options.isFile must not be true together",
    );
  }
  if (isDirectory && !info.isDirectory) return false;
  if (isFile && !info.isFile) return false;
  return !isReadable || isReadableByUs(info);
}

/** The answer when `stat` failed; throws if the failure is none. */
function answerFor(error: unknown, options: ExistsOptions, mayRead: Deno.PermissionState): boolean {
  if (error instanceof Deno.errors.NotFound) return false;
  // With Deno's permission given, it is the system that refuses: the path is there, unreadable.
  if (error instanceof Deno.errors.PermissionDenied && mayRead === "granted") {
    return !options.isReadable;
  }
  throw error;
}

/**
 * Tells whether a path is there.
 *
 * @param path The path.
 * @param options What else must be true of it.
 * @returns Whether it is there and the options hold.
 * @throws {TypeError} If the options ask for a file and a directory.
 * @throws {Deno.errors.NotCapable} If reading is not permitted.
 *
 * @example Usage
 * ```ts
 * import { exists } from "@std/fs/exists";
 *
 * async function hasCheckpoint(run: string): Promise<boolean> {
 *   return await exists(`runs/${run}/checkpoint`, { isDirectory: true });
 * }
 * ```
 */
export async function exists(path: string | URL, options: ExistsOptions = {}): Promise<boolean> {
  let info: Deno.FileInfo;
  try {
    info = await Deno.stat(path);
  } catch (error) {
    return answerFor(error, options, (await Deno.permissions.query({ name: "read", path })).state);
  }
  return fits(info, options);
}

/**
 * Tells whether a path is there, and waits for the answer.
 *
 * @param path The path.
 * @param options What else must be true of it.
 * @returns Whether it is there and the options hold.
 * @throws {TypeError} If the options ask for a file and a directory.
 * @throws {Deno.errors.NotCapable} If reading is not permitted.
 *
 * @example Usage
 * ```ts
 * import { existsSync } from "@std/fs/exists";
 *
 * function hasCheckpoint(run: string): boolean {
 *   return existsSync(`runs/${run}/checkpoint`, { isDirectory: true });
 * }
 * ```
 */
export function existsSync(path: string | URL, options: ExistsOptions = {}): boolean {
  let info: Deno.FileInfo;
  try {
    info = Deno.statSync(path);
  } catch (error) {
    return answerFor(error, options, Deno.permissions.querySync({ name: "read", path }).state);
  }
  return fits(info, options);
}
