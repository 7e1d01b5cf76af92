import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { loadTable } from "../../../src/dataset/table/load_table.ts";
import type { Table } from "../../../src/dataset/table/table.ts";
import { booleans, names, numbers, tableOf } from "./_table.ts";

/** Rows whose first column is their number. */
function people(rows: number): Table {
  const numbersOf = (value: (i: number) => number | undefined): (number | undefined)[] =>
    Array.from({ length: rows }, (_, i) => value(i));
  const kinds = numbersOf((i) => i % 3 === 0 ? undefined : i % 4);
  return tableOf(
    numbers("row", ...numbersOf((i) => i)),
    numbers("age", ...numbersOf((i) => i % 5 === 0 ? undefined : i * i % 17)),
    names("kind", ...kinds.map((kind) => kind === undefined ? undefined : `kind ${kind}`)),
    names("class", ...Array.from({ length: rows }, (_, i) => i % 10 < 7 ? "often" : "rare")),
    numbers("price", ...numbersOf((i) => 100 + i / 2)),
  );
}

Deno.test("loadTable() gives samples of both parts, each class with its share", () => {
  const { train, test, task, preprocessing, columns, dropped } = loadTable(people(100), {
    target: "class",
  });
  assertEquals([train.size, test.size, dropped], [80, 20, 0]);
  assertEquals(task, { kind: "binary", classNames: ["often", "rare"] });
  assertEquals(preprocessing.task, task);
  assertEquals([train.targets.shape, train.targets.data.constructor], [[1], Float32Array]);
  assertEquals("classes" in train, false);
  const positive = (data: Iterable<number>): number => [...data].reduce((a, b) => a + b);
  assertEquals([positive(train.targets.data), positive(test.targets.data)], [24, 6]);
  assertEquals(train.inputs.data.buffer instanceof SharedArrayBuffer, true);
  assertEquals(columns, [
    { name: "row", kind: "number", use: "feature", inputs: 1, missing: 0 },
    { name: "age", kind: "number", use: "feature", inputs: 2, missing: 20 },
    { name: "kind", kind: "category", use: "feature", inputs: 6, missing: 34 },
    { name: "class", kind: "category", use: "target", inputs: 0, missing: 0 },
    { name: "price", kind: "number", use: "feature", inputs: 1, missing: 0 },
  ]);
});

Deno.test("loadTable() standardises the targets of a regression by the training samples alone", () => {
  const { train, test, preprocessing } = loadTable(people(50), { target: "price", testSplit: 0.5 });
  const [unit = { mean: NaN, deviation: NaN }] = preprocessing.units;
  assertEquals([train.units, test.units], [preprocessing.units, preprocessing.units]);
  const targets = [...train.targets.data];
  const mean = targets.reduce((sum, y) => sum + y) / 25;
  const variance = targets.reduce((sum, y) => sum + (y - mean) ** 2, 0) / 25;
  // Rounded to float32.
  assertAlmostEquals(mean, 0, 1e-6);
  assertAlmostEquals(variance, 1, 1e-6);
  const [row = { mean: NaN, deviation: NaN }] = preprocessing.columns.flatMap((rule) =>
    rule.name === "row" && rule.kind === "number" ? rule : []
  );
  const width = test.inputs.shape[0] ?? 0;
  for (let i = 0; i < test.size; i++) {
    const number = (test.inputs.data[i * width] ?? NaN) * row.deviation + row.mean;
    const price = (test.targets.data[i] ?? NaN) * unit.deviation + unit.mean;
    assertAlmostEquals(price, 100 + number / 2, 1e-4);
  }
});

Deno.test("loadTable() gives labels of classes, and numbers for several labels", () => {
  const table = tableOf(
    numbers("x", 1, 2, 3, 4, 5, 6),
    numbers("grade", 3, 1, 2, 2, 1, 3),
    booleans("a", "yes", "no", "no", "yes", "no", "no"),
    numbers("b", 0, 1, 1, 1, 0, 0),
  );
  const classes = loadTable(table, {
    target: "grade",
    task: "classification",
    features: ["x"],
    testSplit: 0,
  });
  assertEquals([classes.train.classes, classes.test.size], [3, 0]);
  assertEquals(classes.train.targets.data.constructor, Uint8Array);
  const width = classes.train.inputs.shape[0];
  const grades = [3, 1, 2, 2, 1, 3];
  const [rule] = classes.preprocessing.columns;
  assert(width === 1 && rule?.kind === "number");
  classes.train.inputs.data.forEach((input, i) => {
    const x = Math.round(input * rule.deviation + rule.mean);
    assertEquals(classes.train.targets.data[i], (grades[x - 1] ?? NaN) - 1);
  });
  const labels = loadTable(table, { target: ["a", "b"], features: ["x"], testSplit: 0 });
  assertEquals(labels.train.targets.shape, [2]);
  labels.train.inputs.data.forEach((input, i) => {
    const x = Math.round(input * rule.deviation + rule.mean);
    const [a, b] = [x === 1 || x === 4 ? 1 : 0, x >= 2 && x <= 4 ? 1 : 0];
    assertEquals([...labels.train.targets.data.subarray(2 * i, 2 * i + 2)], [a, b]);
  });
});

