/**
 * Decompression of gzip files.
 *
 * @module
 */
import { decompress } from "./decompress.ts";

const BROKEN = "the gzip data is truncated or corrupt";

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
 * @param size How many bytes come out, if known: those need no more memory than they have.
 * @returns The decompressed bytes.
 * @throws {SyntaxError} If the file is truncated or is not valid gzip, or if more or fewer bytes come out.
 */
export async function gunzip(
  bytes: Uint8Array<ArrayBuffer>,
  size?: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (size !== undefined) {
    const all = await decompress(bytes, "gzip", size);
    if (all !== undefined) return all;
    throw new SyntaxError(BROKEN);
  }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new SyntaxError(BROKEN, { cause });
  }
}

/**
 * Unpacks what a file holds if it is compressed, whatever its name says: browsers unpack a file and keep its name.
 *
 * @param bytes The whole file.
 * @param file Its name, for messages.
 * @returns The same bytes, or what they unpack to.
 * @throws {SyntaxError} If they begin as a gzip file, and are truncated or corrupt.
 */
export async function unpacked(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!isGzip(bytes)) return bytes;
  try {
    return await gunzip(bytes);
  } catch (cause) {
    throw new SyntaxError(`Cannot read "${file}": ${BROKEN}`, { cause });
  }
}
