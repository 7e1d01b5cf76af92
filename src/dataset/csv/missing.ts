/**
 * Spellings of a missing value.
 *
 * @module
 */

/** Those that pandas takes for missing, and the question mark of the UCI repository's tables. */
const MISSING: ReadonlySet<string> = new Set([
  "",
  "?",
  "NA",
  "N/A",
  "n/a",
  "<NA>",
  "#N/A",
  "#N/A N/A",
  "#NA",
  "NaN",
  "nan",
  "-NaN",
  "-nan",
  "NULL",
  "null",
  "None",
  "1.#IND",
  "-1.#IND",
  "1.#QNAN",
  "-1.#QNAN",
]);

/** Among numbers it stands for none; among names it may be one, as the opposite of `+`. */
export const DASH = "-";

/**
 * Whether a cell of any column says that there is no value.
 *
 * @param cell The cell, without spaces around it.
 * @returns Whether it does.
 */
export function isMissing(cell: string): boolean {
  return MISSING.has(cell);
}

/**
 * Whether a cell of a column of numbers says that there is no value: `-`, too, does there.
 *
 * @param cell The cell, without spaces around it.
 * @returns Whether it does.
 */
export function isMissingNumber(cell: string): boolean {
  return cell === DASH || MISSING.has(cell);
}
