/**
 * Rows of a CSV file as what a model reads and should answer, some at a time: the memory that this takes does not depend
 * on the size of the file.
 *
 * @module
 */
import type { CsvOptions } from "../csv/options.ts";
import { rowsOf } from "../csv/rows_of.ts";
import type { TablePreprocessing } from "../preprocessing.ts";
import { type CellCounts, encodeCells, lacksCell, noCells } from "./encode_cells.ts";
import { readTargetCells } from "./target_cells.ts";

/** How rows become batches. */
export interface CsvBatchOptions {
  /** Number of rows of a batch; the last one may have fewer. */
  readonly batchSize: number;
  /** Whether rows that lack a value are left out. */
  readonly drop: boolean;
  /** How the file is laid out. */
  readonly layout: Pick<CsvOptions, "delimiter" | "header">;
  /** Is added to. @default nobody counts */
  readonly counts?: CellCounts;
}

/** Some rows of a file. */
export interface CsvBatch {
  /** Number of the rows. */
  readonly size: number;
  /** The inputs. Shape: `[rows, inputs]`. */
  readonly inputs: Float32Array<SharedArrayBuffer>;
  /** What the targets stand for, by target, as `readTargets` gives it. Shape of each: `[rows]`. */
  readonly values: readonly Float64Array[];
}

/**
 * Reads a CSV file once.
 *
 * @param file Its path.
 * @param preprocessing How rows become inputs and targets.
 * @param options How rows become batches.
 * @returns The batches, in the order of the file.
 * @throws {SyntaxError} If the file is no CSV, or a cell is not what the column's are; the message names the line.
 * @throws {RangeError} If the file lacks a column.
 */
export async function* csvBatches(
  file: string,
  preprocessing: TablePreprocessing,
  { batchSize, drop, layout, counts = noCells(preprocessing) }: CsvBatchOptions,
): AsyncGenerator<CsvBatch> {
  const { columns, target } = preprocessing;
  const names = [...columns.map(({ name }) => name), ...target];
  let cells: (readonly string[])[] = [];
  let lines: number[] = [];
  const batch = (): CsvBatch => {
    const from = { source: file, lineOf: (row: number): number => lines[row] ?? 0 };
    const inputs = encodeCells(preprocessing, cells, from, counts);
    const values = readTargetCells(preprocessing, cells, from);
    return { size: cells.length, inputs, values };
  };
  for await (const chunk of rowsOf(file, { ...layout, name: file, columns: names })) {
    for (const [i, row] of chunk.rows.entries()) {
      if (drop && lacksCell(preprocessing, row)) continue;
      cells.push(row);
      lines.push(chunk.lines[i] ?? 0);
      if (cells.length < batchSize) continue;
      yield batch();
      [cells, lines] = [[], []];
    }
  }
  if (cells.length > 0) yield batch();
}
