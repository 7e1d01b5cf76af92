import * as tf from "@tensorflow/tfjs";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertLess,
  assertLessOrEqual,
  assertRejects,
} from "@std/assert";
import {
  createDataset,
  createMlp,
  type Dataset,
  DivergenceError,
  evaluate,
  fit,
  type FitCallback,
  type FitOptions,
  type ModelValues,
  type StreamedBatch,
  useBackend,
} from "tandem";
import { needs } from "../_permissions.ts";
import { copyWeights, pasteWeights } from "../../src/model/topology.ts";
import { randomDataset, relativeDistance } from "../_fixtures.ts";
import { flatWeights } from "../parallel/_data_parallel.ts";

const ignore = !needs("read");
const SIZE = 50;
const dataset = randomDataset(SIZE, 12, 4);
const COMMON = { epochs: 2, batchSize: 12, workers: 2 } as const;

function build(): tf.LayersModel {
  return createMlp({ inputSize: 12, hidden: [9], outputSize: 4, learningRate: 0.01 });
}

function tensors(): { x: tf.Tensor2D; y: tf.Tensor2D } {
  const x = tf.tensor2d(Float32Array.from(dataset.inputs.data, (byte) => byte / 255), [SIZE, 12]);
  const y = tf.tidy(() => tf.oneHot(Int32Array.from(dataset.targets.data), 4).toFloat());
  return { x, y: y as tf.Tensor2D };
}

/** Weights after training a fresh model. */
async function train(
  run: (model: tf.LayersModel) => Promise<unknown>,
): Promise<Float32Array> {
  const model = build();
  await run(model);
  const weights = flatWeights(model);
  model.dispose();
  return weights;
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({
    name,
    ignore,
    fn: async () => {
      await useBackend("wasm");
      await fn();
      tf.disposeVariables();
    },
  });
}

test("fit() takes tensors, typed arrays, lists and names, and trains the same on all of them", async () => {
  const { x, y } = tensors();
  const plainX = x.dataSync<"float32">().slice();
  const plainY = y.dataSync<"float32">().slice();
  const forms: readonly ((model: tf.LayersModel) => readonly [ModelValues, ModelValues])[] = [
    () => [plainX, plainY],
    () => [[x], [plainY]],
    ({ inputNames: [input = ""], outputNames: [output = ""] }) => [{ [input]: x }, { [output]: y }],
  ];
  const expected = await train((model) => fit(model, x, y, COMMON));
  for (const form of forms) {
    assertEquals(await train((model) => fit(model, ...form(model), COMMON)), expected);
  }
  // The tensors are still there.
  assertEquals(x.shape, [SIZE, 12]);
});

test("fit() takes class numbers under sparse cross-entropy, as tensor or plain numbers", async () => {
  const sparse = (): tf.LayersModel =>
    createMlp({ inputSize: 12, hidden: [9], outputSize: 4, loss: "sparseCategoricalCrossentropy" });
  const { x } = tensors();
  const labels = Int32Array.from(dataset.targets.data);
  const results: Float32Array[] = [];
  for (const y of [labels, tf.tensor1d(labels), tf.tensor2d(labels, [SIZE, 1])]) {
    const model = sparse();
    await fit(model, x, y, COMMON);
    results.push(flatWeights(model));
  }
  const model = sparse();
  await fit(model, dataset, COMMON);
  const [first = new Float32Array(), second, third] = results;
  assertEquals(second, first);
  assertEquals(third, first);
  const wrong = labels.with(7, 4);
  await assertRejects(
    () => fit(sparse(), x, wrong, COMMON),
    RangeError,
    "expected class numbers from 0 to 3, got 4 at index 7",
  );
});

async function* stream(times = 1): AsyncGenerator<StreamedBatch> {
  const { x, y } = tensors();
  for (let time = 0; time < times; time++) {
    for (let start = 0; start < SIZE; start += 12) {
      const count = Math.min(12, SIZE - start);
      yield { xs: x.slice(start, count), ys: y.slice(start, count) };
      await Promise.resolve();
    }
  }
}

