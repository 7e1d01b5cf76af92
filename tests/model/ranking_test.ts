import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { createMetric, type MetricName } from "tandem";

type Rows = readonly (readonly number[])[];

/** A metric over all samples at once. */
function measure(name: MetricName, targets: Rows, outputs: Rows): number {
  const metric = createMetric(name, { outputShape: [outputs[0]?.length ?? 1] });
  assertEquals(metric.whole, true);
  const arrayOf = (rows: Rows) => ({
    data: Float32Array.from(rows.flat()),
    shape: [rows.length, rows[0]?.length ?? 1],
  });
  return metric.result([], outputs.length, arrayOf(targets), arrayOf(outputs))[name] ?? -1;
}

/** Lists of numbers as samples of one value. */
function column(values: readonly number[]): number[][] {
  return values.map((value) => [value]);
}

const LABELS = [0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0];
const TIED = [.1, .4, .35, .8, .8, .4, .2, .9, .4, .4, .05, .35];

Deno.test("auc and prAuc are scikit-learn's of one output, equal outputs among them", () => {
  // roc_auc_score and average_precision_score of scikit-learn 1.9.1; float64 there as here.
  assertAlmostEquals(
    measure("auc", column(LABELS), column(TIED)),
    0.7714285714285715,
    1e-15,
  );
  assertAlmostEquals(
    measure("prAuc", column(LABELS), column(TIED)),
    0.6730158730158731,
    1e-15,
  );
  const constant = LABELS.map(() => 0.5);
  assertEquals(measure("auc", column(LABELS), column(constant)), 0.5);
  assertAlmostEquals(
    measure("prAuc", column(LABELS), column(constant)),
    0.4166666666666667,
    1e-15,
  );
});

Deno.test("auc and prAuc of labels are scikit-learn's macro averages", () => {
  const targets = [
    [1, 0, 1],
    [0, 0, 1],
    [1, 1, 0],
    [0, 1, 0],
    [1, 1, 1],
    [0, 0, 0],
    [0, 1, 1],
    [1, 0, 0],
  ];
  const outputs = [
    [.9, .2, .6],
    [.3, .2, .7],
    [.9, .8, .1],
    [.4, .1, .1],
    [.2, .5, .9],
    [.4, .5, .7],
    [.1, .6, .3],
    [.4, .5, .2],
  ];
  assertAlmostEquals(measure("auc", targets, outputs), 0.7604166666666666, 1e-15);
  assertAlmostEquals(measure("prAuc", targets, outputs), 0.7906746031746031, 1e-15);
});

Deno.test("auc and prAuc of classes are scikit-learn's, one against the rest", () => {
  const outputs = [
    [.5, .25, .25],
    [.125, .125, .75],
    [.25, .5, .25],
    [.5, .25, .25],
    [.625, .25, .125],
    [.5, .375, .125],
    [.125, .25, .625],
    [.25, .25, .5],
  ];
  const classes = [0, 2, 1, 2, 0, 1, 1, 0];
  const oneHot = classes.map((label) => [0, 1, 2].map((each) => each === label ? 1 : 0));
  for (const targets of [oneHot, column(classes)]) {
    assertAlmostEquals(measure("auc", targets, outputs), 0.7944444444444444, 1e-15);
    assertAlmostEquals(measure("prAuc", targets, outputs), 0.7142857142857143, 1e-15);
  }
});

Deno.test("auc of one class alone is NaN, prAuc of no sample of the class", () => {
  assertEquals(measure("auc", column([0, 0]), column([.1, .2])), NaN);
  assertEquals(measure("auc", column([1, 1]), column([.1, .2])), NaN);
  assertEquals(measure("prAuc", column([0, 0]), column([.1, .2])), NaN);
  assertEquals(measure("prAuc", column([1, 1]), column([.1, .2])), 1);
});

Deno.test("outputs that have no auc are left out of the mean", () => {
  const targets = [[0, 0, 1], [1, 0, 1], [0, 0, 1]];
  const outputs = [[.1, .3, .5], [.3, .2, .2], [.3, .1, .4]];
  assertEquals(measure("auc", targets, outputs), 0.75);
  assertEquals(measure("prAuc", targets, outputs), (0.5 + 1) / 2);
});

Deno.test("auc and prAuc of outputs that are no numbers are NaN", () => {
  for (const name of ["auc", "prAuc"] as const) {
    assertEquals(measure(name, [[0], [1]], [[.2], [NaN]]), NaN);
    assertEquals(measure(name, [[0], [1]], [[-Infinity], [Infinity]]), 1);
    assertEquals(measure(name, [[0], [1]], [[0], [-0]]), 0.5);
  }
});

/** Few different outputs, so that many are the same. */
const samples = fc.array(
  fc.record({
    positive: fc.boolean(),
    output: fc.integer({ min: -4, max: 4 }).map((value) => value / 4),
  }),
  { minLength: 1, maxLength: 40 },
);

Deno.test("auc is the share of pairs that are in order, those that are equal counted half", () => {
  fc.assert(fc.property(samples, (given) => {
    const pairs = given.filter(({ positive }) => positive).flatMap((one) =>
      given.filter(({ positive }) => !positive)
        .map((other) => (Math.sign(one.output - other.output) + 1) / 2)
    );
    const expected = pairs.length === 0
      ? NaN
      : pairs.reduce((sum, order) => sum + order, 0) / pairs.length;
    const targets = given.map(({ positive }) => [positive ? 1 : 0]);
    // Halves are exact: the same bits.
    assertEquals(measure("auc", targets, given.map(({ output }) => [output])), expected);
  }));
});

Deno.test("prAuc is the mean precision at the outputs of the class", () => {
  fc.assert(fc.property(samples, (given) => {
    const positives = given.filter(({ positive }) => positive);
    // Every sample of the class adds 1 / positives of recall, at the precision of its own output as the threshold.
    const precisions = positives.map(({ output: threshold }) => {
      const reached = given.filter(({ output }) => output >= threshold);
      return reached.filter(({ positive }) => positive).length / reached.length;
    });
    const expected = precisions.reduce((sum, one) => sum + one, 0) / positives.length;
    const targets = given.map(({ positive }) => [positive ? 1 : 0]);
    const actual = measure("prAuc", targets, given.map(({ output }) => [output]));
    assertEquals(Number.isNaN(actual), Number.isNaN(expected));
    if (positives.length > 0) assertAlmostEquals(actual, expected, 1e-12);
  }));
});
