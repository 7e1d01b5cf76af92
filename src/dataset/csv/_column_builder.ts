/**
 * A column that grows cell by cell, and finds its kind as it does.
 *
 * @module
 */
import type { Column } from "../table/table.ts";
import { isDate } from "./dates.ts";
import { KnownCells } from "./_known_cells.ts";
import { DASH, isMissing, isMissingNumber } from "./missing.ts";
import { MOST_NAMES, namesColumn } from "./_names_column.ts";
import { numberOf } from "./number_cell.ts";

/** What a column was found to be so far. */
type State =
  /** Every value is a number. */
  | { readonly is: "numbers"; values: Float64Array<ArrayBuffer>; dashes: boolean }
  /** Numbers came before a value that is none: how they are spelt is not known any more. */
  | { readonly is: "mixed"; readonly cell: string }
  /** Values are the numbers of names. */
  | {
    readonly is: "names";
    codes: Int32Array<ArrayBuffer>;
    readonly numbers: Map<string, number>;
    readonly known: KnownCells;
  }
  /** Too many names for categories; whether all are dates is still open, or not. */
  | { readonly is: "dates" | "text"; readonly example: string };

/** What a part of a column was found to be, as it goes from thread to thread. */
export type ColumnPart =
  | { readonly is: "numbers"; readonly values: Float64Array<ArrayBuffer>; readonly dashes: boolean }
  | { readonly is: "names"; readonly codes: Int32Array<ArrayBuffer>; readonly names: string[] }
  /** The column has to be read again, as one of names: this value is no number. */
  | { readonly is: "odd"; readonly cell: string };

/** A column that grows cell by cell. */
export class ColumnBuilder {
  /** The column's name. */
  readonly name: string;
  readonly #odd: string | undefined;
  #state: State;

  /**
   * Begins a column.
   *
   * @param name Its name.
   * @param odd The value that is known to be no number, where all are names, though some may look like numbers.
   */
  constructor(name: string, odd?: string) {
    this.name = name;
    this.#odd = odd;
    this.#state = odd === undefined
      ? { is: "numbers", values: new Float64Array(0), dashes: false }
      : { is: "names", codes: new Int32Array(0), numbers: new Map(), known: new KnownCells() };
  }

  /** Where numbers may be put in place of cells, as long as all values are numbers. */
  get values(): Float64Array | undefined {
    return this.#state.is === "numbers" ? this.#state.values : undefined;
  }

  /** The value after numbers that is none: the column is one of names, and has to be read again as that. */
  get odd(): string | undefined {
    return this.#state.is === "mixed" ? this.#state.cell : undefined;
  }

  /** Whether no further cell can change anything. */
  get settled(): boolean {
    return this.#state.is === "mixed" || this.#state.is === "text";
  }

  /**
   * Makes room, where there is not enough.
   *
   * @param rows Number of rows that there is to be room for.
   */
  reserve(rows: number): void {
    const state = this.#state;
    if (state.is === "numbers" && state.values.length < rows) {
      state.values = grown(state.values, new Float64Array(rows));
    } else if (state.is === "names" && state.codes.length < rows) {
      state.codes = grown(state.codes, new Int32Array(rows));
    }
  }

  /**
   * Puts a cell into a row. The same one may be put twice.
   *
   * @param row The row, for which there is room.
   * @param cell The cell, without spaces around it.
   */
  put(row: number, cell: string): void {
    const state = this.#state;
    if (state.is === "numbers") {
      const value = isMissingNumber(cell) ? NaN : numberOf(cell);
      if (value === undefined) return this.#beNames(state, row, cell);
      if (cell === DASH) state.dashes = true;
      state.values[row] = value;
    } else if (state.is === "names") {
      state.codes[row] = isMissing(cell) ? -1 : this.#numberOfName(state.numbers, cell);
    } else if (state.is === "dates" && !isMissing(cell) && !isDate(cell)) {
      this.#state = { is: "text", example: state.example };
    }
  }

  /**
   * Puts the name of a cell into a row, if the same bytes are known to stand for one.
   *
   * @param row The row, for which there is room.
   * @param bytes The bytes that the cell is among.
   * @param start Where it begins.
   * @param end Where it ends.
   * @returns Whether they are known.
   */
  putKnown(row: number, bytes: Uint8Array, start: number, end: number): boolean {
    const state = this.#state;
    if (state.is !== "names") return false;
    const number = state.known.find(bytes, start, end);
    if (number === undefined) return false;
    state.codes[row] = number;
    return true;
  }

  /**
   * Puts a cell into a row, and knows its bytes from now on.
   *
   * @param row The row, for which there is room.
   * @param cell The cell, without spaces around it.
   * @param bytes The bytes that it is among.
   * @param start Where it begins.
   * @param end Where it ends.
   */
  putNew(row: number, cell: string, bytes: Uint8Array, start: number, end: number): void {
    this.put(row, cell);
    const state = this.#state;
    if (state.is === "names") state.known.put(bytes, start, end, state.codes[row] ?? -1);
  }

