/**
 * What every IDX file begins with, whatever its type.
 *
 * @module
 */
import { sizeOfShape } from "../arrays/shape.ts";

/** An IDX file, its values not yet read. */
export interface IdxFile {
  /** The byte that says what the values are. */
  readonly type: number;
  /** Size of each axis. */
  readonly shape: number[];
  /** What follows the header. */
  readonly data: Uint8Array;
}

/** Bytes of the zeros, the type and the rank. */
export const MAGIC_BYTES = 4;

/**
 * Parses the header of an IDX file.
 *
 * @param bytes The whole file.
 * @param file The file's name, for messages.
 * @returns The type, the shape, and what follows as a view on `bytes`.
 * @throws {SyntaxError} If the header is too short, is not IDX, or says rank 0.
 */
export function parseIdxHeader(bytes: Uint8Array, file: string): IdxFile {
  if (bytes.length < MAGIC_BYTES) {
    throw idxError(file, `expected a header of at least 4 bytes, got ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0) !== 0) {
    throw idxError(file, `expected two zero bytes first, got magic ${magicOf(view)}`);
  }
  const rank = view.getUint8(3);
  if (rank === 0) throw idxError(file, "expected a rank of at least 1, got 0");
  const headerBytes = MAGIC_BYTES + 4 * rank;
  if (bytes.length < headerBytes) {
    throw idxError(
      file,
      `expected a header of ${headerBytes} bytes for rank ${rank}, got ${bytes.length}`,
    );
  }
  const shape = Array.from(
    { length: rank },
    (_, axis) => view.getUint32(MAGIC_BYTES + 4 * axis),
  );
  return { type: view.getUint8(2), shape, data: bytes.subarray(headerBytes) };
}

/**
 * Refuses data of another length than a shape says.
 *
 * @param shape The shape.
 * @param valueBytes Size of a value in bytes.
 * @param data The data.
 * @param file The file's name, for messages.
 * @throws {SyntaxError} If the data is too short or too long.
 */
export function checkIdxLength(
  shape: readonly number[],
  valueBytes: number,
  data: Uint8Array,
  file: string,
): void {
  // Sizes too large for exact arithmetic give a product that no file length equals.
  const expected = sizeOfShape(shape) * valueBytes;
  const actual = data.length;
  if (expected === actual) return;
  const state = actual > expected ? "too long" : "too short";
  throw idxError(
    file,
    `expected ${expected} bytes of data for shape [${shape}], got ${actual}: the file is ${state}`,
  );
}

/**
 * Says what is wrong with an IDX file.
 *
 * @param file The file's name.
 * @param problem What is wrong.
 * @returns The error.
 */
export function idxError(file: string, problem: string): SyntaxError {
  return new SyntaxError(`Cannot read IDX file "${file}": ${problem}`);
}

/**
 * Writes the first bytes of an IDX file as its definition does.
 *
 * @param view The file.
 * @returns For instance `0x00000803`.
 */
export function magicOf(view: DataView): string {
  return hex(view.getUint32(0), 8);
}

/**
 * Writes a number in hexadecimal.
 *
 * @param value The number.
 * @param digits How many digits at least.
 * @returns For instance `0x08`.
 */
export function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, "0")}`;
}
