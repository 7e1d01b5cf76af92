/**
 * Decompression of gzip files.
 *
 * @module
 */

/**
 * Whether bytes begin as a gzip file does.
 *
 * @param bytes The bytes.
 * @returns Whether they do.
 */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

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
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new SyntaxError("the gzip data is truncated or corrupt", { cause });
  }
}
