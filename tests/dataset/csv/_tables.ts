/**
 * Text as files, and tables as the values that they stand for.
 *
 * @module
 */
import type { CsvOptions } from "../../../src/dataset/csv/options.ts";
import { readTable } from "../../../src/dataset/csv/read_table.ts";
import { rowsOf } from "../../../src/dataset/csv/rows_of.ts";
import type { Column, Table } from "../../../src/dataset/table/table.ts";

/**
 * A stream of a file.
 *
 * @param file Its text, or its bytes.
 * @param pieces Length of the stream's pieces. @default all at once
 * @returns The stream.
 */
export function streamOf(
  file: string | Uint8Array,
  pieces = Infinity,
): ReadableStream<Uint8Array> {
  const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + pieces));
      at += pieces;
    },
  });
}

/** Reads a table from text. */
export function tableOf(file: string | Uint8Array, options?: CsvOptions): Promise<Table> {
  return readTable(streamOf(file), { name: "t.csv", ...options });
}

/** Reads all rows of text. */
export async function cellsOf(
  file: string | Uint8Array,
  options?: CsvOptions,
): Promise<{ columns: readonly string[]; rows: (readonly string[])[]; lines: number[] }> {
  const chunks = await Array.fromAsync(rowsOf(streamOf(file), { name: "t.csv", ...options }));
  return {
    columns: chunks[0]?.columns ?? [],
    rows: chunks.flatMap(({ rows }) => rows),
    lines: chunks.flatMap(({ lines }) => lines),
  };
}

/** The kinds of a table's columns. */
export async function kindsOf(file: string, options?: CsvOptions): Promise<string[]> {
  return (await tableOf(file, options)).columns.map(({ kind }) => kind);
}

/** The values of a column; null stands for a missing one. */
export function valuesOf(column: Column): (number | string | null)[] | undefined {
  if (column.kind === "number") {
    return Array.from(column.values, (value) => Number.isNaN(value) ? null : value);
  }
  if (column.kind !== "category" && column.kind !== "boolean") return undefined;
  return Array.from(column.codes, (code) => column.names[code] ?? null);
}
