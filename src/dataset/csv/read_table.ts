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
import { fillColumns } from "./_fill_columns.ts";
import { fillInParts, type PartOptions } from "./_fill_in_parts.ts";
import { checkOptions, columnNumbers, type CsvOptions } from "./options.ts";
import { bytesOf, type CsvSource } from "./source.ts";

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
export function readTable(source: CsvSource, options: CsvOptions = {}): Promise<Table> {
  return readTableIn({}, source, options);
}

/**
 * Reads a CSV file into a table, by several threads where it is large enough.
 *
 * @param parts How it is divided between them.
 * @param source Path of the file, or its bytes.
 * @param options See {@linkcode CsvOptions}.
 * @returns The table, which does not depend on the parts.
 */
export async function readTableIn(
  parts: PartOptions,
  source: CsvSource,
  options: CsvOptions = {},
): Promise<Table> {
  checkOptions(options);
  const { name = typeof source === "string" ? source : "stream" } = options;
  const bytes = bytesOf(source, name, true);
  const builders = new Map<number, ColumnBuilder>();
  const build = (names: readonly string[]): ReadonlyMap<number, ColumnBuilder> => {
    for (const number of columnNumbers(names, options.columns, name)) {
      builders.set(number, new ColumnBuilder(names[number] ?? ""));
    }
    return builders;
  };
  const inParts = typeof source === "string"
    ? await fillInParts(source, name, options, build, parts)
    : undefined;
  const rows = inParts ?? await fillColumns(bytes, options, build);
  const mixed = [...builders].filter(([, { odd }]) => odd !== undefined);
  if (mixed.length > 0) {
    // How their numbers are spelt is not known any more: a second pass, for these alone.
    const again = new Map<number, ColumnBuilder>();
    await fillColumns(bytes, options, (names) => {
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
