/**
 * Where the bytes of a CSV file come from.
 *
 * @module
 */

/** The path of a file, or its bytes. */
export type CsvSource = string | ReadableStream<Uint8Array>;

/** A part of a file. */
export interface ByteRange {
  /** Where it begins. */
  readonly from: number;
  /** Where it ends. */
  readonly to: number;
}

/** Bytes that can be read from the beginning. */
export interface Bytes {
  /** How messages name them. */
  readonly name: string;
  /**
   * Reads them.
   *
   * @returns The bytes in pieces, each of which holds until the next one is asked for.
   */
  chunks(): AsyncGenerator<Uint8Array>;
  /** Number of the bytes, where it is known; once reading has begun. */
  readonly size: number | undefined;
}

const CHUNK_BYTES = 2 ** 20;

/**
 * Opens the bytes of a file or a stream.
 *
 * @param source The path, or the bytes.
 * @param name How messages name them.
 * @param again Whether they are to be read more than once: a stream's are kept for that.
 * @returns The bytes.
 */
export function bytesOf(source: CsvSource, name: string, again: boolean): Bytes {
  if (typeof source === "string") return new FileBytes(source, name);
  return new StreamBytes(source, name, again);
}

/** The bytes of a file, or of a part of it. */
export class FileBytes implements Bytes {
  readonly name: string;
  readonly #path: string;
  readonly #range: ByteRange;
  #size: number | undefined;

  /**
   * Knows a file.
   *
   * @param path Its path.
   * @param name How messages name it.
   * @param range What is read of it. @default all
   */
  constructor(path: string, name: string, range: ByteRange = { from: 0, to: Infinity }) {
    this.#path = path;
    this.name = name;
    this.#range = range;
  }

  get size(): number | undefined {
    return this.#size;
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    using file = await this.#open();
    const { isDirectory, isFile, size } = await file.stat();
    if (isDirectory) {
      throw new TypeError(`Cannot read "${this.name}": expected a CSV file, got a folder`);
    }
    const { from, to } = this.#range;
    // A part that begins with the file is the first of all, and what comes after it is to find room, too.
    if (isFile) this.#size = from === 0 ? size : Math.min(to, size) - from;
    if (from > 0) await file.seek(from, Deno.SeekMode.Start);
    let left = to - from;
    const read = async (chunk: Uint8Array): Promise<Uint8Array | undefined> => {
      const length = left > 0
        ? await file.read(chunk.subarray(0, Math.min(left, chunk.length)))
        : 0;
      left -= length ?? 0;
      return length ? chunk.subarray(0, length) : undefined;
    };
    // The next piece is read while the one before is looked at.
    let ahead = read(new Uint8Array(CHUNK_BYTES));
    let spare = new Uint8Array(CHUNK_BYTES);
    while (true) {
      const chunk = await ahead;
      if (chunk === undefined) return;
      ahead = read(spare);
      try {
        yield chunk;
      } finally {
        // A file is not closed while it is read.
        await ahead;
      }
      spare = new Uint8Array(chunk.buffer as ArrayBuffer);
    }
  }

  async #open(): Promise<Deno.FsFile> {
    try {
      return await Deno.open(this.#path);
    } catch (cause) {
      if (!(cause instanceof Deno.errors.NotFound)) throw cause;
      throw new Deno.errors.NotFound(`Cannot read "${this.name}": there is no such file`, {
        cause,
      });
    }
  }
}

class StreamBytes implements Bytes {
  readonly name: string;
  readonly size = undefined;
  readonly #stream: ReadableStream<Uint8Array>;
  readonly #kept: Uint8Array[] | undefined;

  constructor(stream: ReadableStream<Uint8Array>, name: string, again: boolean) {
    this.#stream = stream;
    this.name = name;
    this.#kept = again ? [] : undefined;
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    if (this.#kept !== undefined && this.#kept.length > 0) return yield* this.#kept;
    for await (const chunk of this.#stream) {
      this.#kept?.push(chunk);
      yield chunk;
    }
  }
}
