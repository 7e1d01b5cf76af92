/**
 * Where the bytes of a CSV file come from.
 *
 * @module
 */

/** The path of a file, or its bytes. */
export type CsvSource = string | ReadableStream<Uint8Array>;

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

class FileBytes implements Bytes {
  readonly name: string;
  readonly #path: string;
  #size: number | undefined;

  constructor(path: string, name: string) {
    this.#path = path;
    this.name = name;
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
    if (isFile) this.#size = size;
    const chunk = new Uint8Array(CHUNK_BYTES);
    while (true) {
      const length = await file.read(chunk);
      if (length === null) return;
      yield chunk.subarray(0, length);
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
