/**
 * Telling objects with named fields from everything else.
 *
 * @module
 */

/**
 * Whether a value is an object that is no list.
 *
 * @param given Any value.
 * @returns Whether its fields can be read by name.
 */
export function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}
