/**
 * What the columns of a table were taken for.
 *
 * @module
 */
import type { TablePreprocessing } from "../preprocessing.ts";
import { widthOf } from "./inputs.ts";
import { missingRows } from "./missing_rows.ts";
import type { TablePlan } from "./plan_table.ts";
import type { Column } from "./table.ts";

/** What a column was taken for. */
export interface ColumnReport {
  /** Its name. */
  readonly name: string;
  /** Which of the kinds of columns it is. */
  readonly kind: Column["kind"];
  /** Whether a model reads it, is to find it, or neither. */
  readonly use: "feature" | "target" | "unused";
  /** Number of inputs that it becomes. */
  readonly inputs: number;
  /** Number of rows that lack a value, those that are left out included. */
  readonly missing: number;
}

/**
 * Says what the columns of a table were taken for.
 *
 * @param plan What is to be learnt of the table.
 * @param preprocessing What was learnt.
 * @returns What each column was taken for, in their order.
 */
export function reportColumns(
  { table, features, targets }: TablePlan,
  { columns }: TablePreprocessing,
): ColumnReport[] {
  const rules = new Map(columns.map((rule) => [rule.name, rule]));
  const known = new Map([...features, ...targets].map((column) => [column.name, column]));
  return table.columns.map(({ name, kind }) => {
    const rule = rules.get(name);
    const column = known.get(name);
    return {
      name,
      kind,
      use: rule ? "feature" : column ? "target" : "unused",
      inputs: rule ? widthOf(rule) : 0,
      missing: column ? missingRows(column).length : 0,
    };
  });
}
