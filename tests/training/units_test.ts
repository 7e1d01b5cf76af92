import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import {
  compilableLoss,
  createDataset,
  createMlp,
  type Dataset,
  evaluate,
  evaluateOnWorkers,
  fit,
  type LayersModel,
  splitDataset,
  type StreamedBatch,
  type Unit,
} from "tandem";
import { testOn } from "./_models.ts";

/** Standardised targets and what a model says of them. */
const TARGETS = [-1.5, -0.25, 0.5, 2, 0.75, -0.5];
const PREDICTIONS = [-1, 0.25, 0.5, 1.25, 1, -0.75];
const UNIT = { mean: 23.5, deviation: 7.25 };

/**
 * r2_score, mean_absolute_error, root_mean_squared_error and mean_squared_error of scikit-learn 1.9.1 for targets and
 * predictions times 7.25, plus 23.5.
 */
const IN_UNIT = {
  r2: 0.8352601156069364,
  meanAbsoluteError: 2.71875,
  rootMeanSquaredError: 3.2253673886344587,
  meanSquaredError: 10.402994791666666,
};
const METRICS = ["r2", "meanAbsoluteError", "rootMeanSquaredError", "meanSquaredError"] as const;

/** The inputs are the predictions: the model gives them as they are. */
function dataset(units: boolean): Dataset {
  return createDataset({
    inputs: { data: Float32Array.from(PREDICTIONS), shape: [1] },
    targets: { data: Float32Array.from(TARGETS), shape: [1] },
    ...(units ? { units: [UNIT] } : {}),
  });
}

function identity(outputSize: number): LayersModel {
  const model = createMlp({
    inputSize: outputSize,
    hidden: [],
    outputSize,
    outputActivation: "linear",
    loss: "meanSquaredError",
    metrics: METRICS,
  });
  model.setWeights([tf.eye(outputSize), tf.zeros([outputSize])]);
  return model;
}

const AT_REST = { optimizer: { name: "sgd", learningRate: 0 } } as const;
/** Rounding of the loss to float32; the metrics are sums in float64 of values that it can hold. */
const TOLERANCE = 1e-6;

function assertInUnit(found: Readonly<Record<string, number>>): void {
  assertAlmostEquals(found["loss"] ?? NaN, 0.1979166716337204, TOLERANCE);
  for (const name of METRICS) {
    assertAlmostEquals(found[name] ?? NaN, IN_UNIT[name], TOLERANCE, name);
  }
}

testOn(
  "wasm",
  "metrics are in the targets' own unit, the loss as it is trained, on any workers",
  async () => {
    const model = identity(1);
    const data = dataset(true);
    for (const batchSize of [1, 4, 6]) assertInUnit(evaluate(model, data, { batchSize }));
    assertInUnit(await evaluateOnWorkers(model, data, { workers: 2 }));
    for (const workers of [3, "auto"] as const) {
      const { history } = await fit(model, data, {
        ...AT_REST,
        workers,
        batchSize: 4,
        epochs: 2,
        validationData: data,
      });
      const last = (begin: string) =>
        Object.fromEntries(
          Object.entries(history).map((
            [name, values],
          ) => [name.slice(begin.length), values[1] ?? NaN]),
        );
      assertInUnit(last(""));
      assertInUnit(last("val_"));
    }
    const asStored = evaluate(model, dataset(false));
    assertAlmostEquals(asStored["meanSquaredError"] ?? NaN, asStored.loss, TOLERANCE);
    assertAlmostEquals(asStored["r2"] ?? NaN, IN_UNIT.r2, TOLERANCE);
    model.dispose();
  },
);

