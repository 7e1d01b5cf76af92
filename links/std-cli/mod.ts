/**
 * The part of `@std/cli` this project uses: {@linkcode parseArgs}.
 *
 * @module
 */

export * from "./parse_args.ts";
