/**
 * A part of a CSV file into parts of columns.
 *
 * @module
 */
import { blocksOf } from "./_blocks.ts";
import { ColumnBuilder, type ColumnPart } from "./_column_builder.ts";
import type { Layout } from "./_layout.ts";
import { LineScanner } from "./_line_scanner.ts";
import { RowRoom } from "./_row_room.ts";
import { type ByteRange, FileBytes } from "./source.ts";

/** What is read of a file. */
export interface PartRequest {
  /** Path of the file. */
  readonly path: string;
  /** Whole lines of it. */
  readonly range: ByteRange;
  /** How rows are laid out. */
  readonly layout: Layout;
  /** Numbers of the columns to read. */
  readonly columns: readonly number[];
}

/** What was read. */
export interface ReadPart {
  /** Number of rows. */
  readonly rows: number;
  /** The columns, in the order in which they were asked for. */
  readonly columns: readonly ColumnPart[];
}

/**
 * Reads a part of a file.
 *
 * @param request What is read.
 * @returns What was read; nothing if a line has quotes that are not plain: the part may begin or end within a cell then.
 * @throws {SyntaxError} If a row is wrong. Its line is not known here.
 */
export async function readPart(
  { path, range, layout, columns }: PartRequest,
): Promise<ReadPart | undefined> {
  const builders = new Map(
    columns.map((number) => [number, new ColumnBuilder(layout.names[number] ?? "")]),
  );
  const scanner = new LineScanner(path, layout, layout.names.map((_, i) => builders.get(i)));
  const source = new FileBytes(path, path, range);
  const room = new RowRoom(builders.values());
  let read = 0;
  for await (const { bytes, isLast } of blocksOf(source.chunks(), path)) {
    read += bytes.length;
    // A cell takes a byte at least, with what comes after it.
    room.reserve(scanner.row + Math.ceil(bytes.length / layout.width));
    if (scanner.scan(bytes) < bytes.length) return undefined;
    if (!isLast && source.size !== undefined) room.reserveAll(scanner.row, read, source.size);
  }
  const { row } = scanner;
  return { rows: row, columns: [...builders.values()].map((builder) => builder.part(row)) };
}
