/**
 * Functions whose promise is rejected.
 *
 * @module
 */

import { type ErrorClass, readExpectation } from "./_expectation.ts";
import { ending } from "./_message.ts";
import { AssertionError } from "./assertion_error.ts";
import { assertIsError } from "./is_error.ts";

/** Calls the function, which must return a promise and not throw. */
function start(fn: () => unknown, suffix: string): PromiseLike<unknown> {
  try {
    const promise = fn();
    if (isPromiseLike(promise)) return promise;
  } catch {
    // reported below, with the case of a function that returns something else
  }
  throw new AssertionError(`Function throws when expected to reject${suffix}`);
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value &&
    typeof value.then === "function";
}

/**
 * Claims that a function returns a promise that is rejected.
 *
 * @param fn The function.
 * @param msg Words to add to the error message.
 * @returns The reason of the rejection.
 * @throws {AssertionError} If it does not.
 *
 * @example Usage
 * ```ts
 * import { assertRejects } from "@std/assert";
 *
 * await assertRejects(() => Promise.reject("no"));
 * ```
 */
export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
/**
 * Claims that a function returns a promise that is rejected with an error of a class.
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
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const error = await assertRejects(
 *   () => Promise.reject(new TypeError("Bad shape")),
 *   TypeError,
 *   "shape",
 * );
 * assertEquals(error.message, "Bad shape");
 * ```
 */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  classOrMsg?: ErrorClass<E> | string,
  msgIncludes?: string,
  msg?: string,
): Promise<unknown> {
  const expectation = readExpectation(classOrMsg, msgIncludes, msg);
  const suffix = ending(expectation.msg);
  const promise = start(fn, suffix);
  try {
    await promise;
  } catch (error) {
    if (!expectation.ErrorClass) return error;
    if (!(error instanceof Error)) {
      throw new AssertionError(`A non-Error object was rejected${suffix}`);
    }
    assertIsError(error, expectation.ErrorClass, expectation.msgIncludes, expectation.msg);
    return error;
  }
  throw new AssertionError(`Expected function to reject${suffix}`);
}
