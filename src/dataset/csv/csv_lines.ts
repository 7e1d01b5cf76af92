/**
 * Records into lines of a CSV file.
 *
 * @module
 */
// @ts-types="@types/papaparse"
import papa from "papaparse";

/** What a cell may be written from; nothing is written for undefined and null. */
export type Cell = string | number | boolean | undefined | null;

/**
 * Writes records as lines, with quotes where they are needed.
 *
 * @param records The cells of each line.
 * @param delimiter What separates cells. @default ","
 * @returns The lines, each with a line feed at its end.
 *
 * @example
 * ```ts
 * import { csvLines } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(csvLines([["name", "size"], ["5\" pipe", 1.5]]), 'name,size\n"5"" pipe",1.5\n');
 * ```
 */
export function csvLines(records: readonly (readonly Cell[])[], delimiter = ","): string {
  return records.map((cells) => `${lineOf(cells, delimiter)}\n`).join("");
}

function lineOf(cells: readonly Cell[], delimiter: string): string {
  // Papa Parse has it that an object is one record, and an array of cells many.
  const line = papa.unparse([[...cells]], { delimiter, newline: "\n" });
  // A line without anything is none.
  return line === "" ? '""' : line;
}
