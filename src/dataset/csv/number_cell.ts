/**
 * Cells that are numbers.
 *
 * @module
 */

/** A decimal number: no `inf`, no `0x10`, no comma. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * The number that a cell spells.
 *
 * @param cell The cell, without spaces around it.
 * @returns The number; nothing if it is none, or too large for one.
 */
export function numberOf(cell: string): number | undefined {
  if (!NUMBER.test(cell)) return undefined;
  const number = Number(cell);
  return Number.isFinite(number) ? number : undefined;
}

/** As much of Europe writes numbers, and as a spreadsheet there saves them. */
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;

/**
 * Whether a cell is a number with a comma for its decimal point.
 *
 * @param cell The cell, without spaces around it.
 * @returns Whether it is.
 */
export function isDecimalComma(cell: string): boolean {
  return DECIMAL_COMMA.test(cell);
}
