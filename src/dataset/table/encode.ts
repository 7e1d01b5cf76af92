/**
 * From rows of a table to what a model reads.
 *
 * @module
 */
import { isYes } from "../csv/yes_no.ts";
import type {
  BooleanRule,
  CategoryRule,
  ColumnRule,
  NumberRule,
  TablePreprocessing,
} from "../preprocessing.ts";
import { inputSizeOf, sharedInputs, widthOf } from "./inputs.ts";
import type { Column, Table } from "./table.ts";
import { isTooFar, tooFar } from "../unit_of.ts";

/** So many rows of inputs stay in the processor's cache while column after column is written into them. */
const ROWS_AT_ONCE = 256;

/** No input is 1. */
const NOWHERE = -1;

/** Writes the inputs of a column, those of each row to its place among all rows of inputs. */
type WriteColumn = (rows: Uint32Array, places: Uint32Array) => void;

/** Inputs, and where those of a column are in each row. */
interface Destination {
  readonly inputs: Float32Array;
  readonly width: number;
  readonly offset: number;
}

/**
 * Turns rows of a table into inputs.
 *
 * @param preprocessing How they become inputs.
 * @param table The table that it was learnt from, or one with columns of the same names and kinds.
 * @param rows The rows.
 * @returns The inputs, in memory that threads share. Shape: `[rows, inputs]`.
 * @throws {RangeError} If the table lacks a column, or it has other values, or a number is too large.
 */
export function encodeRows(
  preprocessing: TablePreprocessing,
  table: Table,
  rows: Uint32Array,
): Float32Array<SharedArrayBuffer> {
  const width = inputSizeOf(preprocessing);
  const inputs = sharedInputs(preprocessing, rows.length);
  let offset = 0;
  const writers = preprocessing.columns.map((rule) => {
    const column = table.columns.find(({ name }) => name === rule.name);
    const write = writerOf(table, rule, column, { inputs, width, offset });
    offset += widthOf(rule);
    return write;
  });
  const { sorted, places } = inOrder(rows);
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const some = sorted.subarray(start, start + ROWS_AT_ONCE);
    const into = places.subarray(start, start + ROWS_AT_ONCE);
    for (const write of writers) write(some, into);
  }
  return inputs;
}

/**
 * The rows in the order of the table, and the place of each among those that are asked for: columns are read from
 * beginning to end, and it is rows of inputs, which are close together, that are written at random.
 */
function inOrder(rows: Uint32Array): { sorted: Uint32Array; places: Uint32Array } {
  const { length } = rows;
  const keys = Float64Array.from(rows, (row, place) => row * length + place).sort();
  return {
    sorted: Uint32Array.from(keys, (key) => Math.floor(key / length)),
    places: Uint32Array.from(keys, (key) => key % length),
  };
}

function writerOf(
  table: Table,
  rule: ColumnRule,
  column: Column | undefined,
  destination: Destination,
): WriteColumn {
  if (rule.kind === "number" && column?.kind === "number") {
    const { values } = column;
    const source = `column "${rule.name}" of "${table.source}"`;
    return (rows, places) => writeNumbers(rule, { values, source }, rows, places, destination);
  }
  if (rule.kind !== "number" && column?.kind === rule.kind) {
    const { codes, names } = column;
    const ones = Int32Array.from(names, oneOf(rule));
    const missing = {
      one: oneOf(rule)(`${rule.fill}`),
      indicator: rule.indicator ? widthOf(rule) - 1 : NOWHERE,
    };
    return (rows, places) => writeNames(codes, ones, missing, rows, places, destination);
  }
  const got = column ? `"${column.kind}"` : "none";
  throw new RangeError(
    `Cannot read "${table.source}": expected a column "${rule.name}" of kind "${rule.kind}", got ${got}`,
  );
}

function writeNumbers(
  { mean, deviation, fill, indicator }: NumberRule,
  { values, source }: { readonly values: Float64Array; readonly source: string },
  rows: Uint32Array,
  places: Uint32Array,
  { inputs, width, offset }: Destination,
): void {
  for (let i = 0; i < rows.length; i++) {
    const at = (places[i] ?? 0) * width + offset;
    const value = values[rows[i] ?? 0] ?? NaN;
    const missing = Number.isNaN(value);
    const standardised = ((missing ? fill : value) - mean) / deviation;
    if (isTooFar(standardised)) throw tooFar(source, value);
    inputs[at] = standardised;
    if (missing && indicator) inputs[at + 1] = 1;
  }
}

/** Which of a column's inputs is 1, by the name; of a no, none is. */
function oneOf(rule: CategoryRule | BooleanRule): (name: string) => number {
  if (rule.kind === "boolean") return (name) => isYes(name) ? 0 : NOWHERE;
  const numbers = new Map(rule.categories.map((category, number) => [category, number]));
  return (name) => numbers.get(name) ?? rule.categories.length;
}

function writeNames(
  codes: Int32Array,
  ones: Int32Array,
  missing: { readonly one: number; readonly indicator: number },
  rows: Uint32Array,
  places: Uint32Array,
  { inputs, width, offset }: Destination,
): void {
  for (let i = 0; i < rows.length; i++) {
    const at = (places[i] ?? 0) * width + offset;
    const code = codes[rows[i] ?? 0] ?? -1;
    const one = code < 0 ? missing.one : ones[code] ?? NOWHERE;
    if (one !== NOWHERE) inputs[at + one] = 1;
    if (code < 0 && missing.indicator !== NOWHERE) inputs[at + missing.indicator] = 1;
  }
}
