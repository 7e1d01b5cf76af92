/**
 * Reads a data set in rows from its file of JSON.
 *
 * @module
 */
import { parseJson } from "../files/parse_json.ts";
import { isRecord } from "../is_record.ts";
import { readStored } from "./_read_stored.ts";
import type { TableEntry } from "./catalog.ts";
import type { Column, Table } from "./table/table.ts";

/**
 * Reads the rows.
 *
 * @param name Name of the data set, for messages.
 * @param entry What the catalogue says of it.
 * @param folder The folder of its file, raw or as `.gz`.
 * @returns The columns that are read, and those that are to be found, of rows that do not lack these.
 * @throws {Deno.errors.NotFound} If the file is not there.
 * @throws {SyntaxError} If it is no JSON, or not of such rows.
 */
export async function readTable(name: string, entry: TableEntry, folder: string): Promise<Table> {
  const names = entry.files.map(({ name }) => name);
  const { bytes, path } = await readStored(name, folder, names[0] ?? "", names);
  const rows = parseRows(bytes, path, entry)
    .filter((row) => entry.target.every((name) => (row[name] ?? null) !== null));
  const columns = [...entry.features, ...entry.target].map((name) =>
    columnOf(name, rows.map((row) => row[name]), path, entry)
  );
  return { source: path, rows: rows.length, columns };
}

type Row = Readonly<Record<string, unknown>>;

function parseRows(bytes: Uint8Array, path: string, { columns }: TableEntry): Row[] {
  const rows = parseJson(new TextDecoder().decode(bytes));
  if (!Array.isArray(rows) || rows.length === 0) throw tableError(path, "a list of rows in JSON");
  return rows.map((row: unknown, i): Row => {
    if (columns === undefined && isRecord(row)) return row;
    if (columns !== undefined && Array.isArray(row)) {
      return Object.fromEntries(columns.map((name, column) => [name, row[column]]));
    }
    throw tableError(path, `row ${i} to be ${columns === undefined ? "an object" : "a list"}`);
  });
}

/** A column of numbers, or of names where none of its values is a number. */
function columnOf(
  name: string,
  values: readonly unknown[],
  path: string,
  { years = [] }: TableEntry,
): Column {
  if (years.includes(name)) {
    return { kind: "number", name, values: Float64Array.from(values, yearOf) };
  }
  if (values.some((value) => typeof value === "string")) {
    const names = [...new Set(values.filter((value) => typeof value === "string"))];
    const codes = Int32Array.from(values, (value) => names.findIndex((name) => name === value));
    return { kind: "category", name, names, codes };
  }
  if (values.every((value) => typeof value !== "number")) {
    throw tableError(path, `numbers or names as "${name}"`);
  }
  const number = (value: unknown): number => typeof value === "number" ? value : NaN;
  return { kind: "number", name, values: Float64Array.from(values, number) };
}

/** The year of a date as ISO 8601 writes it. */
function yearOf(date: unknown): number {
  const [, year] = /^(\d{4})-/.exec(String(date)) ?? [];
  return Number(year ?? NaN);
}

function tableError(path: string, expected: string): SyntaxError {
  return new SyntaxError(`Cannot read table "${path}": expected ${expected}`);
}
