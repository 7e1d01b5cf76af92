/**
 * Tables in memory, column by column.
 *
 * @module
 */

/** A column of numbers. */
export interface NumberColumn {
  /** Which of the kinds of columns it is. */
  readonly kind: "number";
  /** Its name. */
  readonly name: string;
  /** The values; NaN where one is missing. */
  readonly values: Float64Array;
}

/** A column of names, or of yes and no: each value is the number of one of few names. */
export interface NamesColumn {
  /** Which of the kinds of columns it is. */
  readonly kind: "category" | "boolean";
  /** Its name. */
  readonly name: string;
  /** The names in the order in which they were first seen; of a boolean column as the file spells them. */
  readonly names: readonly string[];
  /** The number of each value's name; -1 where one is missing. */
  readonly codes: Int32Array;
}

/** A column that a model cannot read: of texts that differ nearly everywhere, of dates, or without a value. */
export interface UnreadableColumn {
  /** Which of the kinds of columns it is. */
  readonly kind: "text" | "date" | "empty";
  /** Its name. */
  readonly name: string;
  /** Its first value, or where that is a number, the first that is none; no value where it is empty. */
  readonly example: string | undefined;
}

/** A column of a table. */
export type Column = NumberColumn | NamesColumn | UnreadableColumn;

/** A table. */
export interface Table {
  /** What it was read from, for messages. */
  readonly source: string;
  /** Number of rows. */
  readonly rows: number;
  /** The columns in their order, of different names each. */
  readonly columns: readonly Column[];
}
