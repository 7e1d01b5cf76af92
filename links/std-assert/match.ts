/**
 * Text that matches a pattern.
 *
 * @module
 */

import { AssertionError } from "./assertion_error.ts";
import { ending } from "./_message.ts";

/**
 * Claims that a text matches a regular expression.
 *
 * @param actual The text.
 * @param expected The regular expression.
 * @param msg Words to add to the error message.
 * @throws {AssertionError} If it does not match.
 *
 * @example Usage
 * ```ts
 * import { assertMatch } from "@std/assert";
 *
 * assertMatch("epoch 12", /^epoch \d+$/);
 * ```
 */
export function assertMatch(actual: string, expected: RegExp, msg?: string): void {
  if (expected.test(actual)) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to match: "${expected}"${ending(msg)}`,
  );
}
