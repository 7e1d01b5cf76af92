/**
 * From rows of text to what a model reads: for rows that come later than the table that was learnt from, or that are too
 * many for one.
 *
 * @module
 */
import { numbersFrom } from "../../arrays/range.ts";
import { isMissing, isMissingNumber } from "../csv/missing.ts";
import { numberOf } from "../csv/number_cell.ts";
import { isYes } from "../csv/yes_no.ts";
import type {
  BooleanRule,
  CategoryRule,
  NumberRule,
  TablePreprocessing,
} from "../preprocessing.ts";
import { encodeRows } from "./encode.ts";
import type { NamesColumn, NumberColumn } from "./table.ts";
import { LARGEST_NUMBER } from "../unit_of.ts";

/** Rows of text. */
export type Cells = readonly (readonly string[])[];

/** The code of a missing value. */
const MISSING = -1;

/** Counts of cells, by the columns that a model reads. They are added to as rows are encoded. */
export interface CellCounts {
  /** Cells without a value. */
  readonly missing: number[];
  /** Cells with a name that was not there to be learnt: they count as "other", of yes and no as missing. */
  readonly unknown: number[];
}

/** Where rows of text come from, for messages. */
export interface CellSource {
  /** The name of a file. */
  readonly source: string;
  /** The line that a row begins in, by its number among those that are encoded. */
  readonly lineOf: (row: number) => number;
}

/**
 * Counts of cells before any is encoded.
 *
 * @param preprocessing How they become inputs.
 * @returns A zero for each column.
 */
export function noCells({ columns }: TablePreprocessing): CellCounts {
  return { missing: columns.map(() => 0), unknown: columns.map(() => 0) };
}

/**
 * Tells whether a row lacks a value that a model reads or is to find.
 *
 * @param preprocessing How rows become inputs and targets.
 * @param row Its cells: those of the columns, then those of the targets.
 * @returns Whether it does.
 */
export function lacksCell({ columns, task }: TablePreprocessing, row: readonly string[]): boolean {
  const isNumber = (index: number): boolean =>
    (columns[index]?.kind ?? (task.kind === "regression" ? "number" : "category")) === "number";
  return row.some((cell, index) => isNumber(index) ? isMissingNumber(cell) : isMissing(cell));
}

/**
 * Turns rows of text into inputs, as `encodeRows` does those of a table.
 *
 * @param preprocessing How they become inputs.
 * @param cells The rows; their cells, without spaces around them, are in the order of `preprocessing.columns`.
 * @param from Where they come from.
 * @param counts Is added to.
 * @returns The inputs. Shape: `[rows, inputs]`.
 * @throws {SyntaxError} If a cell of a column of numbers holds something else; the message says where.
 */
export function encodeCells(
  preprocessing: TablePreprocessing,
  cells: Cells,
  from: CellSource,
  counts: CellCounts = noCells(preprocessing),
): Float32Array<SharedArrayBuffer> {
  const columns = preprocessing.columns.map((rule, index) => {
    const tally = { missing: 0, unknown: 0 };
    const column = rule.kind === "number"
      ? readNumbers(rule, cells, index, from, tally)
      : readNames(rule, cells, index, tally);
    counts.missing[index] = (counts.missing[index] ?? 0) + tally.missing;
    counts.unknown[index] = (counts.unknown[index] ?? 0) + tally.unknown;
    return column;
  });
  const table = { source: from.source, rows: cells.length, columns };
  return encodeRows(preprocessing, table, numbersFrom(0, cells.length));
}

/** Cells of one column that are out of the ordinary. */
interface Tally {
  missing: number;
  unknown: number;
}

function readNumbers(
  { name }: NumberRule,
  cells: Cells,
  index: number,
  { source, lineOf }: CellSource,
  tally: Tally,
): NumberColumn {
  const values = new Float64Array(cells.length);
  for (let row = 0; row < cells.length; row++) {
    const text = cells[row]?.[index] ?? "";
    const value = numberOf(text) ?? NaN;
    values[row] = value;
    if (Math.abs(value) <= LARGEST_NUMBER) continue;
    if (!isMissingNumber(text)) {
      const most = Number.isNaN(value) ? "" : ` up to ${LARGEST_NUMBER}`;
      throw new SyntaxError(
        `Cannot read "${source}": expected a number${most} in column "${name}" of line ${
          lineOf(row)
        }, got ${JSON.stringify(text)}`,
      );
    }
    tally.missing++;
  }
  return { kind: "number", name, values };
}

/** As a column of a table; of yes and no, what is neither is missing. */
function readNames(
  rule: CategoryRule | BooleanRule,
  cells: Cells,
  index: number,
  tally: Tally,
): NamesColumn {
  const { codes, texts, counts } = differentTexts(cells, index);
  const isKnown = knownNames(rule);
  const newCodes = texts.map((text, code) => {
    const count = counts[code] ?? 0;
    if (isMissing(text)) {
      tally.missing += count;
      return MISSING;
    }
    if (isKnown(text)) return code;
    tally.unknown += count;
    return rule.kind === "boolean" ? MISSING : code;
  });
  return {
    kind: rule.kind,
    name: rule.name,
    names: texts,
    codes: codes.map((code) => newCodes[code] ?? MISSING),
  };
}

function knownNames(rule: CategoryRule | BooleanRule): (text: string) => boolean {
  if (rule.kind === "boolean") return (text) => isYes(text) !== undefined;
  const known = new Set(rule.categories);
  return (text) => known.has(text);
}

/** The texts of a column in the order in which they are first seen, how often each occurs, and the text of each row. */
function differentTexts(
  cells: Cells,
  index: number,
): { codes: Int32Array; texts: string[]; counts: number[] } {
  const codes = new Int32Array(cells.length);
  const codeOf = new Map<string, number>();
  const counts: number[] = [];
  for (let row = 0; row < cells.length; row++) {
    const text = cells[row]?.[index] ?? "";
    const code = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, code);
    codes[row] = code;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return { codes, texts: [...codeOf.keys()], counts };
}