testOn("wasm", "each value of a target has its own unit", async () => {
  const backwards = (values: readonly number[]) => values.toReversed();
  const pairs = (first: readonly number[], second: readonly number[]) =>
    Float32Array.from(first.flatMap((value, i) => [value, second[i] ?? NaN]));
  const data = createDataset({
    inputs: {
      data: pairs(PREDICTIONS, backwards(PREDICTIONS.map((value) => 2 * value))),
      shape: [2],
    },
    targets: { data: pairs(TARGETS, backwards(TARGETS)), shape: [2] },
    units: [UNIT, { mean: -5e6, deviation: 1000 }],
  });
  const model = identity(2);
  // scikit-learn's r2_score and mean_absolute_error, and the root of its mean_squared_error, of both outputs.
  const expected = { r2: 0.6488439306358381, mae: 376.359375, rmse: 568.2621473968352 };
  const found = await evaluateOnWorkers(model, data, { workers: 2 });
  assertAlmostEquals(found["r2"] ?? NaN, expected.r2, 1e-9);
  assertAlmostEquals(found["meanAbsoluteError"] ?? NaN, expected.mae, 1e-9);
  assertAlmostEquals(found["rootMeanSquaredError"] ?? NaN, expected.rmse, 1e-9);
  model.dispose();
});

testOn(
  "wasm",
  "units stay with the samples that are split off, and are those of what validates",
  async () => {
    const model = identity(1);
    const { validation } = splitDataset(dataset(true), 0.5);
    assertEquals(validation.units, [UNIT]);
    const expected = evaluate(model, validation)["meanAbsoluteError"];
    const options = { ...AT_REST, workers: "auto" } as const;
    const { history } = await fit(model, dataset(true), { ...options, validationSplit: 0.5 });
    assertAlmostEquals(history["val_meanAbsoluteError"]?.[0] ?? NaN, expected ?? NaN, TOLERANCE);
    const { history: other } = await fit(model, dataset(true), {
      ...options,
      validationData: dataset(false),
    });
    const [trained = NaN] = other["meanAbsoluteError"] ?? [];
    const [validated = NaN] = other["val_meanAbsoluteError"] ?? [];
    assertAlmostEquals(trained, UNIT.deviation * validated, TOLERANCE);
    model.dispose();
  },
);

testOn("wasm", "batches of a stream may say their units", async () => {
  const model = identity(1);
  const batches = (units: readonly Unit[]) =>
    async function* (): AsyncGenerator<StreamedBatch> {
      for (const [start, end] of [[0, 4], [4, 6]] as const) {
        await Promise.resolve();
        yield { xs: PREDICTIONS.slice(start, end), ys: TARGETS.slice(start, end), units };
      }
    };
  const { history } = await fit(model, batches([UNIT]), {
    ...AT_REST,
    workers: 2,
    validationData: batches([UNIT]),
  });
  for (const name of METRICS) {
    assertAlmostEquals(history[name]?.[0] ?? NaN, IN_UNIT[name], TOLERANCE, name);
    assertAlmostEquals(history[`val_${name}`]?.[0] ?? NaN, IN_UNIT[name], TOLERANCE, name);
  }
  await assertRejects(
    () => fit(model, batches([UNIT, UNIT]), AT_REST),
    TypeError,
    "Cannot use units: expected 1 units for values of shape [], got 2 (batch 1 of the stream)",
  );
  await assertRejects(
    () => fit(model, batches([{ mean: 0, deviation: 0 }]), AT_REST),
    RangeError,
    "expected units of a finite mean and a finite deviation above 0, got mean 0 and deviation 0",
  );
  model.dispose();
});

testOn("wasm", "a metric of one's own is in the targets' own unit, too", async () => {
  const model = identity(1);
  const largest = (t: tf.Tensor, y: tf.Tensor) => tf.max(tf.abs(tf.sub(t, y)));
  model.compile({
    optimizer: "sgd",
    loss: compilableLoss("meanSquaredError"),
    metrics: [largest] as never,
  });
  await Promise.resolve();
  assertAlmostEquals(evaluate(model, dataset(true))["largest"] ?? NaN, 0.75 * UNIT.deviation, 1e-5);
  model.dispose();
});
