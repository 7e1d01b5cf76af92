/**
 * Some bytes of a file.
 *
 * @module
 */

/**
 * Reads bytes from where a file is.
 *
 * @param file The file, open for reading.
 * @param length How many.
 * @returns The bytes; fewer where the file ends before.
 */
export async function readBytes(
  file: Deno.FsFile,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  // A read may give any number of bytes.
  while (filled < length) {
    const count = await file.read(bytes.subarray(filled));
    if (count === null) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}
