/**
 * How a table is laid out: what separates its cells, and how its columns are called, found from its first lines.
 *
 * @module
 */
import type { Block } from "./_blocks.ts";
import { textOf } from "./_block_text.ts";
import { csvError } from "./csv_error.ts";
import { delimiterOf } from "./_delimiter.ts";
import { isMissing } from "./missing.ts";
import { numberOf } from "./number_cell.ts";
import { type ParsedRow, parseRows } from "./_parse.ts";

/** How a table is laid out. */
export interface Layout {
  /** What separates cells. */
  readonly delimiter: string;
  /** Names of the columns, different ones. */
  readonly names: readonly string[];
  /** Number of the columns. */
  readonly width: number;
  /** What all rows have as many cells as, in words. */
  readonly like: string;
  /** Byte that the first row after the header begins with. */
  readonly start: number;
  /** Number of its line, from 1. */
  readonly line: number;
}

/** What may be known of a table's layout. */
export interface LayoutOptions {
  /** What separates cells; found if it is not given. */
  readonly delimiter?: string | undefined;
  /** Whether the first row has the columns' names. */
  readonly header: boolean | "auto";
  /** Names that are asked for: a first row that has them all has the names. */
  readonly columns?: readonly string[] | undefined;
}

/** Rows that are looked at. */
const SAMPLE_ROWS = 100;

/** A line above the table by which a spreadsheet says what separates cells. */
const MARK = /^\uFEFF?sep=([,;\t|])\r?\n/i;

const encoder = new TextEncoder();

/**
 * Finds the layout of a table.
 *
 * @param block Its first block.
 * @param name What it is read from, for messages.
 * @param options What is known.
 * @returns The layout.
 * @throws {SyntaxError} If it is empty, or its header is wrong.
 */
export function layoutOf({ bytes, isLast }: Block, name: string, options: LayoutOptions): Layout {
  const whole = textOf(bytes, name, 1);
  const [mark = "", marked] = MARK.exec(whole) ?? [];
  const text = whole.slice(mark.length);
  const { delimiter = marked ?? delimiterOf(text) } = options;
  const rows = firstRows(text, delimiter);
  const [first, ...others] = rows;
  if (first === undefined) throw csvError(name, "it is empty");
  const lineOf = (at: number): number => whole.slice(0, mark.length + at).split("\n").length;
  if (first.problem === "unclosed") {
    const problem = isLast ? "opens a quote that nothing closes" : "is too long";
    throw csvError(name, `the row that begins in line ${lineOf(first.start)} ${problem}`);
  }
  const { header, columns = [] } = options;
  const isAsked = columns.length > 0 && columns.every((name) => first.cells.includes(name.trim()));
  const named = header === "auto"
    ? isAsked || isHeader(first.cells, others.map(({ cells }) => cells))
    : header;
  const names = named ? first.cells : first.cells.map(() => "");
  const start = named ? first.end : 0;
  return {
    delimiter,
    names: columnNames(names, name),
    width: names.length,
    like: named ? "the header" : `line ${lineOf(first.start)}`,
    start: encoder.encode(whole.slice(0, mark.length + start)).length,
    line: lineOf(start),
  };
}

/** Rows without blank lines, their cells without spaces around them. */
function firstRows(text: string, delimiter: string): ParsedRow[] {
  const rows: ParsedRow[] = [];
  parseRows(text, delimiter, (row) => {
    if (text.slice(row.start, row.end).trim() === "" && row.cells.length === 1) return true;
    rows.push({ ...row, cells: row.cells.map((cell) => cell.trim()) });
    return rows.length < SAMPLE_ROWS;
  });
  return rows;
}

/** Names are no numbers, and stand above what is, or at least is not the same. */
function isHeader(first: readonly string[], others: readonly (readonly string[])[]): boolean {
  const isNumber = (cell: string): boolean => numberOf(cell) !== undefined;
  if (first.some(isNumber)) return false;
  if (first.every(isMissing)) return false;
  if (others.some((row) => row.some(isNumber))) return true;
  const isUnique = new Set(first).size === first.length;
  return isUnique && !others.some((row) => row.some((cell, i) => cell !== "" && cell === first[i]));
}

/** A column without a name is called by its number. */
function columnNames(header: readonly string[], name: string): string[] {
  header.forEach((cell, i) => {
    const before = header.indexOf(cell);
    if (cell === "" || before === i) return;
    const both = `column ${before + 1} and column ${i + 1}`;
    throw csvError(name, `the header calls ${both} ${JSON.stringify(cell)}`);
  });
  return header.map((cell, i) => cell === "" ? freeName(`column ${i + 1}`, header) : cell);
}

function freeName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? freeName(`${name}'`, taken) : name;
}