test("fit() trains on a stream of batches as on the samples themselves", async () => {
  const { x, y } = tensors();
  const expected = await train((model) => fit(model, x, y, { ...COMMON, shuffle: false }));
  const { epochs, workers } = COMMON;
  assertEquals(await train((model) => fit(model, () => stream(), { epochs, workers })), expected);
  const steps = { epochs, workers, stepsPerEpoch: 5 };
  assertEquals(await train((model) => fit(model, stream(2), steps)), expected);
  const data = tf.data.zip({
    xs: tf.data.array(x.arraySync()),
    ys: tf.data.array(y.arraySync()),
  }).batch(12) as unknown as Parameters<typeof fit>[1];
  assertEquals(
    await train((model) =>
      fit(model, data as () => AsyncIterable<StreamedBatch>, { epochs, workers })
    ),
    expected,
  );
});

async function* endingEmpty(): AsyncGenerator<StreamedBatch> {
  yield* stream();
  yield { xs: tf.zeros([0, 12]), ys: tf.zeros([0, 4]) };
}

test("fit() says what a stream lacks", async () => {
  const { workers } = COMMON;
  const cases: readonly (readonly [() => Promise<unknown>, string])[] = [
    [() => fit(build(), stream(0), { workers }), "the stream gives no batch"],
    [() => fit(build(), stream(), { workers, epochs: 2 }), "pass a function that makes one"],
    [
      () => fit(build(), endingEmpty, { workers }),
      "Cannot use these samples: expected one or more, got none (batch 6 of the stream)",
    ],
    [
      () => fit(build(), stream(), { workers, batchSize: 3 } as FitOptions),
      "Cannot train on a stream with batchSize",
    ],
  ];
  for (const [run, expected] of cases) await assertRejects(run, Error, expected);
});

test("fit() disposes the tensors of a stream's batches, and no others", async () => {
  const model = build();
  const { workers } = COMMON;
  await fit(model, () => stream(), { workers });
  const before = tf.memory().numTensors;
  const shown: tf.Tensor[] = [];
  async function* shownStream(): AsyncGenerator<StreamedBatch> {
    for await (const batch of stream()) {
      const { xs } = batch as { xs: tf.Tensor };
      shown.push(xs);
      yield batch;
    }
  }
  await fit(model, shownStream, { workers });
  assert(shown.every((tensor) => tensor.isDisposed));
  // stream() itself keeps the two tensors that it slices.
  assertEquals(tf.memory().numTensors, before + 2);
});

for (const options of [{ validationSplit: 0.3 }, {}]) {
  test(`fit() validates as model.fit does, with ${JSON.stringify(options)}`, async () => {
    const { x, y } = tensors();
    const validation = options.validationSplit === undefined
      ? { validationData: [x.slice(0, 20), y.slice(0, 20)] as [tf.Tensor, tf.Tensor] }
      : options;
    const all = { epochs: 3, batchSize: 12, shuffle: false, ...validation };
    const [ours, theirs] = [build(), build()];
    const { history } = await fit(ours, x, y, { ...all, workers: 2 });
    const expected = await theirs.fit(x, y, { ...all, verbose: 0 });
    assertEquals(Object.keys(history).toSorted(), Object.keys(expected.history).toSorted());
    for (const [name, values] of Object.entries(history)) {
      values.forEach((value, i) =>
        assertAlmostEquals(value, Number(expected.history[name]?.[i]), 1e-4, name)
      );
    }
  });
}

/** Writes down every call, with the names of the logs. */
function scribe(lines: string[]): FitCallback {
  const write = (name: string, logs: object | undefined, ...numbers: number[]): void =>
    void lines.push(`${name} ${numbers} ${Object.keys(logs ?? {}).toSorted()}`);
  return {
    onTrainBegin: (logs) => write("trainBegin", logs),
    onTrainEnd: (logs) => write("trainEnd", logs),
    onEpochBegin: (epoch, logs) => write("epochBegin", logs, epoch),
    onEpochEnd: (epoch, logs) => write("epochEnd", logs, epoch),
    onBatchBegin: (batch) => write("batchBegin", {}, batch),
    onBatchEnd: (batch, logs) => write("batchEnd", logs, batch),
  };
}

test("fit() calls the hooks that model.fit calls, in its order", async () => {
  const { x, y } = tensors();
  const options = { epochs: 4, initialEpoch: 2, batchSize: 20, validationSplit: 0.2 };
  const [ours, theirs]: [string[], string[]] = [[], []];
  await fit(build(), x, y, { ...options, workers: 2, callbacks: [scribe(ours)] });
  await build().fit(x, y, {
    ...options,
    verbose: 0,
    callbacks: scribe(theirs) as tf.CustomCallbackArgs,
  });
  assertEquals(ours, theirs);
});

