/**
 * Whole numbers one after another.
 *
 * @module
 */

/**
 * The whole numbers of a range.
 *
 * @param start The first one.
 * @param end The first one after the last.
 * @returns The numbers in their order.
 */
export function numbersFrom(start: number, end: number): Uint32Array {
  return Uint32Array.from({ length: end - start }, (_, i) => start + i);
}
