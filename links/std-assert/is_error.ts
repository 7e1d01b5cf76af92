/**
 * Errors by class and message.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import { AssertionError } from "./assertion_error.ts";
import { ending } from "./_message.ts";

function matches(message: string, wanted: string | RegExp): boolean {
  if (typeof wanted !== "string") return wanted.test(message);
  return message.includes(stripVTControlCharacters(wanted));
}

/**
 * Claims that a value is an error, of a class and with a message.
 *
 * @param error The value.
 * @param ErrorClass The class it should be an instance of.
 * @param msgMatches Text the message should contain, or a pattern it should match; colors are ignored.
 * @param msg Words to add to the error message.
 * @throws {AssertionError} If it is no error, or of another class, or has another message.
 *
 * @example Usage
 * ```ts
 * import { assertIsError } from "@std/assert";
 *
 * assertIsError(new RangeError("Bad rank: 9"), RangeError, "rank");
 * ```
 */
export function assertIsError<E extends Error = Error>(
  error: unknown,
  ErrorClass?: abstract new (...args: never[]) => E,
  msgMatches?: string | RegExp,
  msg?: string,
): asserts error is E {
  if (!(error instanceof Error)) {
    throw new AssertionError(`Expected "error" to be an Error object${ending(msg)}`);
  }
  if (ErrorClass && !(error instanceof ErrorClass)) {
    throw new AssertionError(
      `Expected error to be instance of "${ErrorClass.name}", ` +
        `but was "${error.constructor?.name}"${ending(msg)}`,
    );
  }
  if (msgMatches && !matches(stripVTControlCharacters(error.message), msgMatches)) {
    const wanted = typeof msgMatches === "string" ? JSON.stringify(msgMatches) : msgMatches;
    throw new AssertionError(
      `Expected error message to include ${wanted}, ` +
        `but got ${JSON.stringify(error.message)}${ending(msg)}`,
    );
  }
}