test("tfjs's own early stopping ends fit() where it ends model.fit", async () => {
  const { x, y } = tensors();
  const options = { epochs: 30, batchSize: 12, shuffle: false, validationSplit: 0.5 };
  const stopping = (): tf.EarlyStoppingCallbackArgs => ({ monitor: "val_loss", patience: 2 });
  const [ours, theirs] = [build(), build()];
  const actual = await fit(ours, x, y, {
    ...options,
    workers: 2,
    optimizer: { name: "sgd", learningRate: 2 },
    callbacks: tf.callbacks.earlyStopping(stopping()),
  });
  theirs.compile({ optimizer: tf.train.sgd(2), loss: "categoricalCrossentropy" });
  const expected = await theirs.fit(x, y, {
    ...options,
    verbose: 0,
    callbacks: tf.callbacks.earlyStopping(stopping()),
  });
  assertEquals(actual.epoch, expected.epoch);
  assertLess(actual.epoch.length, 30);
});

test("a callback stops fit() after a step, and sees the model's weights of that step", async () => {
  const model = build();
  const start = flatWeights(model);
  const seen: Float32Array[] = [];
  const { epoch } = await fit(model, dataset, {
    ...COMMON,
    callbacks: {
      onBatchEnd: (batch) => {
        seen.push(flatWeights(model));
        if (batch === 1) model.stopTraining = true;
      },
    },
  });
  assertEquals(epoch, [0]);
  assertEquals(seen.length, 2);
  assertEquals(seen[0]?.every((value, i) => value === start[i]), false);
  assertEquals(flatWeights(model), seen[1]);
});

test("fit() goes on from an epoch in the order of that epoch", async () => {
  const optimizer = { name: "sgd", learningRate: 0.1 } as const;
  const whole = await train((model) => fit(model, dataset, { ...COMMON, epochs: 3, optimizer }));
  const parts = await train(async (model) => {
    await fit(model, dataset, { ...COMMON, epochs: 1, optimizer });
    const { epoch } = await fit(model, dataset, {
      ...COMMON,
      initialEpoch: 1,
      epochs: 3,
      optimizer,
    });
    assertEquals(epoch, [1, 2]);
  });
  assertEquals(parts, whole);
});

test("stepsPerEpoch ends an epoch early", async () => {
  const steps: number[] = [];
  const options: FitOptions = {
    ...COMMON,
    stepsPerEpoch: 3,
    onEvent: (event) => event.type === "step" && steps.push(event.seen),
  };
  await fit(build(), dataset, options);
  assertEquals(steps, [12, 24, 36, 12, 24, 36]);
  await assertRejects(
    () => fit(build(), dataset, { ...COMMON, stepsPerEpoch: 6 }),
    RangeError,
    "Cannot make 6 steps an epoch: expected at most 5",
  );
});

test("weights of samples do what the same weights of their classes do", async () => {
  const classWeight = { 0: 3, 2: 0.5 };
  const factors = [3, 1, 0.5, 1];
  const sampleWeight = Float32Array.from(dataset.targets.data, (label) => factors[label] ?? 1);
  const byClass = await train((model) => fit(model, dataset, { ...COMMON, classWeight }));
  const bySample = await train((model) => fit(model, dataset, { ...COMMON, sampleWeight }));
  assertEquals(bySample, byClass);
  const both = await train((model) =>
    fit(model, dataset, { ...COMMON, classWeight, sampleWeight: new Float32Array(SIZE).fill(1) })
  );
  assertEquals(both, byClass);
  const none = await train((model) => fit(model, dataset, COMMON));
  assertEquals(none.every((value, i) => value === byClass[i]), false);
});

