/**
 * Order of values: greater than.
 *
 * @module
 */

import { AssertionError } from "./assertion_error.ts";
import { show } from "./_message.ts";

/**
 * Claims that a value is greater than another, as by `>`.
 *
 * @param actual The value found.
 * @param expected The value to compare with.
 * @param msg The error message.
 * @throws {AssertionError} If it is not.
 *
 * @example Usage
 * ```ts
 * import { assertGreater } from "@std/assert";
 *
 * assertGreater(2, 1);
 * ```
 */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  if (actual > expected) return;
  throw new AssertionError(msg ?? `Expect ${show(actual)} > ${show(expected)}`);
}
