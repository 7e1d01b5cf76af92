/**
 * Membership of a class.
 *
 * @module
 */

import { AssertionError } from "./assertion_error.ts";
import { ending } from "./_message.ts";

function kind(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  return value.constructor?.name ?? "Object";
}

/**
 * Claims that a value is an instance of a class.
 *
 * @param actual The value.
 * @param expectedType The class.
 * @param msg Words to add to the error message.
 * @throws {AssertionError} If it is not.
 *
 * @example Usage
 * ```ts
 * import { assertInstanceOf } from "@std/assert";
 *
 * const found: unknown = new Date();
 * assertInstanceOf(found, Date);
 * found.getTime(); // typed as a Date from here on
 * ```
 */
export function assertInstanceOf<T>(
  actual: unknown,
  expectedType: abstract new (...args: never[]) => T,
  msg = "",
): asserts actual is T {
  if (actual instanceof expectedType) return;

  const expected = expectedType.name;
  const found = kind(actual);
  const contrast = found === expected
    ? ""
    : found === "function"
    ? " but was not an instanced object"
    : ` but was "${found}"`;
  throw new AssertionError(
    `Expected object to be an instance of "${expected}"${contrast}${ending(msg)}`,
  );
}
