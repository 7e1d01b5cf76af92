/**
 * Inequality of values by their contents.
 *
 * @module
 */

import { AssertionError } from "./assertion_error.ts";
import { ending, show } from "./_message.ts";
import { equal } from "./equal.ts";

/**
 * Claims that two values have different contents.
 *
 * @param actual The value found.
 * @param expected The value it should differ from.
 * @param msg Words to add to the error message.
 * @throws {AssertionError} If the contents are the same.
 *
 * @example Usage
 * ```ts
 * import { assertNotEquals } from "@std/assert";
 *
 * assertNotEquals([1, 2], [2, 1]);
 * ```
 */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  if (!equal(actual, expected)) return;
  throw new AssertionError(
    `Expected actual: ${show(actual)} not to be: ${show(expected)}${ending(msg)}`,
  );
}
