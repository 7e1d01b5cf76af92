/**
 * Lists of names of columns, as the command line has them.
 *
 * @module
 */
import { csvLines } from "../csv/csv_lines.ts";
import { parseRows } from "../csv/_parse.ts";

/**
 * Reads a list of names.
 *
 * @param text The names with commas between them; one with a comma of its own is in quotes, as in a CSV file.
 * @returns The names, without spaces around them.
 */
export function parseNames(text: string): string[] {
  let names = text.split(",");
  parseRows(text, ",", ({ cells, problem }) => {
    // A name may have a quote that is part of it.
    if (problem === undefined) names = cells;
    return false;
  });
  return names.map((name) => name.trim());
}

/**
 * Writes a list of names.
 *
 * @param names The names.
 * @returns What {@linkcode parseNames} reads.
 */
export function formatNames(names: readonly string[]): string {
  return csvLines([names]).trimEnd();
}
