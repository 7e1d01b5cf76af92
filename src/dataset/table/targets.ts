/**
 * From the targets of a table to what they stand for.
 *
 * @module
 */
import { numberOf } from "../csv/number_cell.ts";
import { isYes } from "../csv/yes_no.ts";
import type { Unit } from "../dataset.ts";
import type { Task } from "../task.ts";
import type { ReadableColumn } from "./choose_columns.ts";
import { classNumbers } from "./class_number.ts";
import { numbersIn } from "./learn_column.ts";
import type { Table } from "./table.ts";
import { unitOf } from "../unit_of.ts";

/**
 * Learns the units of targets.
 *
 * @param table The table, for messages.
 * @param task What is to be learnt.
 * @param targets The columns.
 * @param rows The rows that are learnt from.
 * @returns A unit for each target of a regression; none of other tasks.
 * @throws {RangeError} If a number is too large.
 */
export function learnUnits(
  table: Table,
  task: Task,
  targets: readonly ReadableColumn[],
  rows: Uint32Array,
): Unit[] {
  if (task.kind !== "regression") return [];
  return targets.flatMap((column) =>
    column.kind === "number" ? unitOf(numbersIn(table, column, rows)) : []
  );
}

/**
 * Prepares to read targets.
 *
 * @param task What is to be learnt.
 * @returns Gives what a cell stands for: the number of a class, 1 or 0 of a label, or a number as it is, not standardised;
 * undefined where it stands for none.
 */
export function targetParser(task: Task): (cell: string) => number | undefined {
  switch (task.kind) {
    case "classification":
    case "binary":
      return classNumbers(task.classNames);
    case "multi-label":
      return parseLabel;
    case "regression":
      return numberOf;
  }
}

function parseLabel(cell: string): number | undefined {
  const value = numberOf(cell) ?? Number(isYes(cell));
  return value === 0 || value === 1 ? value : undefined;
}

/**
 * Reads the targets of a column.
 *
 * @param task What is to be learnt.
 * @param column The column.
 * @param rows The rows to read.
 * @returns What they stand for, as {@linkcode targetParser} says it; NaN for what is missing or stands for nothing.
 */
export function readTargets(task: Task, column: ReadableColumn, rows: Uint32Array): Float64Array {
  const parse = targetParser(task);
  if (column.kind !== "number") {
    const values = column.names.map(parse);
    return Float64Array.from(rows, (row) => values[column.codes[row] ?? -1] ?? NaN);
  }
  if (task.kind === "regression") {
    return Float64Array.from(rows, (row) => column.values[row] ?? NaN);
  }
  const known = new Map<number, number | undefined>();
  return Float64Array.from(rows, (row) => {
    const value = column.values[row] ?? NaN;
    if (!known.has(value)) known.set(value, parse(`${value}`));
    return known.get(value) ?? NaN;
  });
}
