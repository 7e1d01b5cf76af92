import { assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { confusionMatrix } from "../../src/model/confusion.ts";
import type { LossName } from "../../src/model/losses.ts";
import {
  createMetric,
  metricFunction,
  type MetricName,
  metricNameOf,
  METRICS,
} from "../../src/model/metrics.ts";
import type { MetricContext } from "../../src/model/metric.ts";
import { arrayOf } from "../../src/model/tensor.ts";
import { describeModel } from "../../src/model/recipe.ts";

await tf.setBackend("cpu");

/** The result of a metric over samples that come in shards of the given sizes. */
function measure(
  name: MetricName,
  context: MetricContext,
  targets: readonly number[][],
  outputs: readonly number[][],
  shards: readonly number[] = [outputs.length],
): Record<string, number> {
  const metric = createMetric(name, context);
  const sums = new Array<number>(metric.totals).fill(0);
  let start = 0;
  for (const size of shards) {
    const end = start + size;
    const some = tf.tidy(() =>
      metric.accumulate(
        arrayOf(tf.tensor2d(targets.slice(start, end))),
        arrayOf(tf.tensor2d(outputs.slice(start, end))),
      )
    );
    assertEquals(some.length, metric.totals);
    some.forEach((sum, i) => sums[i] = (sums[i] ?? 0) + sum);
    start = end;
  }
  const all = [targets, outputs].map((rows) => ({
    data: Float32Array.from(rows.flat()),
    shape: [rows.length, rows[0]?.length ?? 0],
  }));
  const results = metric.result(sums, outputs.length, ...all);
  assertEquals(Object.keys(results), [...metric.names]);
  return results;
}

function only(results: Record<string, number>): number {
  return Object.values(results)[0] ?? NaN;
}

function oneHot(labels: readonly number[], classes: number): number[][] {
  return labels.map((label) => Array.from({ length: classes }, (_, i) => i === label ? 1 : 0));
}

const CLASSES = 4;
const probability = fc.double({ min: 0.01, max: 0.99, noNaN: true }).map(Math.fround);
const shards = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
/** Outputs, labels, and the sizes of the shards that they come in. */
const predictions = shards.chain((sizes) => {
  const samples = sizes.reduce((sum, size) => sum + size);
  const exactly = { minLength: samples, maxLength: samples };
  const row = fc.array(probability, { minLength: CLASSES, maxLength: CLASSES });
  return fc.record({
    sizes: fc.constant(sizes),
    outputs: fc.array(row, exactly),
    labels: fc.array(fc.nat(CLASSES - 1), exactly),
    values: fc.array(row, exactly),
  });
});

const contexts: readonly (readonly [string, MetricContext])[] = [
  ["of classes", { outputShape: [CLASSES], loss: "categoricalCrossentropy" }],
  ["of labels", { outputShape: [CLASSES], loss: "binaryCrossentropy" }],
];

for (const [kind, context] of contexts) {
  for (const name of [...METRICS, "top2", "huber", "cosineProximity"] as const) {
    Deno.test(`"${name}" ${kind} over any shards is that over all samples at once`, () => {
      fc.assert(fc.property(predictions, ({ sizes, outputs, labels }) => {
        const targets = oneHot(labels, CLASSES);
        const whole = measure(name, context, targets, outputs);
        const parts = measure(name, context, targets, outputs, sizes);
        for (const [key, value] of Object.entries(whole)) {
          assertAlmostEquals(parts[key] ?? NaN, value, 1e-9);
        }
      }));
    });
  }
}

Deno.test("metrics of numbers agree with their definitions, over any shards", () => {
  const context: MetricContext = { outputShape: [CLASSES], loss: "meanSquaredError" };
  fc.assert(fc.property(predictions, ({ sizes, outputs, values }) => {
    const y = outputs.flat();
    const t = values.flat();
    const mean = (each: (difference: number) => number): number =>
      y.reduce((sum, value, i) => sum + each(value - (t[i] ?? NaN)), 0) / y.length;
    const mse = mean((difference) => difference ** 2);
    const expected: [MetricName, number][] = [
      ["meanSquaredError", mse],
      ["rootMeanSquaredError", Math.sqrt(mse)],
      ["meanAbsoluteError", mean(Math.abs)],
    ];
    for (const [name, value] of expected) {
      const actual = measure(name, context, values, outputs, sizes);
      assertAlmostEquals(only(actual), value, 1e-12);
    }
  }));
});

Deno.test("scores agree with their definitions by counting, over any shards", () => {
  const context: MetricContext = { outputShape: [CLASSES], loss: "categoricalCrossentropy" };
  fc.assert(fc.property(predictions, ({ sizes, outputs, labels }) => {
    const predicted = outputs.map((row) => row.indexOf(Math.max(...row)));
    const ratio = (part: number, whole: number): number => whole === 0 ? 0 : part / whole;
    const of = (kind: "precision" | "recall" | "f1", k: number): number => {
      const hits = labels.filter((label, i) => label === k && predicted[i] === k).length;
      const precision = ratio(hits, predicted.filter((label) => label === k).length);
      const recall = ratio(hits, labels.filter((label) => label === k).length);
      if (kind === "f1") return ratio(2 * precision * recall, precision + recall);
      return kind === "precision" ? precision : recall;
    };
    const occurring = [...new Set([...labels, ...predicted])];
    for (const kind of ["precision", "recall", "f1"] as const) {
      const targets = labels.map((label) => [label]);
      const results = measure(`${kind}ByClass`, context, targets, outputs, sizes);
      for (let k = 0; k < CLASSES; k++) {
        assertAlmostEquals(results[`${kind}_${k}`] ?? NaN, of(kind, k), 1e-12);
      }
      const macro = occurring.reduce((sum, k) => sum + of(kind, k), 0) / occurring.length;
      assertAlmostEquals(results[kind] ?? NaN, macro, 1e-12);
    }
  }));
});

Deno.test("the scores are those of scikit-learn's documentation", () => {
  const context: MetricContext = {
    outputShape: [3],
    loss: "sparseCategoricalCrossentropy",
    classNames: ["red", "green", "blue"],
  };
  const targets = [0, 1, 2, 0, 1, 2].map((label) => [label]);
  const outputs = oneHot([0, 2, 1, 0, 0, 1], 3);
  assertAlmostEquals(only(measure("precision", context, targets, outputs)), 2 / 9, 1e-12);
  assertAlmostEquals(only(measure("recall", context, targets, outputs)), 1 / 3, 1e-12);
  assertAlmostEquals(only(measure("f1", context, targets, outputs)), 0.8 / 3, 1e-12);
  assertEquals(measure("recallByClass", context, targets, outputs), {
    recall: 1 / 3,
    recall_red: 1,
    recall_green: 0,
    recall_blue: 0,
  });
});

Deno.test("scores of a single output are those of class 1", () => {
  const context: MetricContext = { outputShape: [1], loss: "binaryCrossentropy" };
  const targets = [[1], [1], [1], [0], [0]];
  const outputs = [[0.9], [0.8], [0.2], [0.7], [0.5]];
  assertEquals(measure("precision", context, targets, outputs), { precision: 2 / 3 });
  assertEquals(measure("recall", context, targets, outputs), { recall: 2 / 3 });
  assertEquals(confusionMatrix(arrayOf(tf.tensor2d(targets)), arrayOf(tf.tensor2d(outputs))), [[
    1,
    1,
  ], [1, 2]]);
});

Deno.test("scores of labels count each output on its own", () => {
  const context: MetricContext = { outputShape: [2], loss: "binaryCrossentropy" };
  const targets = [[1, 1], [0, 1]];
  const outputs = [[0.9, 0.9], [0.9, 0.1]];
  assertEquals(measure("precisionByClass", context, targets, outputs), {
    precision: 0.75,
    precision_0: 0.5,
    precision_1: 1,
  });
});

Deno.test("topK counts a sample whose class has fewer than k larger outputs", () => {
  const context: MetricContext = { outputShape: [CLASSES], loss: "categoricalCrossentropy" };
  fc.assert(fc.property(predictions, fc.integer({ min: 1, max: 5 }), (given, k) => {
    const right = given.outputs.filter((row, i) => {
      const wanted = row[given.labels[i] ?? 0] ?? NaN;
      // Of equal outputs, each counts as the first.
      return row.toSorted((a, b) => b - a).indexOf(wanted) < k;
    });
    const targets = oneHot(given.labels, CLASSES);
    const actual = measure(`top${k}`, context, targets, given.outputs, given.sizes);
    assertAlmostEquals(only(actual), right.length / given.outputs.length, 1e-12);
  }));
  assertEquals(only(measure("top2", context, [[1, 0, 0, 0]], [[NaN, NaN, NaN, NaN]])), 0);
});

Deno.test("r2 is that of scikit-learn's documentation, and of tf.metrics.r2Score()", () => {
  const single: MetricContext = { outputShape: [1], loss: "meanSquaredError" };
  const targets = [[3], [-0.5], [2], [7]];
  const outputs = [[2.5], [0], [2], [8]];
  const actual = only(measure("r2", single, targets, outputs, [1, 3]));
  assertAlmostEquals(actual, 0.9486081370449679, 1e-12);
  const [theirs = NaN] = tf.tidy(() =>
    tf.metrics.r2Score(tf.tensor2d(targets), tf.tensor2d(outputs)).dataSync()
  );
  assertAlmostEquals(actual, theirs, 1e-6);
  const double = only(measure(
    "r2",
    { outputShape: [2], loss: "meanSquaredError" },
    [[0.5, 1], [-1, 1], [7, -6]],
    [[0, 2], [-1, 2], [8, -5]],
    [2, 1],
  ));
  assertAlmostEquals(double, 0.9368005266622779, 1e-12);
});

Deno.test("r2 of targets that are all the same is 1 if they are met, else 0", () => {
  const context: MetricContext = { outputShape: [1], loss: "meanSquaredError" };
  const targets = Array.from({ length: 7 }, () => [0.1]);
  assertEquals(only(measure("r2", context, targets, targets)), 1);
  assertEquals(only(measure("r2", context, targets, targets.map(() => [0.2]))), 0);
});

const COMPILED: readonly (readonly [LossName, number, "labels" | "one-hot"])[] = [
  ["categoricalCrossentropy", CLASSES, "one-hot"],
  ["sparseCategoricalCrossentropy", CLASSES, "labels"],
  ["binaryCrossentropy", CLASSES, "one-hot"],
  ["binaryCrossentropy", 1, "labels"],
  ["meanSquaredError", 1, "labels"],
];

for (const [loss, width, kind] of COMPILED) {
  for (const name of ["accuracy", "crossentropy"] as const) {
    Deno.test(`"${name}" under "${loss}" with ${width} outputs is what model.evaluate() gives`, () => {
      const model = tf.sequential({
        layers: [tf.layers.activation({ activation: "linear", inputShape: [width] })],
      });
      model.compile({ optimizer: "sgd", loss, metrics: [name === "accuracy" ? "acc" : "ce"] });
      assertEquals(describeModel(model).outputs[0]?.metrics, [name]);
      const outputs = [3, 1, 2, 5, 4].map((shift) =>
        Array.from({ length: width }, (_, i) => ((i + 1) * shift % 7 + 1) / 8)
      );
      const labels = [1, 0, 2, 3, 1].map((label) => width === 1 ? label % 2 : label);
      const targets = kind === "labels" ? labels.map((label) => [label]) : oneHot(labels, width);
      const [, theirs] = tf.tidy(() =>
        (model.evaluate(tf.tensor2d(outputs), tf.tensor2d(targets)) as tf.Scalar[])
          .map((value) => value.dataSync()[0] ?? NaN)
      );
      const ours = measure(name, { outputShape: [width], loss }, targets, outputs);
      assertAlmostEquals(only(ours), theirs ?? NaN, 1e-6);
      model.dispose();
    });
  }
}

Deno.test("metricFunction() gives a metric that a model can be compiled with, and is found in it", () => {
  const model = tf.sequential({
    layers: [tf.layers.activation({ activation: "softmax", inputShape: [CLASSES] })],
  });
  const names = ["f1", "top3", "rootMeanSquaredError"] as const;
  model.compile({
    optimizer: "sgd",
    loss: "categoricalCrossentropy",
    metrics: names.map(metricFunction),
  });
  assertEquals(describeModel(model).outputs[0]?.metrics, [...names]);
  tf.tidy(() => {
    const x = tf.tensor2d([[3, 0, 0, 0], [0, 3, 0, 0]]);
    const [, f1, top3] = model.evaluate(x, x.greater(0).toFloat()) as tf.Scalar[];
    assertEquals([f1?.dataSync()[0], top3?.dataSync()[0]], [1, 1]);
  });
  model.dispose();
});

Deno.test("metricNameOf() reads the spellings of tfjs and Keras, and abbreviations", () => {
  for (const name of METRICS) assertEquals(metricNameOf(name), name);
  assertEquals(metricNameOf("acc"), "accuracy");
  assertEquals(metricNameOf("top_3"), "top3");
  assertEquals(metricNameOf("topKCategoricalAccuracy"), "top5");
  assertEquals(metricNameOf("mean_absolute_error"), "meanAbsoluteError");
  assertEquals(metricNameOf("RMSE"), "rootMeanSquaredError");
  assertEquals(["AUC", "rocAuc", "roc_auc"].map(metricNameOf), ["auc", "auc", "auc"]);
  assertEquals(["pr_auc", "averagePrecision"].map(metricNameOf), ["prAuc", "prAuc"]);
  assertEquals(metricNameOf("hinge"), "hinge");
  assertEquals(metricNameOf(tf.metrics.r2Score), "r2");
  assertEquals(metricNameOf("acuracy"), undefined);
  assertEquals(metricNameOf("top0"), undefined);
});
