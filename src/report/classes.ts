/**
 * Scores of classes and the confusion matrix as text.
 *
 * @module
 */
import type { ClassesReport, ClassReport } from "../training/evaluate_classes.ts";

/**
 * A table of the classes, and below it the confusion matrix, whose rows are the classes of the targets.
 *
 * @param report Scores and counts.
 * @returns Both, each line with its end.
 */
export function formatClasses({ classes, macro, confusion }: ClassesReport): string {
  const scores = ({ precision, recall, f1, samples }: Omit<ClassReport, "class">): string[] => [
    ...[precision, recall, f1].map((score) => score.toFixed(4)),
    `${samples}`,
  ];
  const table = [
    ["class", "precision", "recall", "f1", "samples"],
    ...classes.map((scored) => [`${scored.class}`, ...scores(scored)]),
    ["macro", ...scores(macro)],
  ];
  const matrix = [
    ["true\\predicted", ...classes.map((scored) => `${scored.class}`)],
    ...confusion.map((row, i) => [`${i}`, ...row.map(String)]),
  ];
  return `${align(table)}\n${align(matrix)}\n`;
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
