import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  type Checkpoint,
  createDataset,
  createMetric,
  createMlp,
  type Dataset,
  evaluate,
  evaluateOnWorkers,
  fit,
  type History,
  type LayersModel,
  metricFunction,
  sliceDataset,
  type StreamedBatch,
  type TrainEvent,
} from "tandem";
import { predictSamples } from "../../src/model/predict_samples.ts";
import { randomStream } from "../../src/parallel/random.ts";
import { testOn } from "./_models.ts";

const SIZE = 53;
const INPUTS = 4;

/** Samples whose inputs are few different ones, so that many outputs are the same. */
function labelled(labels: number): Dataset {
  const random = randomStream(labels);
  const whole = (below: number) => Math.floor(below * random());
  return createDataset({
    inputs: { data: Float32Array.from({ length: SIZE * INPUTS }, () => whole(2)), shape: [INPUTS] },
    targets: {
      data: Float32Array.from({ length: SIZE * labels }, () => whole(2)),
      shape: [labels],
    },
  });
}

function classifier(outputSize: number): LayersModel {
  return createMlp({
    inputSize: INPUTS,
    hidden: [5],
    outputSize,
    outputActivation: "sigmoid",
    loss: "binaryCrossentropy",
    metrics: ["auc", "accuracy", "prAuc"],
  });
}

/** What the metrics give over all predictions of a model. */
function expectedOf(model: LayersModel, { inputs, targets, size }: Dataset): [number, number] {
  const shape = [size, ...targets.shape];
  const outputs = { data: predictSamples(model, inputs), shape };
  const [auc = NaN, prAuc = NaN] = (["auc", "prAuc"] as const).map((name) =>
    createMetric(name, { outputShape: targets.shape })
      .result([], size, { data: targets.data, shape }, outputs)[name] ?? NaN
  );
  return [auc, prAuc];
}

/** The weights stay as they are. */
const AT_REST = { optimizer: { name: "sgd", learningRate: 0 } } as const;

for (const [labels, ranks] of [[1, [1, 2, 3]], [3, [3]]] as const) {
  testOn(
    "wasm",
    `auc of ${labels} outputs is the same to the bit on any workers, in any batches`,
    async () => {
      const dataset = labelled(labels);
      const model = classifier(labels);
      const expected = expectedOf(model, dataset);
      assert(expected.every((value) => value > 0 && value < 1));
      const bits = (found: Readonly<Record<string, number>>): unknown => [found.auc, found.prAuc];
      for (const batchSize of [1, 7, 53, 1000]) {
        assertEquals(bits(evaluate(model, dataset, { batchSize })), expected);
      }
      const found = await evaluateOnWorkers(model, dataset, { workers: 2 });
      assertEquals(Object.keys(found), ["loss", "auc", "accuracy", "prAuc"]);
      assertEquals(bits(found), expected);
      const part = expectedOf(model, sliceDataset(dataset, 0, 31));
      for (const workers of [...ranks, "auto"] as const) {
        const { history } = await fit(model, dataset, {
          ...AT_REST,
          workers,
          epochs: 3,
          batchSize: 10,
          validationData: sliceDataset(dataset, 0, 31),
        });
        assertEquals(Object.keys(history).slice(0, 4), ["loss", "auc", "acc", "prAuc"]);
        for (let epoch = 0; epoch < 3; epoch++) {
          // An epoch visits every sample, in another order each.
          assertEquals([history.auc?.[epoch], history.prAuc?.[epoch]], expected);
          assertEquals([history.val_auc?.[epoch], history.val_prAuc?.[epoch]], part);
        }
      }
      model.dispose();
    },
  );
}

testOn("wasm", "auc of training is over the predictions of an epoch, on streams too", async () => {
  const dataset = labelled(1);
  const { inputs, targets } = dataset;
  const batchesOf = (sizes: readonly number[]) =>
    async function* (): AsyncGenerator<StreamedBatch> {
      let start = 0;
      for (const size of sizes) {
        await Promise.resolve();
        const end = start + size;
        yield [
          tf.tensor2d(inputs.data.slice(start * INPUTS, end * INPUTS), [size, INPUTS]),
          targets.data.slice(start, end),
        ];
        start = end;
      }
    };
  const seen = ({ history }: History): unknown => [history.auc, history.prAuc];
  const common = { epochs: 3, optimizer: { name: "sgd", learningRate: 0.5 } } as const;
  const [whole, stream] = [classifier(1), classifier(1)];
  const expected = await fit(whole, dataset, {
    ...common,
    workers: 2,
    batchSize: 20,
    shuffle: false,
  });
  assertEquals(
    seen(await fit(stream, batchesOf([20, 20, 13]), { ...common, workers: 2 })),
    seen(expected),
  );
  // The first epoch of one batch is over the predictions of the weights before it.
  const fresh = classifier(1);
  const before = expectedOf(fresh, dataset);
  const { history } = await fit(fresh, dataset, { ...common, batchSize: "full" });
  assertEquals([history.auc?.[0], history.prAuc?.[0]], before);
  // Fewer steps see fewer samples.
  const few = classifier(1);
  const first = expectedOf(few, sliceDataset(dataset, 0, 20));
  const { history: short } = await fit(few, dataset, {
    ...common,
    ...AT_REST,
    batchSize: 10,
    stepsPerEpoch: 2,
    shuffle: false,
  });
  assertEquals([short.auc?.[2], short.prAuc?.[2]], first);
  for (const model of [whole, stream, fresh, few]) model.dispose();
});

