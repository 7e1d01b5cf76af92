/**
 * Helpers for files and directories: the part of `@std/fs` this project uses.
 *
 * @module
 */

export * from "./empty_dir.ts";
export * from "./ensure_dir.ts";
export * from "./exists.ts";
export * from "./walk.ts";
