/**
 * Decompression of data whose size is known: into one array, which is all the memory that it takes.
 *
 * @module
 */

/** How much is given to the decompressor at a time. */
const SLICE_BYTES = 1 << 20;

/**
 * Decompresses data.
 *
 * @param bytes The compressed data.
 * @param format How it is compressed.
 * @param size How many bytes come out.
 * @returns The bytes; undefined if the data is broken, or if more or fewer come out.
 */
export async function decompress(
  bytes: Uint8Array<ArrayBuffer>,
  format: CompressionFormat,
  size: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const all = new Uint8Array(size);
  let at = 0;
  try {
    const stream = ReadableStream.from(slicesOf(bytes)).pipeThrough(
      new DecompressionStream(format),
    );
    for await (const chunk of stream) {
      if (at + chunk.length > size) return undefined;
      all.set(chunk, at);
      at += chunk.length;
    }
  } catch {
    return undefined;
  }
  return at === size ? all : undefined;
}

function* slicesOf(bytes: Uint8Array<ArrayBuffer>): Generator<Uint8Array<ArrayBuffer>> {
  for (let start = 0; start < bytes.length; start += SLICE_BYTES) {
    yield bytes.subarray(start, start + SLICE_BYTES);
  }
}
