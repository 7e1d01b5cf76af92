/**
 * Which kind of column names make: of yes and no, of dates, of categories, or of texts.
 *
 * @module
 */
import type { Column } from "../table/table.ts";
import { isDate } from "./dates.ts";
import { YES_NO } from "./yes_no.ts";

/** Most names of a column that are categories. */
export const MOST_NAMES = 1000;

/**
 * Makes a column of names.
 *
 * @param name The column's name.
 * @param names The names, in the order in which they were first seen, at least one.
 * @param codes The number of each value's name; -1 where one is missing. It is written to.
 * @returns The column.
 */
export function namesColumn(name: string, names: readonly string[], codes: Int32Array): Column {
  const spellings = names.map((each) => each.toLowerCase());
  if (YES_NO.some((pair) => spellings.every((spelling) => pair.includes(spelling)))) {
    const [first = ""] = spellings;
    const second = spellings.findIndex((spelling) => spelling !== first);
    codes.forEach((code, row) => {
      // "True" and "TRUE" are one answer, spelt as the first one is.
      if (code > 0) codes[row] = spellings[code] === first ? 0 : 1;
    });
    return { kind: "boolean", name, names: names.filter((_, i) => i === 0 || i === second), codes };
  }
  if (names.every(isDate)) return { kind: "date", name, example: names[0] };
  const present = codes.reduce((count, code) => code < 0 ? count : count + 1, 0);
  // A name that hardly ever comes again tells a model nothing.
  if (names.length > Math.max(2, present / 2)) return { kind: "text", name, example: names[0] };
  return { kind: "category", name, names, codes };
}
