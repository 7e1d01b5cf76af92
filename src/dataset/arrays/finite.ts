/**
 * Refusing what is no number.
 *
 * @module
 */
import type { NumberValues } from "./number_array.ts";

/**
 * Refuses NaN and infinity.
 *
 * @param values The values, sample after sample.
 * @param width How many a sample has.
 * @param error Makes an error of what is wrong.
 * @throws What `error` makes, if there is any.
 */
export function requireFinite(
  values: NumberValues,
  width: number,
  error: (problem: string) => Error,
): void {
  // Faster than findIndex() with its call for each value.
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    throw error(`expected finite numbers, got ${values[i]} in sample ${Math.floor(i / width)}`);
  }
}
