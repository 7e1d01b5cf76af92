/**
 * Identity of values.
 *
 * @module
 */

import { AssertionError } from "./assertion_error.ts";
import { difference, ending, show } from "./_message.ts";

/**
 * Claims that two values are the same value, as by `Object.is`.
 *
 * @param actual The value found.
 * @param expected The value it should be.
 * @param msg Words to add to the error message.
 * @throws {AssertionError} If they are not the same value.
 *
 * @example Usage
 * ```ts
 * import { assertStrictEquals } from "@std/assert";
 *
 * const weights = [1, 2];
 * assertStrictEquals(weights, weights);
 * ```
 */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  if (Object.is(actual, expected)) return;

  const text = show(actual);
  throw new AssertionError(
    text === show(expected)
      ? `Values have the same structure but are not reference-equal${ending(msg)}\n\n${text}\n`
      : `Values are not strictly equal${ending(msg)}\n${difference(actual, expected)}`,
  );
}
