/**
 * From cells of text to what a model should answer.
 *
 * @module
 */
import type { Task } from "../task.ts";
import type { TablePreprocessing } from "../preprocessing.ts";
import type { Cells, CellSource } from "./encode_cells.ts";
import { targetParser } from "./targets.ts";

/** What the cells of a target are to be, as messages say it behind "expected". */
const EXPECTED: Readonly<Record<Task["kind"], string>> = {
  classification: "a class that was there to be learnt",
  binary: "a class that was there to be learnt",
  "multi-label": "yes or no, or 1 or 0,",
  regression: "a number",
};

/**
 * Reads the targets of rows of text.
 *
 * @param preprocessing How rows become inputs and targets.
 * @param cells The rows: the cells of the columns that a model reads, then those of the targets.
 * @param from Where they come from.
 * @returns What they stand for, by target, as `readTargets` gives it. Shape of each: `[rows]`.
 * @throws {SyntaxError} If one stands for nothing, or is missing; the message says where.
 */
export function readTargetCells(
  { columns, target, task }: TablePreprocessing,
  cells: Cells,
  { source, lineOf }: CellSource,
): Float64Array[] {
  const parse = targetParser(task);
  return target.map((name, index) =>
    Float64Array.from(cells, (row, number) => {
      const cell = row[columns.length + index] ?? "";
      const value = parse(cell);
      if (value !== undefined) return value;
      throw new SyntaxError(
        `Cannot read "${source}": expected ${EXPECTED[task.kind]} in target "${name}" of line ${
          lineOf(number)
        }, got ${JSON.stringify(cell)}`,
      );
    })
  );
}