test("fit() refuses weights that fit no class or sample, and other options that are out of range", async () => {
  const { x, y } = tensors();
  const cases: readonly (readonly [FitOptions, string])[] = [
    [{ classWeight: { 4: 1 } }, "Cannot weigh class 4: expected a class from 0 to 3"],
    [{ classWeight: { 1: -1 } }, "Cannot weigh class 1 by -1: expected a number, 0 or more"],
    [{ sampleWeight: [1, 2] }, "expected 50 weights, one a sample, got 2"],
    [{ clipNorm: 0 }, "clipNorm 0: expected a number above 0"],
    [{ clipNorm: 1, clipValue: 1 }, "expected clipNorm or clipValue, got both"],
    [{ earlyStopping: {} }, 'Cannot watch "val_loss": expected one of loss, accuracy'],
    [{ earlyStopping: { monitor: "loss", patience: -1 } }, "patience -1"],
    [{ reduceOnPlateau: { monitor: "val_acc" } }, 'Cannot watch "val_acc"'],
    [{ validationSplit: 1 }, "expected a fraction between 0 and 1"],
    [{ initialEpoch: 3, epochs: 2 }, "initialEpoch 3: expected a whole number, from 0 to 2"],
  ];
  for (const [options, expected] of cases) {
    await assertRejects(() => fit(build(), x, y, { workers: 1, ...options }), Error, expected);
  }
  await assertRejects(
    () => fit(build(), x, y.slice(0, 49), { workers: 1 }),
    TypeError,
    "expected as many of every input and target, got 50, 49",
  );
  await assertRejects(() => fit(build(), [x, x], y), TypeError, "expected tensors or typed arrays");
});

for (const workers of [1, 3]) {
  test(`${workers} workers clip the gradient of the whole batch, by norm and by value`, async () => {
    const moved = async (options: FitOptions): Promise<Float32Array> => {
      const model = build();
      const start = flatWeights(model);
      const optimizer = { name: "sgd", learningRate: 1 } as const;
      await fit(model, dataset, { workers, batchSize: "full", optimizer, ...options });
      return flatWeights(model).map((value, i) => (start[i] ?? 0) - value);
    };
    const norm = (vector: Float32Array): number =>
      Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    const free = await moved({});
    const byNorm = await moved({ clipNorm: 0.01 });
    assertAlmostEquals(norm(byNorm), 0.01, 1e-5);
    const scale = 0.01 / norm(free);
    byNorm.forEach((value, i) => assertAlmostEquals(value, scale * (free[i] ?? NaN), 1e-6));
    const byValue = await moved({ clipValue: 0.005 });
    byValue.forEach((value, i) => {
      const expected = Math.min(0.005, Math.max(-0.005, free[i] ?? NaN));
      assertAlmostEquals(value, expected, 1e-6);
    });
    const loose = await moved({ clipNorm: 100 });
    loose.forEach((value, i) => assertAlmostEquals(value, free[i] ?? NaN, 1e-7));
  });
}

test("early stopping restores the weights of the best epoch, and keepBest is given them", async () => {
  const model = build();
  const byEpoch: Float32Array[] = [];
  const kept: number[] = [];
  const { epoch, history } = await fit(model, dataset, {
    ...COMMON,
    epochs: 40,
    validationData: randomDataset(30, 12, 4),
    optimizer: { name: "adam", learningRate: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    earlyStopping: { patience: 3, restoreBestWeights: true },
    keepBest: { save: (epoch) => void kept.push(epoch) },
    callbacks: { onEpochEnd: () => void byEpoch.push(flatWeights(model)) },
  });
  const losses = history["val_loss"] ?? [];
  const best = losses.indexOf(Math.min(...losses));
  assertEquals(epoch.length, best + 4);
  assertEquals(kept.at(-1), best);
  assertEquals(kept, kept.toSorted((a, b) => a - b));
  assertEquals(flatWeights(model), byEpoch[best]);
});

test("reduceOnPlateau lowers the rate once the value no longer gets better", async () => {
  const model = build();
  const byEpoch: Float32Array[] = [];
  await fit(model, dataset, {
    ...COMMON,
    epochs: 4,
    optimizer: { name: "sgd", learningRate: 0.1 },
    // No loss is better than another by as much: the rate falls after the second and the fourth epoch.
    reduceOnPlateau: { monitor: "loss", minDelta: 100, patience: 1, factor: 0 },
    callbacks: { onEpochEnd: () => void byEpoch.push(flatWeights(model)) },
  });
  assertEquals(byEpoch[1]?.every((value, i) => value === byEpoch[0]?.[i]), false);
  assertEquals(byEpoch[2], byEpoch[1]);
});

test("fit() ends when the loss is no number, and the model keeps the last epoch's weights", async () => {
  const model = build();
  const before = flatWeights(model);
  const optimizer = { name: "sgd", learningRate: 1e30 } as const;
  const error = await assertRejects(
    () => fit(model, dataset, { ...COMMON, optimizer }),
    DivergenceError,
    "use a lower learning rate, or clip the gradient",
  ) as DivergenceError;
  assertEquals(error.epoch, 0);
  assertLessOrEqual(error.step, 2);
  assertEquals(flatWeights(model), before);
  const { history } = await fit(model, dataset, { ...COMMON, optimizer, terminateOnNaN: false });
  assertEquals(Number.isFinite(history["loss"]?.at(-1)), false);
});

test("fit() names layer, kernel and backend of what cannot be trained, before it trains", async () => {
  const { layers } = tf;
  const model = tf.sequential({
    layers: [
      layers.conv2d({ name: "edges", filters: 2, kernelSize: 2, inputShape: [5, 5, 1] }),
      layers.flatten(),
      layers.dense({ units: 2 }),
    ],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const events: string[] = [];
  const options: FitOptions = { workers: 2, onEvent: ({ type }) => void events.push(type) };
  await assertRejects(
    () => fit(model, new Float32Array(50), new Float32Array(4), options),
    TypeError,
    'Cannot train layer "edges" (Conv2D) on backend "wasm": it lacks kernel "Conv2DBackpropFilter"',
  );
  assertEquals(events, []);
});

class Twice extends tf.layers.Layer {
  static readonly className = "Twice";
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.mul(Array.isArray(inputs) ? inputs[0] as tf.Tensor : inputs, 2);
  }
}

test("fit() says that workers do not know a layer of one's own", async () => {
  tf.serialization.registerClass(Twice);
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2] })] });
  model.add(new Twice({}));
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  await assertRejects(
    () => fit(model, new Float32Array(4), new Float32Array(4), { workers: 1 }),
    TypeError,
    'Cannot train layer "Twice" on workers: pass the module that registers it by ' +
      "tf.serialization.registerClass as options.modules, such as " +
      '[new URL("./my_module.ts", import.meta.url)]',
  );
});

