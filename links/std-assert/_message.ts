/**
 * Parts of assertion messages.
 *
 * @module
 */

import { AssertionError as NodeAssertionError } from "node:assert";

/**
 * Writes a value in full, its keys in order.
 *
 * @param value Any value.
 * @returns The text.
 */
export function show(value: unknown): string {
  return Deno.inspect(value, {
    depth: Infinity,
    sorted: true,
    trailingComma: true,
    compact: false,
    iterableLimit: Infinity,
    getters: true,
    strAbbreviateSize: Infinity,
  });
}

/**
 * Ends a message: with the caller's words, or with a period.
 *
 * @param msg The caller's words.
 * @returns The end of the message.
 */
export function ending(msg: string | undefined): string {
  return msg ? `: ${msg}` : ".";
}

/**
 * Shows where two values differ, line by line.
 *
 * @param actual The value found.
 * @param expected The value it should have been.
 * @returns The differing lines, marked + for the actual and - for the expected value.
 */
export function difference(actual: unknown, expected: unknown): string {
  const { message } = new NodeAssertionError({ actual, expected, operator: "deepStrictEqual" });
  return message.slice(message.indexOf("\n") + 1); // without Node's own first sentence
}
