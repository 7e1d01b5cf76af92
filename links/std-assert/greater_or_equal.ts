/**
 * Order of values: greater than or equal to.
 *
 * @module
 */

import { AssertionError } from "./assertion_error.ts";
import { show } from "./_message.ts";

/**
 * Claims that a value is greater than or equal to another, as by `>=`.
 *
 * @param actual The value found.
 * @param expected The value to compare with.
 * @param msg The error message.
 * @throws {AssertionError} If it is not.
 *
 * @example Usage
 * ```ts
 * import { assertGreaterOrEqual } from "@std/assert";
 *
 * assertGreaterOrEqual(2, 2);
 * ```
 */
export function assertGreaterOrEqual<T>(actual: T, expected: T, msg?: string): void {
  if (actual >= expected) return;
  throw new AssertionError(msg ?? `Expect ${show(actual)} >= ${show(expected)}`);
}
