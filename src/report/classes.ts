/**
 * Scores of classes and the confusion matrix as text.
 *
 * @module
 */
import type { ClassesReport, ClassReport } from "../training/evaluate_classes.ts";
import { formatShare } from "./format.ts";

/**
 * A table of the classes, and below it the confusion matrix, whose rows are the classes of the targets. Where the matrix
 * would be too wide with the names of the classes above its columns, their numbers stand there, and before the names.
 *
 * @param report Scores and counts.
 * @param width Number of characters that a line may have. @default any
 * @returns Both, each line with its end.
 */
export function formatClasses(
  { classes, macro, confusion }: ClassesReport,
  width = Infinity,
): string {
  const table = [
    ["class", "precision", "recall", "f1", "samples"],
    ...classes.map((scored) => [scored.name, ...scoresOf(scored)]),
    ["macro", ...scoresOf(macro)],
  ];
  const matrix = (columns: readonly string[], rows: readonly string[]): string =>
    align([
      ["true\\predicted", ...columns],
      ...confusion.map((counts, i) => [rows[i] ?? "", ...counts.map(String)]),
    ]);
  const names = classes.map(({ name }) => name);
  const numbers = classes.map((scored) => `${scored.class}`);
  const both = names.map((name, i) => name === numbers[i] ? name : `${numbers[i]} ${name}`);
  const named = matrix(names, names);
  const fits = named.indexOf("\n") <= width;
  return `${align(table)}\n${fits ? named : matrix(numbers, both)}\n`;
}

function scoresOf(
  { precision, recall, f1, samples }: Omit<ClassReport, "class" | "name">,
): string[] {
  return [...[precision, recall, f1].map(formatShare), `${samples}`];
}

/** Columns as wide as their widest cell, flush right. */
function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0))
  );
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  ");
  return rows.map((row) => `${line(row)}\n`).join("");
}
