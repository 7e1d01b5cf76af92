/**
 * Presence of a value.
 *
 * @module
 */

import { AssertionError } from "./assertion_error.ts";
import { ending } from "./_message.ts";

/**
 * Claims that a value is neither null nor undefined.
 *
 * @param actual The value.
 * @param msg Words to add to the error message.
 * @throws {AssertionError} If the value is null or undefined.
 *
 * @example Usage
 * ```ts
 * import { assertExists } from "@std/assert";
 *
 * const first = ["a", "b"].at(0);
 * assertExists(first);
 * first.length; // typed as a string from here on
 * ```
 */
export function assertExists<T>(actual: T, msg?: string): asserts actual is NonNullable<T> {
  if (actual !== undefined && actual !== null) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to not be null or undefined${ending(msg)}`,
  );
}
