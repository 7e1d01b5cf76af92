/**
 * The columns of a table that a model reads, and those that it is to find.
 *
 * @module
 */
import { closest } from "fastest-levenshtein";
import { isDecimalComma } from "../csv/number_cell.ts";
import { formatNames } from "./name_list.ts";
import type { Column, NamesColumn, NumberColumn, Table, UnreadableColumn } from "./table.ts";

/** A column whose values a model can read. */
export type ReadableColumn = NumberColumn | NamesColumn;

/** Which columns are what. */
export interface ChosenColumns {
  /** What a model reads. */
  readonly features: readonly ReadableColumn[];
  /** What it is to find. */
  readonly targets: readonly ReadableColumn[];
}

/** So much of a value is shown in messages. */
const MOST_SHOWN = 40;

/** What a column is that a model cannot read. */
function describe({ name, kind, example = "" }: UnreadableColumn): string {
  switch (kind) {
    case "text": {
      const shown = example.length > MOST_SHOWN ? `${example.slice(0, MOST_SHOWN)}...` : example;
      return `"${name}" is text such as "${shown}"`;
    }
    case "date":
      return `"${name}" is a date`;
    case "empty":
      return `"${name}" is empty`;
  }
}

/** What to do about a column other than leave it out. */
function remedyFor({ kind, example = "" }: UnreadableColumn): string {
  if (kind === "date") return "turn dates into numbers such as the year";
  return isDecimalComma(example) ? "write numbers with a decimal point" : "";
}

/**
 * An error that says why nothing can be learnt from a table.
 *
 * @param table The table.
 * @param reason Why, and what would be right.
 * @returns The error.
 */
export function cannotLearn({ source }: Table, reason: string): RangeError {
  return new RangeError(`Cannot learn from "${source}": ${reason}`);
}

/**
 * Finds the columns that are asked for.
 *
 * @param table The table.
 * @param target The name of the column that is to be found, or several.
 * @param features The names of those that are read. @default all others
 * @returns The columns.
 * @throws {RangeError} If there is no such column, one is both, or one cannot be read.
 */
export function chooseColumns(
  table: Table,
  target: string | readonly string[],
  features?: readonly string[],
): ChosenColumns {
  const targetNames = typeof target === "string" ? [target] : target;
  if (targetNames.length === 0) throw cannotLearn(table, "expected the name of a target");
  const targets = columnsOf(table, targetNames, "target");
  const both = features?.find((name) => targetNames.includes(name));
  if (both !== undefined) {
    throw cannotLearn(table, `"${both}" is the target: leave it out of --features`);
  }
  const others = table.columns.filter(({ name }) => !targetNames.includes(name));
  const chosen = features ? columnsOf(table, features, "feature") : others;
  for (const column of targets) {
    if (isReadable(column)) continue;
    const remedy = remedyFor(column) || "expected a target of numbers, names, or yes and no";
    throw cannotLearn(table, `target ${describe(column)}: ${remedy}`);
  }
  refuseUnreadable(table, chosen);
  if (chosen.length === 0) {
    throw cannotLearn(table, "expected a column to learn from besides the target");
  }
  return { features: chosen.filter(isReadable), targets: targets.filter(isReadable) };
}

function columnsOf(table: Table, names: readonly string[], role: string): Column[] {
  return names.map((name, index) => {
    if (names.indexOf(name) !== index) throw cannotLearn(table, `${role} "${name}" is given twice`);
    const column = table.columns.find((column) => column.name === name);
    if (column) return column;
    const near = closest(name, table.columns.map((column) => column.name));
    throw cannotLearn(table, `no column "${name}" for a ${role}: did you mean "${near}"?`);
  });
}

function isReadable(column: Column): column is ReadableColumn {
  return column.kind === "number" || column.kind === "category" || column.kind === "boolean";
}

function isUnreadable(column: Column): column is UnreadableColumn {
  return !isReadable(column);
}

function refuseUnreadable(table: Table, features: readonly Column[]): void {
  const readable = features.filter(isReadable).map(({ name }) => name);
  const unreadable = features.filter(isUnreadable);
  if (unreadable.length === 0) return;
  const names = unreadable.map(describe).join(", ");
  const remedies = [...new Set(unreadable.map(remedyFor))].filter((remedy) => remedy !== "");
  const leaving = readable.length > 0 ? [`leave out with --features ${flagText(readable)}`] : [];
  const ways = [...remedies, ...leaving].join(", or ");
  throw cannotLearn(
    table,
    `${names}: ${ways || "expected a column of numbers, names, or yes and no besides the target"}`,
  );
}

/** The value of a flag, ready for a shell. */
function flagText(names: readonly string[]): string {
  const text = formatNames(names);
  return /^[\w,.:+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
