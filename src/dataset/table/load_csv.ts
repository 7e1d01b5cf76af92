/**
 * From a CSV file to samples that `fit` takes.
 *
 * @module
 */
import { BOUNDS, requireBounds } from "../../bounds.ts";
import { type OptionNames, refuseUnknown } from "../../options.ts";
import { csvLines } from "../csv/csv_lines.ts";
import type { CsvOptions } from "../csv/options.ts";
import { readTable } from "../csv/read_table.ts";
import { rowsOf } from "../csv/rows_of.ts";
import { type LoadedTable, loadTable, TABLE_OPTIONS, type TableOptions } from "./load_table.ts";
import type { Table } from "./table.ts";

/** How a CSV file is laid out, where it is not to be found out. */
export type CsvLayout = Pick<CsvOptions, "delimiter" | "header">;

/** Options of {@linkcode loadCsv}. */
export interface LoadCsvOptions extends TableOptions, CsvLayout {
  /** Use only so many rows, the first ones. @default all */
  readonly limit?: number;
}

const OPTIONS: OptionNames<LoadCsvOptions> = {
  ...TABLE_OPTIONS,
  delimiter: true,
  header: true,
  limit: true,
};

/**
 * Reads a CSV file into samples: finds out what its columns are and what is to be learnt, divides the rows into those
 * for training and those for the test, learns of those for training how columns become inputs, and encodes all.
 *
 * Numbers are standardised, names become an input each and one for all others, and missing values are filled, by the
 * median or the most frequent name, with an input that says so. Nothing is learnt of the rows for the test, nor of those
 * that `validationSplit` keeps for validation.
 *
 * @param file Path of the file.
 * @param options What is to be learnt, and how rows are divided.
 * @returns The samples in random order, each class with its share of both parts; how rows became inputs; and what each
 * column was taken for.
 * @throws {SyntaxError} If the file is no CSV; the message names the line.
 * @throws {RangeError} If it cannot be learnt from; the message says what would be right.
 * @throws {TypeError} If there is an option of another name, or the path is that of a folder.
 * @throws {Deno.errors.NotFound} If there is no such file.
 *
 * @example
 * ```ts
 * import { loadCsv } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const file = await Deno.makeTempFile();
 * await Deno.writeTextFile(file, "size,colour,price\n1,red,1.5\n2,blue,2.5\n3,red,\n4,red,4.5\n");
 * const { train, test, task } = await loadCsv(file, { target: "price", missing: "drop" });
 * assertEquals([train.size, test.size], [2, 1]);
 * assertEquals(task, { kind: "regression", outputs: ["price"] });
 * await Deno.remove(file);
 * ```
 */
export async function loadCsv(file: string, options: LoadCsvOptions): Promise<LoadedTable> {
  refuseUnknown("Cannot load CSV with", options, OPTIONS);
  const { delimiter, header, limit, ...tableOptions } = options;
  const { target, features } = options;
  const columns = features ? [...new Set([...features, ...[target].flat()])] : undefined;
  const csvOptions = { name: file, delimiter, header, columns };
  const table = limit === undefined
    ? await readTable(file, csvOptions)
    : await readHead(file, csvOptions, limit);
  return loadTable(table, tableOptions);
}

/** Reads the first rows of a file, and no more of it. */
async function readHead(file: string, options: CsvOptions, limit: number): Promise<Table> {
  requireBounds("Cannot load CSV with", { limit }, BOUNDS.data);
  const lines: string[] = [];
  let left = limit;
  for await (const { columns, rows } of rowsOf(file, options)) {
    if (lines.length === 0) lines.push(csvLines([columns]));
    lines.push(csvLines(rows.slice(0, left)));
    left -= rows.length;
    if (left <= 0) break;
  }
  const head = new Blob(lines).stream();
  return await readTable(head, { name: options.name, delimiter: ",", header: true });
}
