/**
 * All rows of a CSV file into columns, in this thread.
 *
 * @module
 */
import type { ColumnBuilder } from "./_column_builder.ts";
import { csvError } from "./csv_error.ts";
import type { Layout } from "./_layout.ts";
import { LineScanner } from "./_line_scanner.ts";
import { openCsv } from "./_open_csv.ts";
import type { CsvOptions } from "./options.ts";
import { RecordReader } from "./_records.ts";
import { RowRoom } from "./_row_room.ts";
import type { Bytes } from "./source.ts";

/** Makes the columns that are asked for of those that a header names, by their numbers. */
export type BuildColumns = (names: readonly string[]) => ReadonlyMap<number, ColumnBuilder>;

/**
 * Reads all rows into columns.
 *
 * @param source The bytes.
 * @param options See {@linkcode CsvOptions}.
 * @param build Makes the columns.
 * @param onLayout Told how the table is laid out, once its columns are made. @default nobody
 * @returns Number of the rows.
 * @throws {SyntaxError} If the file is empty or no text, or a row is wrong.
 */
export async function fillColumns(
  source: Bytes,
  options: CsvOptions,
  build: BuildColumns,
  onLayout: (layout: Layout) => void = () => {},
): Promise<number> {
  const { name } = source;
  await using file = await openCsv(source, options);
  const { layout } = file;
  const builders = build(layout.names);
  onLayout(layout);
  const columns = layout.names.map((_, number) => builders.get(number));
  const scanner = new LineScanner(name, layout, columns);
  const reader = new RecordReader(name, layout, layout.line);
  const room = new RowRoom(builders.values());
  let rows = 0;
  let read = layout.start;
  for await (const block of file.blocks) {
    let { bytes } = block;
    read += bytes.length;
    if (!reader.isWithinRow) {
      // A cell takes a byte at least, with what comes after it.
      room.reserve(rows + Math.ceil(bytes.length / layout.width));
      bytes = bytes.subarray(scanner.scan(bytes));
      rows = scanner.row;
      reader.line = scanner.line;
    }
    if (bytes.length > 0 || reader.isWithinRow) {
      const records = reader.read({ ...block, bytes });
      room.reserve(rows + records.rows.length);
      for (const cells of records.rows) {
        for (const [number, builder] of builders) builder.put(rows, cells[number] ?? "");
        rows++;
      }
      scanner.row = rows;
      scanner.line = reader.line;
    }
    if (rows > 0 && !block.isLast && source.size !== undefined) {
      room.reserveAll(rows, read, source.size);
    }
  }
  if (rows === 0) throw csvError(name, "it has a header but no rows");
  return rows;
}
