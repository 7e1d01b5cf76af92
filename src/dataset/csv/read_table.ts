/**
 * CSV files into tables in memory.
 *
 * Cells are taken without spaces around them. A column is one of numbers as long as every cell is a decimal number, or
 * missing: empty, `?`, or one of pandas' spellings such as `NA` and `null`; among numbers also `-`. Otherwise it is one
 * of names: of yes and no, of categories (at most 1000, and at most half as many as there are values), of dates or of
 * texts, by all of its cells.
 *
 * @module
 */
import type { Column, Table } from "../table/table.ts";
import { ColumnBuilder } from "./_column_builder.ts";
import { csvError } from "./csv_error.ts";
import { LineScanner } from "./_line_scanner.ts";
import { openCsv } from "./_open_csv.ts";
import { checkOptions, columnNumbers, type CsvOptions } from "./options.ts";
import { RecordReader } from "./_records.ts";
import { type Bytes, bytesOf, type CsvSource } from "./source.ts";

/** Room that is made for more rows than a file seems to have. */
const SLACK = 1.05;

/**
 * Reads a CSV file, or a stream of one, into a table: in UTF-8, or in UTF-16 with a byte order mark.
 *
 * @param source Path of the file, or its bytes. A stream's bytes are kept until all has been read.
 * @param options See {@linkcode CsvOptions}.
 * @returns The table: the columns that were asked for, in their order in the file.
 * @throws {SyntaxError} If the file is empty or no text, its header names a column twice, a row has too few or too many
 * cells, or a quote is wrong; the message names the line.
 * @throws {RangeError} If there is no such column, or cells cannot be separated by the delimiter.
 * @throws {TypeError} If an option has another name, or the path is that of a folder.
 * @throws {Deno.errors.NotFound} If there is no such file.
 *
 * @example
 * ```ts
 * import { readTable } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const file = new Blob(["size;colour\n1.5;red\n?;blue\n2;red\n3;blue\n"]);
 * const { rows, columns } = await readTable(file.stream(), { name: "shop.csv" });
 * assertEquals(rows, 4);
 * assertEquals(columns, [
 *   { kind: "number", name: "size", values: new Float64Array([1.5, NaN, 2, 3]) },
 *   { kind: "category", name: "colour", names: ["red", "blue"], codes: new Int32Array([0, 1, 0, 1]) },
 * ]);
 * ```
 */
export async function readTable(source: CsvSource, options: CsvOptions = {}): Promise<Table> {
  checkOptions(options);
  const { name = typeof source === "string" ? source : "stream" } = options;
  const bytes = bytesOf(source, name, true);
  const builders = new Map<number, ColumnBuilder>();
  const rows = await fill(bytes, options, (names) => {
    for (const number of columnNumbers(names, options.columns, name)) {
      builders.set(number, new ColumnBuilder(names[number] ?? ""));
    }
    return builders;
  });
  const mixed = [...builders].filter(([, { odd }]) => odd !== undefined);
  if (mixed.length > 0) {
    // How their numbers are spelt is not known any more: a second pass, for these alone.
    const again = new Map<number, ColumnBuilder>();
    await fill(bytes, options, (names) => {
      for (const [number, { odd }] of mixed) {
        again.set(number, new ColumnBuilder(names[number] ?? "", odd));
      }
      return again;
    });
    for (const [number, builder] of again) builders.set(number, builder);
  }
  const numbers = [...builders.keys()].toSorted((a, b) => a - b);
  const columns = numbers.map((number) => builders.get(number)?.finish(rows))
    .filter((column): column is Column => column !== undefined);
  return { source: name, rows, columns };
}

/** Reads all rows into columns, and returns their number. */
async function fill(
  source: Bytes,
  options: CsvOptions,
  build: (names: readonly string[]) => ReadonlyMap<number, ColumnBuilder>,
): Promise<number> {
  const { name } = source;
  await using file = await openCsv(source, options);
  const { layout } = file;
  const builders = build(layout.names);
  const columns = layout.names.map((_, number) => builders.get(number));
  const scanner = new LineScanner(name, layout, columns);
  const reader = new RecordReader(name, layout, layout.line);
  let capacity = 0;
  const reserve = (rows: number, most = rows): void => {
    if (rows <= capacity) return;
    capacity = Math.ceil(Math.max(most, rows, 1.5 * capacity));
    for (const builder of builders.values()) builder.reserve(capacity);
  };
  let rows = 0;
  let read = layout.start;
  for await (const block of file.blocks) {
    let { bytes } = block;
    read += bytes.length;
    if (!reader.isWithinRow) {
      // A cell takes a byte at least, with what comes after it.
      reserve(rows + Math.ceil(bytes.length / layout.width));
      bytes = bytes.subarray(scanner.scan(bytes));
      rows = scanner.row;
      reader.line = scanner.line;
    }
    if (bytes.length > 0 || reader.isWithinRow) {
      const records = reader.read({ ...block, bytes });
      reserve(rows + records.rows.length);
      for (const cells of records.rows) {
        for (const [number, builder] of builders) builder.put(rows, cells[number] ?? "");
        rows++;
      }
      scanner.row = rows;
      scanner.line = reader.line;
    }
    if (rows > 0 && !block.isLast && source.size !== undefined) {
      reserve(rows + 1, SLACK * rows * source.size / read);
    }
  }
  if (rows === 0) throw csvError(name, "it has a header but no rows");
  return rows;
}
