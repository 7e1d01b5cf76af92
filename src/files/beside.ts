/**
 * Files that lie beside the code, and are no code to Deno: WebAssembly, and what a page is made of.
 *
 * @module
 */

/**
 * Reads a file.
 *
 * @param file The file, on the web where the code is. A compiled program holds it with `.bin` after its name, for Deno
 * would take a file that ends in `.wasm` or `.js` for a module, and resolve what it imports.
 * @returns Its bytes.
 * @throws {Error} If it cannot be read.
 */
export async function readBeside(file: URL): Promise<Uint8Array<ArrayBuffer>> {
  if (file.protocol === "file:") {
    return await Deno.readFile(Deno.build.standalone ? new URL(`${file.href}.bin`) : file);
  }
  const response = await fetch(file);
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  await response.body?.cancel();
  throw new Error(`Cannot read "${file}": the server answered ${response.status}`);
}
