/**
 * Text that contains another.
 *
 * @module
 */

import { AssertionError } from "./assertion_error.ts";
import { ending } from "./_message.ts";

/**
 * Claims that a text contains another.
 *
 * @param actual The text.
 * @param expected The text to find in it.
 * @param msg Words to add to the error message.
 * @throws {AssertionError} If it does not.
 *
 * @example Usage
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 *
 * assertStringIncludes("test accuracy 0.93", "accuracy");
 * ```
 */
export function assertStringIncludes(actual: string, expected: string, msg?: string): void {
  if (actual.includes(expected)) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to contain: "${expected}"${ending(msg)}`,
  );
}
