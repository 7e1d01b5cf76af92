/**
 * Standardising numbers.
 *
 * @module
 */
import type { Unit } from "./units.ts";

/** Squares of larger numbers, and their sums, may be infinite. */
export const LARGEST_NUMBER = 1e150;

/** The largest number that inputs and targets, which are 32-bit floats, can hold. */
const LARGEST_FLOAT = 2 ** 128 - 2 ** 104;

/**
 * Tells whether a standardised number is too large to be held.
 *
 * @param standardised The number.
 * @returns Whether it is; of NaN it is not.
 */
export function isTooFar(standardised: number): boolean {
  return Math.abs(standardised) > LARGEST_FLOAT;
}

/**
 * An error that says that a number is too far from those that were learnt from.
 *
 * @param source What cannot be read, for instance `column "x" of "table.csv"`.
 * @param number The number.
 * @returns The error.
 */
export function tooFar(source: string, number: number): RangeError {
  return new RangeError(
    `Cannot read ${source}: expected numbers that a 32-bit float holds once they are standardised, got ${number}`,
  );
}

/**
 * Finds mean and standard deviation of a population, as scikit-learn's StandardScaler does: of a constant, by the same
 * bound on what rounding leaves of its variance, the deviation is 1.
 *
 * @param values The numbers.
 * @param others How many more of a single value there are. @default none
 * @param value That value.
 * @returns Mean and deviation.
 */
export function unitOf(values: Float64Array, others = 0, value = 0): Unit {
  const size = values.length + others;
  let sum = others * value;
  // Numbered loops are several times faster than `for ... of` is on typed arrays.
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  const mean = sum / size;
  let rest = others * (value - mean);
  let squares = rest * (value - mean);
  for (let i = 0; i < values.length; i++) {
    const off = (values[i] ?? 0) - mean;
    rest += off;
    squares += off * off;
  }
  // Less what the mean's own rounding adds (Chan, Golub and LeVeque, 1983, equation 1.7).
  const variance = (squares - rest * rest / size) / size;
  const rounding = size * Number.EPSILON * variance + (size * mean * Number.EPSILON) ** 2;
  return { mean, deviation: variance <= rounding ? 1 : Math.sqrt(variance) };
}
