/**
 * Assertions for tests: the part of `@std/assert` this project uses.
 *
 * Every function returns when its claim holds and throws an {@linkcode AssertionError} otherwise.
 *
 * @example Usage
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals([1, 2].map((x) => x * 2), [2, 4]);
 * assertThrows(() => assertEquals(1, 2));
 * ```
 *
 * @module
 */

export * from "./assert.ts";
export * from "./almost_equals.ts";
export * from "./assertion_error.ts";
export * from "./equal.ts";
export * from "./equals.ts";
export * from "./exists.ts";
export * from "./fail.ts";
export * from "./greater.ts";
export * from "./greater_or_equal.ts";
export * from "./instance_of.ts";
export * from "./is_error.ts";
export * from "./less.ts";
export * from "./less_or_equal.ts";
export * from "./match.ts";
export * from "./not_equals.ts";
export * from "./rejects.ts";
export * from "./strict_equals.ts";
export * from "./string_includes.ts";
export * from "./throws.ts";
