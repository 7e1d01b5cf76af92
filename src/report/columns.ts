/**
 * What the columns of a table were taken for, as text.
 *
 * @module
 */
import type { ColumnReport } from "../dataset/table/column_report.ts";
import { printable } from "./printable.ts";
import { textTable } from "./text_table.ts";

const HEAD = ["column", "kind", "inputs", "missing"];

/** More columns that are read have no line of their own. */
const MOST = 50;

/**
 * Says what the columns of a table were taken for.
 *
 * @param columns What each was taken for.
 * @returns A line for each, below one with headings: its name, its kind, the number of inputs that it becomes, or that
 * it is the target or not used, and how many of its values are missing. Of very many columns the last ones share a line.
 */
export function formatColumns(columns: readonly ColumnReport[]): string[] {
  const others = new Set(columns.filter(({ use }) => use === "feature").slice(MOST));
  const rows = columns.filter((column) => !others.has(column)).map(rowOf);
  const lines = textTable([HEAD, ...rows], ["left", "left", "right"]);
  if (others.size === 0) return lines;
  const inputs = [...others].reduce((sum, { inputs }) => sum + inputs, 0);
  return [...lines, `and ${others.size} more columns that become ${inputs} inputs`];
}

function rowOf({ name, kind, use, inputs, missing }: ColumnReport): string[] {
  return [
    printable(name),
    kind,
    use === "feature" ? `${inputs}` : use,
    use === "unused" ? "" : `${missing}`,
  ];
}
