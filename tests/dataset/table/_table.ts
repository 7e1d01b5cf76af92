/**
 * Tables made by hand.
 *
 * @module
 */
import type { Column, NamesColumn, NumberColumn, Table } from "../../../src/dataset/table/table.ts";

/** A column of numbers; undefined is a missing one. */
export function numbers(name: string, ...values: (number | undefined)[]): NumberColumn {
  return { kind: "number", name, values: Float64Array.from(values, (value) => value ?? NaN) };
}

/** A column of names; undefined is a missing one. */
export function names(name: string, ...values: (string | undefined)[]): NamesColumn {
  const known = [...new Set(values.filter((value) => value !== undefined))];
  const codes = Int32Array.from(values, (value) => value === undefined ? -1 : known.indexOf(value));
  return { kind: "category", name, names: known, codes };
}

/** A column of yes and no, in any spelling; undefined is a missing one. */
export function booleans(name: string, ...values: (string | undefined)[]): NamesColumn {
  return { ...names(name, ...values), kind: "boolean" };
}

/** A table of columns of as many values each. */
export function tableOf(...columns: Column[]): Table {
  const lengths = columns.map((column) =>
    "values" in column ? column.values.length : "codes" in column ? column.codes.length : 0
  );
  return { source: "t.csv", rows: Math.max(...lengths), columns };
}
