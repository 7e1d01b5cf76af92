/**
 * Cells that are dates.
 *
 * @module
 */

const TIME = String.raw`(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp][Mm])?\s*` +
  String.raw`(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?`;
const MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";

const DATES: readonly RegExp[] = [
  // 2026-11-28, with a time or without
  new RegExp(String.raw`^\d{4}([-/.])\d{1,2}\1\d{1,2}${TIME}$`),
  // 28/11/2026, 11/28/26, 28.11.2026
  new RegExp(String.raw`^\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d{2})${TIME}$`),
  // 28 Nov 2026, 28-Nov-26
  new RegExp(String.raw`^\d{1,2}[-/. ]+${MONTH}[-/., ]+(?:\d{4}|\d{2})${TIME}$`, "i"),
  // November 28, 2026
  new RegExp(String.raw`^${MONTH}\.? \d{1,2},? \d{4}${TIME}$`, "i"),
];

/**
 * Whether a cell is a date, by its form.
 *
 * @param cell The cell, without spaces around it.
 * @returns Whether it is.
 */
export function isDate(cell: string): boolean {
  return DATES.some((form) => form.test(cell));
}
