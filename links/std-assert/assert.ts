/**
 * The plain assertion.
 *
 * @module
 */

import { AssertionError } from "./assertion_error.ts";

/**
 * Claims that a value is truthy.
 *
 * @param expr The value.
 * @param msg The error message.
 * @throws {AssertionError} If the value is falsy.
 *
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 *
 * const value: unknown = "text";
 * assert(typeof value === "string", "expected text");
 * value.length; // typed as a string from here on
 * ```
 */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}
