/**
 * Functions that throw.
 *
 * @module
 */

import { type ErrorClass, readExpectation } from "./_expectation.ts";
import { ending } from "./_message.ts";
import { AssertionError } from "./assertion_error.ts";
import { assertIsError } from "./is_error.ts";

/**
 * Claims that a function throws.
 *
 * @param fn The function.
 * @param msg Words to add to the error message.
 * @returns What was thrown.
 * @throws {AssertionError} If it does not.
 *
 * @example Usage
 * ```ts
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => JSON.parse("{"));
 * ```
 */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/**
 * Claims that a function throws with an error of a class.
 *
 * @param fn The function.
 * @param ErrorClass The class of the error.
 * @param msgIncludes Text that the error's message should contain; colors are ignored.
 * @param msg Words to add to the error message.
 * @returns The error.
 * @throws {AssertionError} If it does not, or with something else.
 *
 * @example Usage
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const error = assertThrows(() => new Array(-1), RangeError, "length");
 * assertEquals(error.name, "RangeError");
 * ```
 */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  classOrMsg?: ErrorClass<E> | string,
  msgIncludes?: string,
  msg?: string,
): unknown {
  const expectation = readExpectation(classOrMsg, msgIncludes, msg);
  const suffix = ending(expectation.msg);
  try {
    fn();
  } catch (error) {
    if (!expectation.ErrorClass) return error;
    if (!(error instanceof Error)) {
      throw new AssertionError(`A non-Error object was thrown${suffix}`);
    }
    assertIsError(error, expectation.ErrorClass, expectation.msgIncludes, expectation.msg);
    return error;
  }
  throw new AssertionError(`Expected function to throw${suffix}`);
}
