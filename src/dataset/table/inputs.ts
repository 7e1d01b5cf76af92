/**
 * The inputs of a model that reads rows of a table.
 *
 * @module
 */
import type { ColumnRule, TablePreprocessing } from "../preprocessing.ts";

/**
 * Counts the inputs that a column becomes.
 *
 * @param rule How it becomes inputs.
 * @returns Their number.
 */
export function widthOf(rule: ColumnRule): number {
  const values = rule.kind === "category" ? rule.categories.length + 1 : 1;
  return rule.indicator ? values + 1 : values;
}

/**
 * Counts the inputs of a model.
 *
 * @param preprocessing How rows become inputs.
 * @returns Their number.
 */
export function inputSizeOf({ columns }: TablePreprocessing): number {
  return columns.reduce((sum, rule) => sum + widthOf(rule), 0);
}

/**
 * Makes room for inputs.
 *
 * @param preprocessing How rows become inputs.
 * @param rows Number of rows.
 * @returns Zeros, in memory that threads share, so that training need not copy them. Shape: `[rows, inputs]`.
 */
export function sharedInputs(
  preprocessing: TablePreprocessing,
  rows: number,
): Float32Array<SharedArrayBuffer> {
  const bytes = rows * inputSizeOf(preprocessing) * Float32Array.BYTES_PER_ELEMENT;
  return new Float32Array(new SharedArrayBuffer(bytes));
}
