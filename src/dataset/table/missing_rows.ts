/**
 * Missing values of a column.
 *
 * @module
 */
import type { ReadableColumn } from "./choose_columns.ts";

/**
 * Finds the rows that lack a value.
 *
 * @param column The column.
 * @returns The numbers of the rows, in their order.
 */
export function missingRows(column: ReadableColumn): number[] {
  const rows: number[] = [];
  if (column.kind === "number") {
    for (let row = 0; row < column.values.length; row++) {
      if (Number.isNaN(column.values[row])) rows.push(row);
    }
  } else {
    for (let row = 0; row < column.codes.length; row++) {
      if ((column.codes[row] ?? -1) < 0) rows.push(row);
    }
  }
  return rows;
}
