/**
 * Order of values: less than or equal to.
 *
 * @module
 */

import { AssertionError } from "./assertion_error.ts";
import { show } from "./_message.ts";

/**
 * Claims that a value is less than or equal to another, as by `<=`.
 *
 * @param actual The value found.
 * @param expected The value to compare with.
 * @param msg The error message.
 * @throws {AssertionError} If it is not.
 *
 * @example Usage
 * ```ts
 * import { assertLessOrEqual } from "@std/assert";
 *
 * assertLessOrEqual(2, 2);
 * ```
 */
export function assertLessOrEqual<T>(actual: T, expected: T, msg?: string): void {
  if (actual <= expected) return;
  throw new AssertionError(msg ?? `Expect ${show(actual)} <= ${show(expected)}`);
}
