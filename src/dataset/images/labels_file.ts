/**
 * Lists of pictures with their classes.
 *
 * @module
 */
import { csvError } from "../csv/csv_error.ts";
import { rowsOf } from "../csv/rows_of.ts";

/** The columns that are read. */
const COLUMNS = ["file", "label"];

/**
 * Reads the classes of pictures from a CSV file with the columns `file` and `label`.
 *
 * @param path The CSV file.
 * @returns The class of each picture, by its path from the folder of all, with slashes between the names.
 * @throws {SyntaxError} If it is no such table, a cell is empty, or a picture is in it twice.
 * @throws {RangeError} If it has no such columns.
 * @throws {Deno.errors.NotFound} If there is no such file.
 */
export async function readLabels(path: string): Promise<Map<string, string>> {
  const labels = new Map<string, string>();
  for await (const { rows, lines } of rowsOf(path, { columns: COLUMNS })) {
    for (const [i, [file = "", label = ""]] of rows.entries()) {
      const at = `line ${lines[i]}`;
      if (file === "") throw csvError(path, `${at} names no file`);
      if (label === "") throw csvError(path, `${at} has no label for "${file}"`);
      const name = file.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
      if (labels.has(name)) throw csvError(path, `${at} names "${file}" again, expected it once`);
      labels.set(name, label);
    }
  }
  return labels;
}
