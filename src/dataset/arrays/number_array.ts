/**
 * Arrays of numbers as files of arrays hold them.
 *
 * @module
 */

/** Where the values of an array of numbers are kept. */
export type NumberValues =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** An array of numbers, of any rank. */
export interface NumberArray {
  /** What it was read from, for messages. */
  readonly source: string;
  /** Size of each axis; none for a single number. */
  readonly shape: readonly number[];
  /** The values, those of the last axis one after another. */
  readonly data: NumberValues;
  /** What the values are; those that are yes or no are 1 or 0. */
  readonly kind: "boolean" | "integer" | "float";
}