test("fit() leaves a model within the model as it is, where that is not trained", async () => {
  const inner = tf.sequential({
    layers: [tf.layers.dense({ units: 4, inputShape: [3], activation: "tanh" })],
  });
  inner.trainable = false;
  const input = tf.input({ shape: [3] });
  const outputs = tf.layers.dense({ units: 2 }).apply(inner.apply(input)) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs });
  model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
  const start = copyWeights(model);
  const [x, y] = [tf.linspace(-1, 1, 24).reshape([8, 3]), tf.linspace(0, 1, 16).reshape([8, 2])];
  const options = { epochs: 2, batchSize: 4, shuffle: false };
  await model.fit(x, y, { ...options, verbose: 0 });
  const expected = copyWeights(model);
  pasteWeights(model, start);
  const frozen = inner.getWeights().map((weight) => weight.dataSync().slice());
  await fit(model, x, y, options);
  assertEquals(inner.getWeights().map((weight) => weight.dataSync().slice()), frozen);
  // Both compute in float32, by kernels that round otherwise.
  assertLess(relativeDistance(copyWeights(model), expected), 1e-5);
});

test("scores are exact over uneven shards: 1, 2 and 5 workers give those of one process", async () => {
  const regression = (): Dataset =>
    createDataset({
      inputs: dataset.inputs,
      targets: {
        data: Float32Array.from({ length: SIZE * 2 }, (_, i) => Math.sin(i)),
        shape: [2],
      },
    });
  const metrics = ["rootMeanSquaredError", "r2", "meanAbsoluteError"] as const;
  const scores = ["f1", "precisionByClass", "recall", "top2", "accuracy"] as const;
  const cases = [
    [regression(), {
      outputSize: 2,
      outputActivation: "linear",
      loss: "meanSquaredError",
      metrics,
    }],
    [dataset, { outputSize: 4, metrics: scores }],
  ] as const;
  for (const [data, options] of cases) {
    const model = createMlp({ inputSize: 12, hidden: [9], ...options });
    const expected = evaluate(model, data);
    for (const workers of [1, 2, 5]) {
      const { history } = await fit(model, data, {
        workers,
        batchSize: 13,
        validationData: data,
        optimizer: { name: "sgd", learningRate: 0 },
      });
      const values = Object.entries(history).filter(([name]) => name.startsWith("val_"));
      assertEquals(values.length, Object.keys(expected).length);
      const named = Object.values(expected);
      values.forEach(([name, [value]], i) =>
        assertAlmostEquals(value ?? NaN, named[i] ?? NaN, 1e-5, name)
      );
    }
  }
});
