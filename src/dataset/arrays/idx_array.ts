/**
 * IDX files of any type (LeCun, Cortes, Burges, "The MNIST database of handwritten digits").
 *
 * @module
 */
import { checkIdxLength, hex, idxError, parseIdxHeader } from "../_idx_header.ts";
import { bytesOf, type ElementType, readValues } from "./elements.ts";
import type { NumberArray } from "./number_array.ts";

/** What the third byte of a file says that its values are. */
const TYPES: Readonly<Record<number, ElementType>> = {
  0x08: "uint8",
  0x09: "int8",
  0x0b: "int16",
  0x0c: "int32",
  0x0d: "float32",
  0x0e: "float64",
};

/**
 * Parses an IDX file of any type.
 *
 * @param bytes The whole file.
 * @param file The file's name, for messages.
 * @returns The array; single bytes are a view on `bytes`.
 * @throws {SyntaxError} If the file is not a whole IDX file.
 */
export function parseIdxArray(bytes: Uint8Array, file: string): NumberArray {
  const { type, shape, data } = parseIdxHeader(bytes, file);
  const element = TYPES[type];
  if (element === undefined) {
    const types = Object.keys(TYPES).map((known) => hex(Number(known), 2)).join(", ");
    throw idxError(file, `expected one of the types ${types}, got ${hex(type, 2)}`);
  }
  checkIdxLength(shape, bytesOf(element), data, file);
  return { source: file, shape, ...readValues(data, element, false) };
}
