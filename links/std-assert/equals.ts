/**
 * Equality of values by their contents.
 *
 * @module
 */

import { AssertionError } from "./assertion_error.ts";
import { difference, ending } from "./_message.ts";
import { equal } from "./equal.ts";

/**
 * Claims that two values have the same contents; see `equal` for what that means.
 *
 * @param actual The value found.
 * @param expected The value it should equal.
 * @param msg Words to add to the error message.
 * @throws {AssertionError} If the contents differ.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals({ shape: [2, 3] }, { shape: [2, 3] });
 * assertEquals(new Float32Array([1, NaN]), new Float32Array([1, NaN]));
 * ```
 */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (equal(actual, expected)) return;
  throw new AssertionError(
    `Values are not equal${ending(msg)}\n${difference(actual, expected)}`,
  );
}
