/**
 * The assertion that never holds.
 *
 * @module
 */

import { AssertionError } from "./assertion_error.ts";
import { ending } from "./_message.ts";

/**
 * Fails.
 *
 * @param msg Words to add to the error message.
 * @returns Never.
 * @throws {AssertionError} Always.
 *
 * @example Usage
 * ```ts
 * import { assertThrows, fail } from "@std/assert";
 *
 * assertThrows(() => fail("not reached"));
 * ```
 */
export function fail(msg?: string): never {
  throw new AssertionError(`Failed assertion${ending(msg)}`);
}
