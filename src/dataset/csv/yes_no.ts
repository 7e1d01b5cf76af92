/**
 * Cells that say yes or no.
 *
 * @module
 */

/** What says yes and what says no, in lower case: a column's cells are of one pair. 1 and 0 are numbers. */
export const YES_NO: readonly (readonly [yes: string, no: string])[] = [
  ["true", "false"],
  ["yes", "no"],
  ["t", "f"],
  ["y", "n"],
];

const ANSWERS = new Map(
  YES_NO.flatMap(([yes, no]): [string, boolean][] => [[yes, true], [no, false]]),
);

/**
 * What a cell says.
 *
 * @param cell The cell, without spaces around it.
 * @returns Whether it says yes; nothing if it says neither yes nor no.
 */
export function isYes(cell: string): boolean | undefined {
  return ANSWERS.get(cell.toLowerCase());
}
