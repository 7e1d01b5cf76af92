/**
 * What is learnt of the rows of a table before a model learns of them.
 *
 * @module
 */
import type { TablePreprocessing } from "../preprocessing.ts";
import { learnColumn } from "./learn_column.ts";
import type { TablePlan } from "./plan_table.ts";
import { learnUnits } from "./targets.ts";

/**
 * Learns how rows become inputs and targets.
 *
 * @param plan What is to be learnt of the table.
 * @param rows The rows that are learnt from; no other row has any influence.
 * @returns The rules.
 * @throws {RangeError} If a column has no value in these rows, or a number is too large.
 */
export function learnTable(plan: TablePlan, rows: Uint32Array): TablePreprocessing {
  const { table, features, targets, task, missing } = plan;
  // Columns are read from beginning to end, which is several times faster than in random order.
  const inOrder = rows.toSorted();
  return {
    kind: "table",
    columns: features.map((column) => learnColumn(table, column, inOrder, missing === "indicate")),
    target: targets.map(({ name }) => name),
    task,
    units: learnUnits(table, task, targets, inOrder),
  };
}
