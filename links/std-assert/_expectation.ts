/**
 * The arguments that `assertThrows` and `assertRejects` share.
 *
 * @module
 */

/**
 * A class of errors; abstract ones and those with constructor arguments are fine.
 *
 * @internal
 */
export type ErrorClass<E extends Error> = abstract new (...args: never[]) => E;

/** What a thrown value should be. */
export interface Expectation<E extends Error> {
  /** The class, if any error of it will do. */
  ErrorClass: ErrorClass<E> | undefined;
  /** Text that the message should contain. */
  msgIncludes: string | undefined;
  /** Words to add to the error message. */
  msg: string | undefined;
}

/**
 * Tells the two ways to call apart: `(fn, msg)` and `(fn, ErrorClass, msgIncludes, msg)`.
 *
 * @param classOrMsg The second argument.
 * @param msgIncludes The third argument.
 * @param msg The fourth argument.
 * @returns The arguments by name.
 */
export function readExpectation<E extends Error>(
  classOrMsg: ErrorClass<E> | string | undefined,
  msgIncludes: string | undefined,
  msg: string | undefined,
): Expectation<E> {
  return typeof classOrMsg === "string"
    ? { ErrorClass: undefined, msgIncludes: undefined, msg: classOrMsg }
    : { ErrorClass: classOrMsg, msgIncludes, msg };
}
