/**
 * CSV files that are larger than memory, as batches that `fit` takes.
 *
 * @module
 */
import { BOUNDS, requireBounds } from "../../bounds.ts";
import { type OptionNames, refuseUnknown } from "../../options.ts";
import { oneHot, type Unit } from "../dataset.ts";
import { encodeTargets } from "../encode_targets.ts";
import type { TablePreprocessing } from "../preprocessing.ts";
import { csvBatches } from "./csv_batches.ts";
import type { CsvLayout } from "./load_csv.ts";

/** Options of {@linkcode streamCsv}. */
export interface StreamCsvOptions extends CsvLayout {
  /** Number of rows of a batch; the last one may have fewer. */
  readonly batchSize: number;
  /** Leave out rows that lack a value. @default they are filled, and a target must not be missing */
  readonly missing?: "drop";
}

/** A batch of rows, one after another. */
export interface TableBatch {
  /** What a model reads. Shape: `[rows, inputs]`. */
  readonly xs: Float32Array;
  /** What it should answer: for classes 1 for a row's own and 0 for the others. Shape: `[rows, outputs]`. */
  readonly ys: Float32Array;
  /** The units of standardised targets, so that what is measured is in their own. @default they are as they are */
  readonly units?: readonly Unit[];
}

const NAMES: OptionNames<StreamCsvOptions> = {
  batchSize: true,
  missing: true,
  delimiter: true,
  header: true,
};

/**
 * Prepares to stream the rows of a CSV file as samples. Each time it is gone through, the file is read anew, in its own
 * order: rows that are sorted should be put in random order before. Memory holds some megabytes of it; the metrics `auc`
 * and `prAuc` need 8 to 16 bytes more for each output of each row.
 *
 * @param file Path of the file.
 * @param preprocessing How rows become samples, as `loadCsv` learnt it, for instance of the file's first rows.
 * @param options The size of the batches, and what is done about missing values.
 * @returns Makes the batches of an epoch. They are right for the losses that a task has by default: classes are vectors.
 * @throws {RangeError} If the size is out of range. As batches are read, if the file lacks a column.
 * @throws {TypeError} If there is an option of another name.
 * @throws {SyntaxError} As batches are read, if the file is no CSV, or a cell is not what the column's are; the message
 * names the line.
 *
 * @example
 * ```ts
 * import { loadCsv, streamCsv } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const file = await Deno.makeTempFile();
 * await Deno.writeTextFile(file, `size,price\n${"1,1.5\n2,2.5\n".repeat(1000)}`);
 * const { preprocessing } = await loadCsv(file, { target: "price", limit: 100 });
 * const batches = streamCsv(file, preprocessing, { batchSize: 300 });
 * const sizes: number[] = [];
 * for await (const { xs } of batches()) sizes.push(xs.length);
 * assertEquals(sizes, [300, 300, 300, 300, 300, 300, 200]);
 * await Deno.remove(file);
 * ```
 */
export function streamCsv(
  file: string,
  preprocessing: TablePreprocessing,
  options: StreamCsvOptions,
): () => AsyncGenerator<TableBatch> {
  refuseUnknown("Cannot stream CSV with", options, NAMES);
  const { batchSize, missing, ...layout } = options;
  requireBounds("Cannot stream CSV with", { batchSize }, BOUNDS.training);
  const drop = missing === "drop";
  return async function* (): AsyncGenerator<TableBatch> {
    for await (const batch of csvBatches(file, preprocessing, { batchSize, drop, layout })) {
      const { targets: { data }, classes, units } = encodeTargets(preprocessing, batch.values);
      const ys = classes === undefined ? Float32Array.from(data) : oneHot(data, classes);
      yield { xs: batch.inputs, ys, ...(units ? { units } : {}) };
    }
  };
}
