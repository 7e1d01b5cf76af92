/**
 * Scores of classes and the confusion matrix as text.
 *
 * @module
 */
import type { ClassesReport, ClassReport } from "../training/evaluate_classes.ts";
import { formatShare } from "./format.ts";
import { textTable } from "./text_table.ts";

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

/** Numbers and names, flush right. */
function align(rows: readonly (readonly string[])[]): string {
  return textTable(rows, ["right"]).map((line) => `${line}\n`).join("");
}
