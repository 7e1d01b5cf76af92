/**
 * JSON of which it is not known whether it is any.
 *
 * @module
 */

/**
 * Parses a text that others may have written.
 *
 * @param text The text.
 * @returns What it says; undefined, which JSON has no text for, where it is no JSON.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
