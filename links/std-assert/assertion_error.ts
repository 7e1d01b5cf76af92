/**
 * The error of a failed assertion.
 *
 * @module
 */

/**
 * Thrown by every assertion whose claim does not hold.
 *
 * @example Usage
 * ```ts
 * import { AssertionError, assertThrows, fail } from "@std/assert";
 *
 * assertThrows(() => fail("the loss is NaN"), AssertionError, "the loss is NaN");
 * ```
 */
export class AssertionError extends Error {
  /**
   * Makes the error.
   *
   * @param message What was expected and what was found.
   * @param options The cause, if there is one.
   */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AssertionError";
  }
}
