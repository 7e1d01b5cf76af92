/**
 * What is to be learnt of a table, from which of its columns and rows.
 *
 * @module
 */
import { numbersFrom } from "../../arrays/range.ts";
import { requireChoice } from "../../options.ts";
import type { Task } from "../task.ts";
import { TASK_NAMES, type TaskName } from "../task_name.ts";
import { cannotLearn, chooseColumns, type ChosenColumns } from "./choose_columns.ts";
import { missingRows } from "./missing_rows.ts";
import type { Table } from "./table.ts";
import { taskOfTargets } from "./table_task.ts";

/** What is done about missing values. */
export type MissingRule = "indicate" | "fill" | "drop";

/** What can be done about missing values. */
export const MISSING_RULES: readonly MissingRule[] = ["indicate", "fill", "drop"];

/** What is to be learnt of a table. */
export interface TargetOptions {
  /** The column that is to be found, or several. */
  readonly target: string | readonly string[];
  /** The columns that a model reads, in the order of its inputs. @default all but the target */
  readonly features?: readonly string[];
  /** Which task it is. @default what the target looks like */
  readonly task?: TaskName;
  /**
   * What is done about missing values: they are filled, by the median or the most frequent name, and an input of their
   * own says so; or filled alone; or rows that lack a value are left out.
   *
   * @default "indicate"
   */
  readonly missing?: MissingRule;
}

/** What is to be learnt of a table. */
export interface TablePlan extends ChosenColumns {
  /** The table. */
  readonly table: Table;
  /** What a model is to learn. */
  readonly task: Task;
  /** What is done about missing values. */
  readonly missing: MissingRule;
  /** The rows that are used. */
  readonly rows: Uint32Array;
}

/**
 * Finds out what is to be learnt of a table.
 *
 * @param table The table.
 * @param options What is asked for.
 * @returns The columns, the rows and the task.
 * @throws {RangeError} If a column is not there or cannot be read, the target lacks values, or they do not fit the task.
 */
export function planTable(table: Table, options: TargetOptions): TablePlan {
  const { target, features, task, missing = "indicate" } = options;
  requireChoice("Cannot learn from a table with", "task", task, TASK_NAMES);
  requireChoice("Cannot learn from a table with", "missing", missing, MISSING_RULES);
  const columns = chooseColumns(table, target, features);
  const rows = usedRows(table, columns, missing);
  return {
    ...columns,
    table,
    missing,
    rows,
    task: taskOfTargets(table, columns.targets, rows, task),
  };
}

/** All rows, or those without a missing value; a target is never missing. */
function usedRows(
  table: Table,
  { features, targets }: ChosenColumns,
  missing: MissingRule,
): Uint32Array {
  if (table.rows === 0) throw cannotLearn(table, "it has no rows");
  const all = numbersFrom(0, table.rows);
  if (missing === "drop") {
    const lacking = new Uint8Array(table.rows);
    for (const column of [...features, ...targets]) {
      for (const row of missingRows(column)) lacking[row] = 1;
    }
    const rows = all.filter((row) => lacking[row] === 0);
    if (rows.length > 0) return rows;
    throw cannotLearn(table, `each of its ${table.rows} rows lacks a value`);
  }
  for (const column of targets) {
    const [first, ...others] = missingRows(column);
    if (first === undefined) continue;
    throw cannotLearn(
      table,
      `target "${column.name}" is missing in ${
        others.length + 1
      } of ${table.rows} rows, first in row ${first + 1}: leave such rows out with --missing drop`,
    );
  }
  return all;
}