testOn("wasm", "auc of classes is that of each against the rest, from labels", async () => {
  const random = randomStream(3);
  const whole = (below: number) => Math.floor(below * random());
  const dataset = createDataset({
    inputs: { data: Float32Array.from({ length: SIZE * INPUTS }, () => whole(2)), shape: [INPUTS] },
    targets: { data: Uint8Array.from({ length: SIZE }, () => whole(3)), shape: [] },
    classes: 3,
  });
  const model = createMlp({ inputSize: INPUTS, hidden: [], outputSize: 3, metrics: ["auc"] });
  const { auc } = createMetric("auc", { outputShape: [3] }).result(
    [],
    SIZE,
    { data: dataset.targets.data, shape: [SIZE] },
    { data: predictSamples(model, dataset.inputs), shape: [SIZE, 3] },
  );
  assertEquals(evaluate<"auc">(model, dataset).auc, auc);
  const { history } = await fit(model, dataset, {
    ...AT_REST,
    validationData: dataset,
  });
  assertEquals([history.auc, history.val_auc], [[auc], [auc]]);
  model.dispose();
});

testOn(
  "wasm",
  "auc of each step is given to callbacks, and that of the epoch with the epoch",
  async () => {
    const dataset = labelled(1);
    const model = classifier(1);
    const steps: (number | undefined)[] = [];
    const events: TrainEvent[] = [];
    await fit(model, dataset, {
      ...AT_REST,
      workers: 2,
      batchSize: 30,
      shuffle: false,
      callbacks: { onBatchEnd: (_, logs) => void steps.push(logs?.["auc"]) },
      onEvent: (event) => void events.push(event),
    });
    const parts = [sliceDataset(dataset, 0, 30), sliceDataset(dataset, 30, SIZE)];
    assertEquals(steps, parts.map((part) => expectedOf(model, part)[0]));
    for (const event of events) {
      if (event.type === "step") assertEquals(Object.keys(event.logs), ["loss", "accuracy"]);
      if (event.type === "epoch") assertEquals(event.logs.auc, expectedOf(model, dataset)[0]);
    }
    model.dispose();
  },
);

testOn(
  "wasm",
  "the epoch with the largest val_auc is the best, and training goes on as it was",
  async () => {
    const dataset = labelled(1);
    const validationData = sliceDataset(dataset, 0, 25);
    const options = { batchSize: 10, validationData } as const;
    const model = classifier(1);
    const checkpoints: Checkpoint[] = [];
    const { history } = await fit(model, dataset, {
      ...options,
      epochs: 6,
      optimizer: { name: "adam", learningRate: 0.05 },
      earlyStopping: { monitor: "val_auc", patience: 9, restoreBestWeights: true },
      onCheckpoint: (checkpoint) => void checkpoints.push(checkpoint),
    });
    const best = Math.max(...history.val_auc ?? []);
    assert(history.val_auc?.some((value) => value < best));
    assertEquals(evaluate<"auc">(model, validationData).auc, best);
    const resumed = classifier(1);
    const { history: rest } = await fit(resumed, dataset, {
      ...options,
      epochs: 6,
      optimizer: { name: "adam", learningRate: 0.05 },
      resume: checkpoints[2] ?? null as never,
    });
    assertEquals([rest.auc, rest.val_prAuc], [history.auc?.slice(3), history.val_prAuc?.slice(3)]);
    for (const each of [model, resumed]) each.dispose();
  },
);

testOn(
  "wasm",
  "each output of several has its own auc, and weights of samples do not change it",
  async () => {
    const { inputs, targets } = labelled(1);
    const input = tf.input({ shape: [INPUTS] });
    const outputs = ["left", "right"].map((name, seed) =>
      tf.layers.dense({
        name,
        units: 1,
        activation: "sigmoid",
        kernelInitializer: tf.initializers.randomNormal({ seed }),
      }).apply(input) as tf.SymbolicTensor
    );
    const model = tf.model({ inputs: input, outputs });
    const metrics = { left: ["mse"], right: [metricFunction("auc")] };
    model.compile({ optimizer: "sgd", loss: "binaryCrossentropy", metrics: metrics as never });
    const x = tf.tensor2d(inputs.data, [SIZE, INPUTS]);
    const weights = { right: Array.from({ length: SIZE }, (_, i) => i % 3) };
    const found = evaluate(model, x, [targets.data, targets.data], { sampleWeight: weights });
    const [, right] = model.predict(x) as tf.Tensor[];
    const shape = [SIZE, 1];
    const { auc } = createMetric("auc", { outputShape: [1] }).result(
      [],
      SIZE,
      { data: targets.data, shape },
      { data: right?.dataSync() ?? [], shape },
    );
    assertAlmostEquals(found["right_auc"] ?? NaN, auc ?? NaN, 1e-12);
    const { history } = await fit(model, x, [targets.data, targets.data], {
      ...AT_REST,
      workers: 3,
      batchSize: 20,
      sampleWeight: weights,
    });
    assertEquals(history.right_auc, [found["right_auc"]]);
    model.dispose();
  },
);
