/**
 * Text in blocks of whole lines, so that no line has to be put together by who reads them.
 *
 * @module
 */
import { csvError } from "./csv_error.ts";

/** Whole lines, as UTF-8. */
export interface Block {
  /** The bytes, which end with a line feed, if there are any. They hold until the next block is asked for. */
  readonly bytes: Uint8Array;
  /** Whether nothing comes after them. */
  readonly isLast: boolean;
}

/** Line feed. */
export const LF = 0x0a;
/** Carriage return. */
export const CR = 0x0d;

const BLOCK_BYTES = 2 ** 20;
/** A row that is longer than this belongs to no table, or a quote was forgotten. */
export const LONGEST_ROW = 2 ** 24;

/**
 * Divides text into blocks.
 *
 * @param chunks Its bytes.
 * @param name What it is read from, for messages.
 * @returns The blocks, at least one; in them carriage returns that end lines alone, as on old Macintoshes, are line feeds,
 * and the last line ends with a line feed, too.
 * @throws {SyntaxError} If a line is too long.
 */
export async function* blocksOf(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Block> {
  let buffer = new Uint8Array(1);
  let length = 0;
  let lines: "unknown" | "LF" | "CR" = "unknown";
  const endOfLines = (): number => {
    if (lines === "unknown") lines = lineEndsOf(buffer.subarray(0, length));
    if (lines === "CR") replace(buffer.subarray(0, length), CR, LF);
    return buffer.lastIndexOf(LF, length - 1) + 1;
  };
  for await (const chunk of chunks) {
    // One byte more, for a last line that nothing ends.
    buffer = withRoom(buffer, length, length + chunk.length + 1);
    buffer.set(chunk, length);
    length += chunk.length;
    if (length < BLOCK_BYTES) continue;
    const end = endOfLines();
    if (end === 0) {
      if (length > LONGEST_ROW) {
        throw csvError(name, `it has a line of more than ${LONGEST_ROW} bytes`);
      }
      continue;
    }
    yield { bytes: buffer.subarray(0, end), isLast: false };
    buffer.copyWithin(0, end, length);
    length -= end;
  }
  if (endOfLines() < length) buffer[length++] = LF;
  yield { bytes: buffer.subarray(0, length), isLast: true };
}

function lineEndsOf(bytes: Uint8Array): "LF" | "CR" {
  return bytes.includes(LF) || !bytes.includes(CR) ? "LF" : "CR";
}

function replace(bytes: Uint8Array, from: number, to: number): void {
  bytes.forEach((byte, at) => {
    if (byte === from) bytes[at] = to;
  });
}

function withRoom(
  buffer: Uint8Array<ArrayBuffer>,
  length: number,
  needed: number,
): Uint8Array<ArrayBuffer> {
  if (needed <= buffer.length) return buffer;
  const larger = new Uint8Array(Math.max(needed, 2 * buffer.length));
  larger.set(buffer.subarray(0, length));
  return larger;
}
