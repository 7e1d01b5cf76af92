/**
 * Decompression of gzip files.
 *
 * @module
 */

/**
 * Decompresses a whole gzip file.
 *
 * @param bytes The compressed file.
 * @returns The decompressed bytes.
 * @throws {SyntaxError} If the file is truncated or is not valid gzip.
 */
export async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return await new Response(stream).bytes();
  } catch (cause) {
    throw new SyntaxError("the gzip data is truncated or corrupt", { cause });
  }
}
