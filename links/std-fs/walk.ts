/**
 * Directories walked with all that is in them.
 *
 * @module
 */

import { basename, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** What {@linkcode walk} finds: a file, a directory or a link, which is not followed. */
export interface WalkEntry extends Deno.DirEntry {
  /** The path, which begins with the root's. */
  path: string;
}

/** Options for {@linkcode walk}. */
export interface WalkOptions {
  /**
   * How many levels to go down; 0 is the root alone.
   *
   * @default {Infinity}
   */
  maxDepth?: number;
  /**
   * Whether directories are among the entries, the root too.
   *
   * @default {true}
   */
  includeDirs?: boolean;
  /**
   * How a path must end to be among the entries, with or without the leading period. Directories that end otherwise
   * are walked all the same.
   *
   * @default every path
   */
  exts?: string[];
  /**
   * Paths that match one of these are left out, a directory with all that is in it.
   *
   * @default none
   */
  skip?: RegExp[];
}

/**
 * Walks through a directory and all below it.
 *
 * @param root The directory.
 * @param options How deep to go, and what to leave out.
 * @returns The entries, each directory before what is in it.
 * @throws {Deno.errors.NotFound} If there is no such directory.
 *
 * @example Usage
 * ```ts
 * import { walk } from "@std/fs/walk";
 *
 * async function modules(folder: string): Promise<string[]> {
 *   const files = walk(folder, { includeDirs: false, exts: [".ts"] });
 *   return await Array.fromAsync(files, ({ path }) => path);
 * }
 * ```
 */
export async function* walk(
  root: string | URL,
  options: WalkOptions = {},
): AsyncIterableIterator<WalkEntry> {
  const { maxDepth = Infinity, includeDirs = true, exts, skip = [] } = options;
  const dir = root instanceof URL ? fileURLToPath(root) : root;
  if (maxDepth < 0 || skip.some((pattern) => dir.match(pattern))) return;
  const endings = exts?.map((ext) => ext.startsWith(".") ? ext : `.${ext}`);
  const includes = (path: string): boolean =>
    (endings === undefined || endings.some((ending) => path.endsWith(ending))) &&
    !skip.some((pattern) => path.match(pattern));
  if (includeDirs && includes(dir)) yield await entryOf(normalize(dir));
  if (maxDepth < 1) return;
  for await (const entry of Deno.readDir(dir)) {
    const path = join(dir, entry.name);
    if (entry.isDirectory) yield* walk(path, { ...options, maxDepth: maxDepth - 1 });
    else if (includes(path)) yield { path, ...entry };
  }
}

async function entryOf(path: string): Promise<WalkEntry> {
  const { isFile, isDirectory, isSymlink } = await Deno.stat(path);
  return { path, name: basename(path), isFile, isDirectory, isSymlink };
}
