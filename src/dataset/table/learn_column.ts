/**
 * What is learnt of the values of a column: how they become inputs.
 *
 * @module
 */
import { medianOf } from "../../arrays/median.ts";
import { isYes } from "../csv/yes_no.ts";
import type { BooleanRule, CategoryRule, ColumnRule, NumberRule } from "../preprocessing.ts";
import { cannotLearn, type ReadableColumn } from "./choose_columns.ts";
import type { NamesColumn, NumberColumn, Table } from "./table.ts";
import { LARGEST_NUMBER, unitOf } from "../unit_of.ts";

/** So many categories have an input of their own; the others share one. */
export const MOST_CATEGORIES = 100;

/**
 * Learns how the values of a column become inputs.
 *
 * @param table The table, for messages.
 * @param column The column.
 * @param rows The rows that are learnt from.
 * @param indicate Whether an input of its own says that a value is missing, if one of these rows lacks it.
 * @returns The rule.
 * @throws {RangeError} If no row has a value, or one is too large.
 */
export function learnColumn(
  table: Table,
  column: ReadableColumn,
  rows: Uint32Array,
  indicate: boolean,
): ColumnRule {
  switch (column.kind) {
    case "number":
      return learnNumber(table, column, rows, indicate);
    case "category":
      return learnCategory(table, column, rows, indicate);
    case "boolean":
      return learnBoolean(table, column, rows, indicate);
  }
}

/**
 * The numbers that are not missing in some rows.
 *
 * @param table The table, for messages.
 * @param column The column.
 * @param rows The rows.
 * @returns A copy of the numbers.
 * @throws {RangeError} If there is none, or one is too large.
 */
export function numbersIn(table: Table, column: NumberColumn, rows: Uint32Array): Float64Array {
  const { name, values } = column;
  const known = new Float64Array(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i] ?? 0] ?? NaN;
    if (Number.isNaN(value)) continue;
    if (Math.abs(value) > LARGEST_NUMBER) {
      throw cannotLearn(
        table,
        `expected numbers up to ${LARGEST_NUMBER} in column "${name}", got ${value}`,
      );
    }
    known[count++] = value;
  }
  if (count === 0) throw noValue(table, name);
  return known.subarray(0, count);
}

function noValue(table: Table, name: string): RangeError {
  return cannotLearn(
    table,
    `column "${name}" has no value in the rows for training: leave it out with --features`,
  );
}

/** As scikit-learn's SimpleImputer(strategy="median") and then its StandardScaler do. */
function learnNumber(
  table: Table,
  column: NumberColumn,
  rows: Uint32Array,
  indicate: boolean,
): NumberRule {
  const known = numbersIn(table, column, rows);
  const missing = rows.length - known.length;
  const fill = medianOf(known);
  const { mean, deviation } = unitOf(known, missing, fill);
  const indicator = indicate && missing > 0;
  return { kind: "number", name: column.name, mean, deviation, fill, indicator };
}

/**
 * As SimpleImputer(strategy="most_frequent") and then OneHotEncoder(max_categories=101) do; of too many names that are as
 * frequent, the first in order are kept.
 */
function learnCategory(
  table: Table,
  column: NamesColumn,
  rows: Uint32Array,
  indicate: boolean,
): CategoryRule {
  const { counts, missing } = countNames(column, rows);
  const byCount = column.names
    .map((name, code): [string, number] => [name, counts[code] ?? 0])
    .filter(([, count]) => count > 0)
    .toSorted(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  const fill = byCount[0]?.[0];
  if (fill === undefined) throw noValue(table, column.name);
  const categories = byCount.slice(0, MOST_CATEGORIES).map(([name]) => name).toSorted();
  const indicator = indicate && missing > 0;
  return { kind: "category", name: column.name, categories, fill, indicator };
}

/** Of as many yes as no, the more frequent one is no, as it is sorted first. */
function learnBoolean(
  table: Table,
  column: NamesColumn,
  rows: Uint32Array,
  indicate: boolean,
): BooleanRule {
  const { counts, missing } = countNames(column, rows);
  if (missing === rows.length) throw noValue(table, column.name);
  const yes = column.names.reduce(
    (sum, name, code) => isYes(name) ? sum + (counts[code] ?? 0) : sum,
    0,
  );
  const fill = 2 * yes > rows.length - missing;
  return { kind: "boolean", name: column.name, fill, indicator: indicate && missing > 0 };
}

function countNames(
  { names, codes }: NamesColumn,
  rows: Uint32Array,
): { counts: Uint32Array; missing: number } {
  const counts = new Uint32Array(names.length);
  let missing = 0;
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i] ?? 0] ?? -1;
    if (code < 0) missing++;
    else counts[code] = (counts[code] ?? 0) + 1;
  }
  return { counts, missing };
}
