/**
 * Files that lie beside the code, and are no code to Deno: WebAssembly, and what a page is made of.
 *
 * @module
 */

/**
 * Reads a file.
 *
 * @param file The file. A compiled program holds it with `.bin` after its name, for Deno would take a file that ends in
 * `.wasm` or `.js` for a module, and resolve what it imports.
 * @returns Its bytes.
 */
export function readBeside(file: URL): Promise<Uint8Array<ArrayBuffer>> {
  return Deno.readFile(Deno.build.standalone ? new URL(`${file.href}.bin`) : file);
}