  /**
   * Ends a part of a column.
   *
   * @param rows Number of its rows.
   * @returns The part. The builder is not to be used any more.
   */
  part(rows: number): ColumnPart {
    const state = this.#state;
    switch (state.is) {
      case "numbers":
        return { ...state, values: state.values.subarray(0, rows) };
      case "names":
        return {
          is: "names",
          codes: state.codes.subarray(0, rows),
          names: [...state.numbers.keys()],
        };
      case "mixed":
        return { is: "odd", cell: state.cell };
      default:
        return { is: "odd", cell: state.example };
    }
  }

  /**
   * Puts a part of the column after its first rows.
   *
   * @param rows Number of the rows before it.
   * @param part The part, for whose rows there is room.
   */
  append(rows: number, part: ColumnPart): void {
    const state = this.#state;
    if (state.is === "numbers" && part.is === "numbers") {
      state.values.set(part.values, rows);
      if (part.dashes) state.dashes = true;
    } else if (state.is === "names" && part.is === "names") {
      this.#appendNames(state, rows, part);
    } else if (state.is !== "mixed") {
      // Of numbers and names the column has to be read again.
      const [first] = state.is === "names" ? state.numbers.keys() : [];
      const known = state.is === "names" || state.is === "numbers" ? first : state.example;
      this.#state = { is: "mixed", cell: known ?? oddOf(part) };
    }
  }

  #appendNames(
    state: State & { is: "names" },
    rows: number,
    { codes, names }: ColumnPart & { is: "names" },
  ): void {
    const [example] = [...state.numbers.keys(), ...names];
    const numbers = names.map((name) => this.#numberOfName(state.numbers, name));
    // More than categories may have: whether they are dates takes all of them.
    if (this.#state !== state) this.#state = { is: "mixed", cell: example ?? "" };
    else codes.forEach((code, i) => state.codes[rows + i] = numbers[code] ?? -1);
  }

  /**
   * Ends the column.
   *
   * @param rows Number of its rows.
   * @returns The column. The builder is not to be used any more.
   */
  finish(rows: number): Column {
    const column = this.#columnOf(rows);
    // What keeps a column of numbers from being one tells more than its first value.
    return column.kind === "text" && this.#odd !== undefined
      ? { ...column, example: this.#odd }
      : column;
  }

  #columnOf(rows: number): Column {
    const { name } = this;
    const state = this.#state;
    switch (state.is) {
      case "numbers": {
        const values = state.values.subarray(0, rows);
        if (values.every(Number.isNaN)) return { kind: "empty", name, example: undefined };
        return { kind: "number", name, values };
      }
      case "names": {
        if (state.numbers.size === 0) return { kind: "empty", name, example: undefined };
        const codes = state.codes.subarray(0, rows);
        return namesColumn(name, [...state.numbers.keys()], codes);
      }
      case "dates":
        return { kind: "date", name, example: state.example };
      default:
        return { kind: "text", name, example: state.is === "text" ? state.example : undefined };
    }
  }

  /** Nothing is lost where no number and no dash came before. */
  #beNames({ values, dashes }: State & { is: "numbers" }, row: number, cell: string): void {
    if (dashes || !values.subarray(0, row).every(Number.isNaN)) {
      this.#state = { is: "mixed", cell: ownCopy(cell) };
      return;
    }
    this.#state = {
      is: "names",
      codes: new Int32Array(values.length).fill(-1, 0, row),
      numbers: new Map(),
      known: new KnownCells(),
    };
    this.put(row, cell);
  }

  #numberOfName(numbers: Map<string, number>, cell: string): number {
    const known = numbers.get(cell);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(ownCopy(cell), number);
    if (number < MOST_NAMES) return number;
    const [example = ""] = numbers.keys();
    this.#state = { is: [...numbers.keys()].every(isDate) ? "dates" : "text", example };
    return number;
  }
}

/** A value of a part that is no number; of one of numbers any. */
function oddOf(part: ColumnPart): string {
  switch (part.is) {
    case "odd":
      return part.cell;
    case "names":
      return part.names[0] ?? "";
    case "numbers":
      return String(part.values.find((value) => !Number.isNaN(value)) ?? "");
  }
}

/** Moves values to where there is more room, and frees the memory that they leave without waiting for a collection. */
function grown<Values extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(
  values: Values,
  larger: Values,
): Values {
  larger.set(values);
  values.buffer.transfer(0);
  return larger;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A string that does not keep alive the text that it was cut from. */
function ownCopy(cell: string): string {
  return decoder.decode(encoder.encode(cell));
}
