/**
 * From another CSV file to samples of a model that was trained on one.
 *
 * @module
 */
import { type OptionNames, refuseUnknown } from "../../options.ts";
import type { LoadedSamples } from "../loaded_data.ts";
import type { TablePreprocessing } from "../preprocessing.ts";
import { csvBatches } from "./csv_batches.ts";
import { type CellCounts, noCells } from "./encode_cells.ts";
import { inputSizeOf, sharedInputs } from "./inputs.ts";
import type { CsvLayout } from "./load_csv.ts";
import { tableDataset } from "./table_dataset.ts";

/** Options of {@linkcode loadCsvWith}. */
export interface LoadCsvWithOptions extends CsvLayout {
  /** Leave out rows that lack a value. @default they are filled, and a target must not be missing */
  readonly missing?: "drop";
}

/** Rows of a CSV file as the samples of a model, in the order of the file. */
export interface CsvSamples extends LoadedSamples {
  /** Cells that are missing or unknown, by the columns that the model reads. */
  readonly counts: CellCounts;
}

const NAMES: OptionNames<LoadCsvWithOptions> = { missing: true, delimiter: true, header: true };

/** Number of rows that are encoded at once. */
const BATCH_SIZE = 4096;

/**
 * Reads a CSV file into samples as another one was read: the columns may have any order, and there may be more of them.
 *
 * @param file Path of the file.
 * @param preprocessing How rows become samples, as `loadCsv` learnt it.
 * @param options What is done about missing values.
 * @returns The samples, and what was out of the ordinary.
 * @throws {SyntaxError} If the file is no CSV, or a cell is not what the column's are; the message names the line.
 * @throws {RangeError} If the file lacks a column.
 * @throws {TypeError} If there is an option of another name, or the path is that of a folder.
 * @throws {Deno.errors.NotFound} If there is no such file.
 *
 * @example
 * ```ts
 * import { loadCsv, loadCsvWith } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const file = await Deno.makeTempFile();
 * await Deno.writeTextFile(file, "colour,price\nred,1.5\nblue,2.5\nred,3.5\nblue,1\n");
 * const { preprocessing } = await loadCsv(file, { target: "price", testSplit: 0 });
 * await Deno.writeTextFile(file, "price,colour\n2.5,green\n3.5,red\n");
 * const { dataset, counts } = await loadCsvWith(file, preprocessing);
 * assertEquals([dataset.size, counts.unknown], [2, [1]]);
 * await Deno.remove(file);
 * ```
 */
export async function loadCsvWith(
  file: string,
  preprocessing: TablePreprocessing,
  options: LoadCsvWithOptions = {},
): Promise<CsvSamples> {
  refuseUnknown("Cannot load CSV with", options, NAMES);
  const { missing, ...layout } = options;
  const counts = noCells(preprocessing);
  const drop = missing === "drop";
  const batches = await Array.fromAsync(
    csvBatches(file, preprocessing, { batchSize: BATCH_SIZE, drop, layout, counts }),
  );
  const size = batches.reduce((sum, batch) => sum + batch.size, 0);
  const width = inputSizeOf(preprocessing);
  const inputs = sharedInputs(preprocessing, size);
  const values = preprocessing.target.map(() => new Float64Array(size));
  let at = 0;
  for (const batch of batches) {
    inputs.set(batch.inputs, at * width);
    values.forEach((all, target) => all.set(batch.values[target] ?? [], at));
    at += batch.size;
  }
  return { dataset: tableDataset(preprocessing, inputs, values), counts };
}
