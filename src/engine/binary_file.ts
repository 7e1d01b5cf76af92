/**
 * WebAssembly files that lie beside the code.
 *
 * @module
 */

/**
 * Reads a file.
 *
 * @param file The file. A compiled program holds it with `.bin` after its name, for Deno would take a file that ends in
 * `.wasm` for a module, and resolve what it imports.
 * @returns Its bytes.
 */
export function readBinary(file: URL): Promise<Uint8Array<ArrayBuffer>> {
  return Deno.readFile(Deno.build.standalone ? new URL(`${file.href}.bin`) : file);
}
