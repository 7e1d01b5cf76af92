import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { numbersFrom } from "../../../src/arrays/range.ts";
import { encodeRows } from "../../../src/dataset/table/encode.ts";
import { inputSizeOf } from "../../../src/dataset/table/inputs.ts";
import { learnTable } from "../../../src/dataset/table/learn_table.ts";
import { planTable } from "../../../src/dataset/table/plan_table.ts";
import { unitOf } from "../../../src/dataset/unit_of.ts";
import { booleans, names, numbers, tableOf } from "./_table.ts";

const y = numbers("y", 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5, 12.5);
const age = numbers("age", 22, 38, undefined, 35, 54, 2, 27, 14, undefined, 58, 20, 39);
const fare = numbers(
  "fare",
  ...[7.25, 71.2833, 7.925, 53.1, 51.8625, 21.075],
  ...[11.1333, 30.0708, 16.7, 26.55, undefined, 31.275],
);
const deck = numbers("deck", ...Array<number>(12).fill(0.1));
const port = names("port", "S", "C", "Q", "S", undefined, "Q", "C", "S", "Q", undefined, "S", "X");
const table = tableOf(age, fare, deck, port, y);
const plan = planTable(table, { target: "y" });
const learnt = learnTable(plan, numbersFrom(0, 8));

/**
 * SimpleImputer (median, most_frequent, add_indicator), StandardScaler and OneHotEncoder (handle_unknown "ignore") of
 * scikit-learn 1.9.1, fitted on the first 8 rows: age, age missing, fare, deck, C, Q, S, port missing.
 */
const SCIKIT_LEARN = [
  [-0.3653130532153386, 0, -1.076261083240673, 0, 0, 0, 1, 0],
  [0.7221304540303205, 0, 1.7409728068727097, 0, 1, 0, 0, 0],
  [-0.025486957201070134, 1, -1.046563521568441, 0, 0, 1, 0, 0],
  [0.5182347964217594, 0, 0.9409732910879749, 0, 0, 0, 1, 0],
  [1.8095739612759796, 0, 0.8865277613555493, 0, 0, 0, 1, 1],
  [-1.7246174372724126, 0, -0.4680110238056991, 0, 0, 1, 0, 0],
  [-0.025486957201070134, 0, -0.9054099110306307, 0, 1, 0, 0, 0],
  [-0.9090348068381682, 0, -0.07222831967078853, 0, 0, 0, 1, 0],
  [-0.025486957201070134, 1, -0.660495219829425, 0, 0, 1, 0, 0],
  [2.0814348380873944, 0, -0.22713080135315056, 0, 0, 0, 1, 1],
  [-0.501243491621046, 0, -0.27011967173824386, 0, 0, 0, 1, 0],
  [0.7900956732331742, 0, -0.019247869647526637, 0, 0, 0, 0, 0],
];

Deno.test("learnTable() and encodeRows() give scikit-learn's inputs, and one more for other names", () => {
  const inputs = encodeRows(learnt, table, numbersFrom(0, 12));
  const width = inputSizeOf(learnt);
  assertEquals(width, 9);
  SCIKIT_LEARN.forEach((expected, row) => {
    const got = [...inputs.subarray(row * width, (row + 1) * width)];
    const [other] = got.splice(7, 1);
    assertEquals(other, row === 11 ? 1 : 0);
    // Rounded to float32 once.
    expected.forEach((value, i) => assertAlmostEquals(got[i] ?? NaN, value, 2e-7));
  });
});

Deno.test("learnTable() learns of the given rows alone, and fills with an input or without", () => {
  const [first, second] = learnt.columns;
  assertEquals(first?.indicator, true);
  // Row 10 lacks a fare, which is not learnt from.
  assertEquals(second?.indicator, false);
  const filled = learnTable({ ...plan, missing: "fill" }, numbersFrom(0, 8));
  assertEquals(filled.columns.map(({ indicator }) => indicator), [false, false, false, false]);
  assertEquals(filled.columns.map(({ fill }) => fill), [27, 25.572899999999997, 0.1, "S"]);
});

Deno.test("unitOf() is StandardScaler, also of what rounding makes differ from its mean", () => {
  const cases: readonly [readonly number[], number, number][] = [
    [[-0.1, 2.5, 1e6, 1e6 + 1, 3.25], 400001.33, 489897.27086584],
    [[1e6 + 1e-4, 1e6, 1e6], 1000000.0000333333, 4.7140426878799994e-05],
    [[1e6 + 1e-3, 1e6, 1e6], 1000000.0003333334, 0.00047140454318154496],
    [[5, 5, 5, 5.000000001], 5.00000000025, 4.3301273771985094e-10],
    [[0.1, 0.1, 0.1], 0.1, 1],
    [[1e8, 1e8 + 1e-7, 1e8], 1e8, 1],
    [[1e-300, 2e-300, 3e-300], 2e-300, 1],
    [[7], 7, 1],
  ];
  for (const [values, mean, deviation] of cases) {
    const unit = unitOf(Float64Array.from(values));
    // The sums are made in another order.
    assertAlmostEquals(unit.mean, mean, 1e-12 * Math.abs(mean));
    assertAlmostEquals(unit.deviation, deviation, 1e-9 * deviation);
  }
});

