/**
 * Equality of numbers up to rounding.
 *
 * @module
 */

import { AssertionError } from "./assertion_error.ts";
import { ending } from "./_message.ts";

function write(number: number): string {
  return Number.isInteger(number) ? String(number) : number.toExponential();
}

/**
 * Claims that two numbers differ by at most a tolerance.
 *
 * @param actual The number found.
 * @param expected The number it should be.
 * @param tolerance The largest difference allowed; by default 1e-7 of the expected number, or 1e-7
 *   if that is not finite.
 * @param msg Words to add to the error message.
 * @throws {AssertionError} If the difference is greater, or either number is NaN and the other is not.
 *
 * @example Usage
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(0.1 + 0.2, 0.3);
 * assertAlmostEquals(Math.PI, 3.14, 0.01);
 * ```
 */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  msg?: string,
): void {
  if (Object.is(actual, expected)) return;

  const limit = tolerance ?? (Number.isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7);
  const delta = Math.abs(expected - actual);
  if (delta <= limit) return;

  throw new AssertionError(
    `Expected actual: "${write(actual)}" to be close to "${write(expected)}": ` +
      `delta "${write(delta)}" is greater than "${write(limit)}"${ending(msg)}`,
  );
}
