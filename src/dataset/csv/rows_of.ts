/**
 * CSV files row by row: what is larger than memory, or is answered as it comes.
 *
 * @module
 */
import { csvError } from "./csv_error.ts";
import { openCsv } from "./_open_csv.ts";
import { checkOptions, columnNumbers, type CsvOptions } from "./options.ts";
import { RecordReader } from "./_records.ts";
import { bytesOf, type CsvSource } from "./source.ts";

/** Some rows of a file. */
export interface RowChunk {
  /** Names of the columns: those that were asked for, in that order. */
  readonly columns: readonly string[];
  /** The cells of each row, in the order of `columns`, without spaces around them. */
  readonly rows: readonly (readonly string[])[];
  /** Number of the line of the file that each row begins in, from 1. */
  readonly lines: readonly number[];
}

/**
 * Reads a CSV file, or a stream of one, row by row. It never holds more than some megabytes of it.
 *
 * @param source Path of the file, or its bytes.
 * @param options See {@linkcode CsvOptions}. The file's columns may have any order.
 * @returns The rows, as many at a time as a block of the file has, at least one.
 * @throws {SyntaxError} If the file is empty or no text, its header names a column twice, a row has too few or too many
 * cells, or a quote is wrong; the message names the line.
 * @throws {RangeError} If there is no such column, or cells cannot be separated by the delimiter.
 * @throws {TypeError} If an option has another name, or the path is that of a folder.
 * @throws {Deno.errors.NotFound} If there is no such file.
 *
 * @example
 * ```ts
 * import { rowsOf } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const file = new Blob(["colour,size\nred,1.5\nblue,2\n"]);
 * for await (const { rows, lines } of rowsOf(file.stream(), { columns: ["size", "colour"] })) {
 *   assertEquals(rows, [["1.5", "red"], ["2", "blue"]]);
 *   assertEquals(lines, [2, 3]);
 * }
 * ```
 */
export async function* rowsOf(
  source: CsvSource,
  options: CsvOptions = {},
): AsyncGenerator<RowChunk> {
  checkOptions(options);
  const { name = typeof source === "string" ? source : "stream" } = options;
  await using file = await openCsv(bytesOf(source, name, false), options);
  const { layout } = file;
  const numbers = columnNumbers(layout.names, options.columns, name);
  const columns = numbers.map((number) => layout.names[number] ?? "");
  const reader = new RecordReader(name, layout, layout.line);
  let isEmpty = true;
  for await (const block of file.blocks) {
    const { rows, lines } = reader.read(block);
    if (rows.length === 0) continue;
    isEmpty = false;
    yield {
      columns,
      rows: rows.map((cells) => numbers.map((number) => cells[number] ?? "")),
      lines,
    };
  }
  if (isEmpty) throw csvError(name, "it has a header but no rows");
}
