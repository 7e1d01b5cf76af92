import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { numbersFrom } from "../../../src/arrays/range.ts";
import type { TablePreprocessing } from "../../../src/dataset/preprocessing.ts";
import { encodeRows } from "../../../src/dataset/table/encode.ts";
import { encodeCells, noCells } from "../../../src/dataset/table/encode_cells.ts";
import { learnTable } from "../../../src/dataset/table/learn_table.ts";
import { planTable } from "../../../src/dataset/table/plan_table.ts";
import { booleans, names, numbers, tableOf } from "./_table.ts";

const from = { source: "new.csv", lineOf: (row: number): number => row + 2 };

const rules: TablePreprocessing = {
  kind: "table",
  columns: [
    { kind: "number", name: "age", mean: 30, deviation: 10, fill: 40, indicator: true },
    { kind: "category", name: "port", categories: ["C", "S"], fill: "S", indicator: false },
    { kind: "boolean", name: "alone", fill: true, indicator: true },
  ],
  target: ["fare"],
  task: { kind: "regression", outputs: ["fare"] },
  units: [{ mean: 0, deviation: 1 }],
};

/** What is given, or why not: a number may be too far from the first three. */
function outcomeOf(encode: () => Float32Array): unknown {
  try {
    return encode();
  } catch (error) {
    return (error as Error).message;
  }
}

Deno.test("encodeCells() gives what encodeRows() gives of the same values", () => {
  const number = fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { nil: undefined });
  const name = fc.option(fc.constantFrom("S", "C", "Q", "Queens town"), { nil: undefined });
  const yes = fc.option(fc.constantFrom("yes", "No", "TRUE", "f"), { nil: undefined });
  const row = fc.tuple(number, name, yes, fc.constantFrom("", "NA", "?"));
  const rows = fc.array(row, { minLength: 4, maxLength: 40 });
  fc.assert(fc.property(rows, (rows) => {
    const ages = rows.map(([age]) => age);
    const ports = rows.map(([, port]) => port);
    const alone = rows.map(([, , alone]) => alone);
    for (const part of [ages, ports, alone]) {
      fc.pre(part.slice(0, 3).some((value) => value !== undefined));
    }
    const table = tableOf(
      numbers("age", ...ages),
      names("port", ...ports),
      booleans("alone", ...alone),
      numbers("y", ...ages.map((_, i) => i + 0.5)),
    );
    const learnt = learnTable(planTable(table, { target: "y" }), numbersFrom(0, 3));
    const cells = rows.map(([age, port, alone, missing]) => [
      // JavaScript writes a negative zero as 0.
      `${age ?? missing}`,
      port ?? missing,
      alone ?? missing,
    ]);
    const expected = outcomeOf(() =>
      encodeRows(learnt, { ...table, source: from.source }, numbersFrom(0, rows.length))
    );
    assertEquals(outcomeOf(() => encodeCells(learnt, cells, from)), expected);
  }));
});

Deno.test("encodeCells() counts what is missing and what is unknown, over several calls", () => {
  const counts = noCells(rules);
  const cells = [["40", "S", "no"], ["", "X", "perhaps"], ["20", "Y", "NA"]];
  assertEquals([...encodeCells(rules, cells, from, counts)], [
    ...[1, 0, 0, 1, 0, 0, 0],
    ...[1, 1, 0, 0, 1, 1, 1],
    ...[-1, 0, 0, 0, 1, 1, 1],
  ]);
  assertEquals(counts, { missing: [1, 0, 1], unknown: [0, 2, 1] });
  encodeCells(rules, [["?", "?", "yes"]], from, counts);
  assertEquals(counts, { missing: [2, 1, 1], unknown: [0, 2, 1] });
  assertEquals(encodeCells(rules, [], from).length, 0);
});

Deno.test("encodeCells() says where a column of numbers holds something else", () => {
  const numbers = { old: "", "1,5": "", inf: "", "1e200": " up to 1e+150" };
  for (const [text, most] of Object.entries(numbers)) {
    assertThrows(
      () => encodeCells(rules, [["1", "S", "no"], [text, "S", "no"]], from),
      SyntaxError,
      `Cannot read "new.csv": expected a number${most} in column "age" of line 3, got "${text}"`,
    );
  }
});