Deno.test("no value of a test or validation row has an influence on a rule or a training sample", () => {
  const value = fc.oneof(fc.constant(undefined), fc.double({ min: -1e9, max: 1e9, noNaN: true }));
  const options = { target: "price", testSplit: 0.25, validationSplit: 0.2, seed: 7 };
  const table = people(40);
  const before = loadTable(table, options);
  const [row] = before.preprocessing.columns;
  assert(row?.kind === "number");
  const width = before.train.inputs.shape[0] ?? 0;
  const rowsOf = (data: ArrayLike<number>, from: number, to: number): number[] =>
    Array.from(
      { length: to - from },
      (_, i) => Math.round((data[(from + i) * width] ?? NaN) * row.deviation + row.mean),
    );
  const others = [
    ...rowsOf(before.train.inputs.data, 24, 30),
    ...rowsOf(before.test.inputs.data, 0, 10),
  ];
  assertEquals(new Set(others).size, 16);
  const changes = fc.array(fc.tuple(fc.constantFrom(...others), value, fc.string(), value), {
    minLength: 1,
  });
  fc.assert(
    fc.property(changes, (changes) => {
      const changed = structuredClone(table);
      const [, age, kind, , price] = changed.columns;
      assert(age?.kind === "number" && kind?.kind === "category" && price?.kind === "number");
      const names = [...kind.names];
      for (const [row, newAge, newKind, newPrice] of changes) {
        age.values[row] = newAge ?? NaN;
        kind.codes[row] = newKind === "" ? -1 : names.push(newKind) - 1;
        price.values[row] = newPrice ?? 0;
      }
      const columns = changed.columns.map((column) =>
        column === kind ? { ...kind, names } : column
      );
      const after = loadTable({ ...changed, columns }, options);
      assertEquals(after.preprocessing, before.preprocessing);
      const learnt = 24 * width;
      assertEquals(
        after.train.inputs.data.subarray(0, learnt),
        before.train.inputs.data.subarray(0, learnt),
      );
      assertEquals(
        after.train.targets.data.subarray(0, 24),
        before.train.targets.data.subarray(0, 24),
      );
    }),
    { numRuns: 50 },
  );
});

Deno.test("loadTable() refuses a number that is too far from those that were learnt from", () => {
  for (const target of ["y", "x"]) {
    let refused = 0;
    for (let row = 0; row < 20; row++) {
      const x = Array.from({ length: 20 }, (_, i) => i === row ? 1e45 : i);
      const table = tableOf(numbers("x", ...x), numbers("y", ...x.map((_, i) => i % 7)));
      try {
        const { train, test } = loadTable(table, { target, task: "regression" });
        for (const { inputs, targets } of [train, test]) {
          assert([...inputs.data, ...targets.data].every(Number.isFinite));
        }
      } catch (error) {
        refused++;
        const what = target === "x" ? 'target "x"' : 'column "x" of "t.csv"';
        assertEquals(
          (error as Error).message,
          `Cannot read ${what}: expected numbers that a 32-bit float holds once they are standardised, got 1e+45`,
        );
      }
    }
    // Those of the test: a number that is learnt from is never far from itself.
    assertEquals(refused, 4);
  }
});

Deno.test("loadTable() leaves out rows that lack a value if told so, and then no input says it", () => {
  const table = people(60);
  const { train, test, dropped, preprocessing } = loadTable(table, {
    target: "price",
    missing: "drop",
  });
  // Every fifth lacks an age, every third a kind.
  assertEquals([train.size + test.size, dropped], [32, 28]);
  assertEquals(preprocessing.columns.some(({ indicator }) => indicator), false);
});

Deno.test("loadTable() refuses too few rows, shares out of range, and options that are misspelt", () => {
  const single = tableOf(numbers("x", 1, 2), numbers("y", 0.5, undefined));
  assertThrows(
    () => loadTable(tableOf(numbers("x", 1), names("y", "a")), { target: "y" }),
    RangeError,
    'expected two or more classes in target "y", got "a" alone',
  );
  assertThrows(
    () => loadTable(single, { target: "y", missing: "drop", task: "regression" }),
    RangeError,
    'expected different numbers in target "y", got 0.5 alone',
  );
  const two = tableOf(numbers("x", 1, 2), numbers("y", 0.5, 1.5));
  assertThrows(
    () => loadTable(two, { target: "y", validationSplit: 0.5 }),
    RangeError,
    "Cannot split data set: fraction 0.5 of 1 samples leaves one part empty",
  );
  assertThrows(() => loadTable(two, { target: "y", testSplit: 1 }), RangeError, "testSplit 1");
  assertThrows(
    () => loadTable(two, { target: "y", validationSplit: -1 }),
    RangeError,
    "Cannot divide samples with validationSplit -1: expected a number from 0 to below 1",
  );
  assertThrows(
    () => loadTable(two, { target: "y", feature: ["x"] } as never),
    TypeError,
    'Cannot learn from a table with "feature": did you mean "features"?',
  );
});