Deno.test("unitOf() counts more of one value without a copy", () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const values = fc.array(value, { minLength: 1, maxLength: 30 });
  fc.assert(fc.property(values, fc.nat(20), value, (some, others, value) => {
    const unit = unitOf(Float64Array.from(some), others, value);
    const all = unitOf(Float64Array.from([...some, ...Array<number>(others).fill(value)]));
    assertAlmostEquals(unit.mean, all.mean, 1e-6);
    if (all.deviation > 1e-3) assertAlmostEquals(unit.deviation, all.deviation, 1e-6);
  }));
});

Deno.test("learnTable() fills with the first in order of the most frequent names", () => {
  const ties = tableOf(
    names("a", "y", "x", undefined, "y", "x"),
    booleans("b", "Yes", "no", undefined, "no", "YES"),
    booleans("c", "Yes", "no", "t", undefined, undefined),
    numbers("y", 0.5, 1.5, 2.5, 3.5, 4.5),
  );
  const rules = learnTable(planTable(ties, { target: "y" }), numbersFrom(0, 5));
  assertEquals(rules.columns, [
    { kind: "category", name: "a", categories: ["x", "y"], fill: "x", indicator: true },
    { kind: "boolean", name: "b", fill: false, indicator: true },
    { kind: "boolean", name: "c", fill: true, indicator: true },
  ]);
  assertEquals(
    [...encodeRows(rules, ties, Uint32Array.of(0, 2, 4))],
    [
      ...[0, 1, 0, 0, 1, 0, 1, 0],
      ...[1, 0, 0, 1, 0, 1, 1, 0],
      ...[1, 0, 0, 0, 1, 0, 1, 1],
    ],
  );
});

Deno.test("learnTable() keeps the 100 most frequent of many names, in order, and the rest is other", () => {
  // Name k occurs k + 1 times.
  const values = Array.from({ length: 130 }, (_, k) => Array<string>(k + 1).fill(`n${k}`)).flat();
  const many = tableOf(
    names("a", ...values),
    numbers("y", ...values.map((_, i) => i + 0.5)),
  );
  const rules = learnTable(planTable(many, { target: "y" }), numbersFrom(0, values.length));
  const [rule] = rules.columns;
  const expected = Array.from({ length: 100 }, (_, k) => `n${k + 30}`).toSorted();
  assertEquals(rule?.kind === "category" && rule.categories, expected);
  const first = encodeRows(rules, many, Uint32Array.of(0));
  assertEquals([first.length, first.indexOf(1), first.lastIndexOf(1)], [101, 100, 100]);
});

Deno.test("learnTable() keeps the first in order of too many names that are as frequent", () => {
  const values = Array.from({ length: 240 }, (_, i) => `n${(i * 7) % 120}`);
  const many = tableOf(names("a", ...values), numbers("y", ...values.map((_, i) => i + 0.5)));
  const [rule] = learnTable(planTable(many, { target: "y" }), numbersFrom(0, 240)).columns;
  const expected = [...new Set(values)].toSorted().slice(0, 100);
  assertEquals(rule?.kind === "category" && rule.categories, expected);
  assertEquals(rule?.fill, "n0");
});

Deno.test("learnTable() refuses columns without a value for training, and numbers whose squares are infinite", () => {
  const refused = (column: Parameters<typeof tableOf>[0], message: string): void => {
    const table = tableOf(column, numbers("y", 0.5, 1.5, 2.5));
    const plan = planTable(table, { target: "y" });
    assertThrows(() => learnTable(plan, numbersFrom(0, 2)), RangeError, message);
  };
  const none = 'Cannot learn from "t.csv": column "x" has no value in the rows for training: ' +
    "leave it out with --features";
  refused(numbers("x", undefined, undefined, 1), none);
  refused(names("x", undefined, undefined, "a"), none);
  refused(booleans("x", undefined, undefined, "yes"), none);
  refused(
    numbers("x", 1e200, 1, 1),
    'Cannot learn from "t.csv": expected numbers up to 1e+150 in column "x", got 1e+200',
  );
});

Deno.test("encodeRows() refuses a table that lacks a column, or has another kind of it", () => {
  const rows = Uint32Array.of(0);
  assertThrows(
    () => encodeRows(learnt, tableOf(age, deck, port), rows),
    RangeError,
    'Cannot read "t.csv": expected a column "fare" of kind "number", got none',
  );
  assertThrows(
    () => encodeRows(learnt, tableOf(age, fare, deck, { ...port, kind: "boolean" }), rows),
    RangeError,
    'Cannot read "t.csv": expected a column "port" of kind "category", got "boolean"',
  );
});
