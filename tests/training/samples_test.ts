import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  createDataset,
  evaluate,
  evaluateOnWorkers,
  fit,
  type FitOptions,
  type ModelValues,
  type StreamedBatch,
} from "tandem";
import { testOn, unitModel } from "./_models.ts";

const X = [-1, 1, -1, 1];
const Y = [0, 1, 0, 1];

testOn("cpu", "weights of classes are for training alone, whoever splits the samples", async () => {
  // ln(1 + 1/e): the loss of every sample. Weighed by 10 in training, as in tfjs.
  const loss = Math.log1p(Math.exp(-1));
  const options = { batchSize: 2, classWeight: { 0: 10, 1: 10 } } as const;
  const sigmoid = { activation: "sigmoid", loss: "binaryCrossentropy" } as const;
  const theirs = await unitModel([1], sigmoid).fit(tf.tensor2d(X, [4, 1]), tf.tensor2d(Y, [4, 1]), {
    ...options,
    validationSplit: 0.5,
    verbose: 0,
  });
  const splits: readonly FitOptions[] = [
    { validationSplit: 0.5 },
    { validationData: [X.slice(2), Y.slice(2)] },
    { validationData: [X.slice(2), Y.slice(2), [1, 1]] },
  ];
  for (const split of splits) {
    const { history } = await fit(unitModel([1], sigmoid), X, Y, { ...options, ...split });
    assertAlmostEquals(history["loss"]?.[0] ?? NaN, 10 * loss, 1e-5);
    assertAlmostEquals(history["val_loss"]?.[0] ?? NaN, loss, 1e-6);
    assertAlmostEquals(
      history["val_loss"]?.[0] ?? NaN,
      Number(theirs.history["val_loss"]?.[0]),
      1e-6,
    );
  }
});

testOn("cpu", "weights of samples go with their samples through a split, as in Keras", async () => {
  const { history } = await fit(unitModel(), [1, 2, 3, 4], [0, 0, 0, 0], {
    sampleWeight: [1, 1, 10, 100],
    validationSplit: 0.5,
  });
  assertEquals(history["loss"], [(1 + 4) / 2]);
  assertEquals(history["val_loss"], [(10 * 9 + 100 * 16) / 2]);
});

testOn("cpu", "weights of samples and of classes multiply", async () => {
  const { history } = await fit(unitModel(), [2, 2], [0, 1], {
    sampleWeight: [3, 5],
    classWeight: { 1: 7 },
  });
  assertEquals(history["loss"], [(3 * 4 + 5 * 7 * 1) / 2]);
});

/** Shapes of a model's input and of samples, and whether the samples can be read as that input. */
const SHAPES: readonly (readonly [number[], number[], boolean])[] = [
  [[2, 2, 3], [2, 2, 3], true],
  [[2, 2, 3], [3, 2, 2], false],
  [[2, 2, 3], [12], false],
  [[2, 2, 3], [4, 3], false],
  [[4, 3], [3, 4], false],
  [[2, 3], [2, 1, 3], true],
  [[2, 3, 1], [2, 3], true],
  [[1, 2, 3], [2, 3, 1], true],
  [[6], [2, 3], true],
  [[6], [3, 2, 1], true],
  [[1, 6], [2, 3], false],
  [[6], [5], false],
];

testOn(
  "cpu",
  "samples are read by a model of their shape, but for axes of size 1, and as a vector",
  async () => {
    for (const [shape, given, fits] of SHAPES) {
      const x = tf.ones([4, ...given]);
      const run = (): Promise<unknown> => fit(unitModel(shape), x, [0, 0, 0, 0]);
      if (fits) await run();
      else {
        await assertRejects(
          run,
          TypeError,
          `expected inputs of shape [${shape}], got [${given}]`,
          `${given} for ${shape}`,
        );
        assertThrows(() => evaluate(unitModel(shape), x, [0, 0, 0, 0]), TypeError, `[${given}]`);
      }
    }
  },
);

testOn("cpu", "targets of another shape than the outputs' are refused with both", async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 3, inputShape: [2, 4] })],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const x = tf.ones([5, 2, 4]);
  await fit(model, x, tf.ones([5, 2, 1, 3]));
  for (const shape of [[3, 2], [6], [2, 3, 2]]) {
    await assertRejects(
      () => fit(model, x, tf.ones([5, ...shape])),
      TypeError,
      `expected targets for outputs of shape [2,3], got [${shape}]`,
    );
  }
});

testOn("cpu", "open sizes take those of the samples, axis by axis", async () => {
  const layer = tf.layers.globalAveragePooling1d({ inputShape: [null as unknown as number, 2] });
  const model = tf.sequential({ layers: [layer, tf.layers.dense({ units: 1 })] });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  await fit(model, tf.ones([3, 7, 2]), tf.ones([3, 1]));
  await assertRejects(
    () => fit(model, tf.ones([3, 2, 7]), tf.ones([3, 1])),
    TypeError,
    "expected inputs of shape [,2], got [2,7]",
  );
});

testOn(
  "cpu",
  "fit() and evaluate() take whatever tf.tensor takes of numbers, and give the same",
  async () => {
    const rows = [[1, 2], [3, 4], [5, 6]];
    const flat = rows.flat();
    const forms: readonly ModelValues[] = [
      rows,
      tf.tensor2d(rows),
      tf.tensor2d(rows, [3, 2], "int32"),
      [tf.tensor2d(rows)],
      Float32Array.from(flat),
      Float64Array.from(flat),
      Int8Array.from(flat),
      Int16Array.from(flat),
      Int32Array.from(flat),
      Uint8Array.from(flat),
      Uint8ClampedArray.from(flat),
      Uint16Array.from(flat),
      Uint32Array.from(flat),
      [Float64Array.from(flat)],
    ];
    const losses = (9 + 49 + 121) / 3;
    for (const x of forms) {
      const { history } = await fit(unitModel([2]), x, [[0], [0], [0]]);
      assertAlmostEquals(history["loss"]?.[0] ?? NaN, losses, 1e-4);
      assertAlmostEquals(evaluate(unitModel([2]), x, [0, 0, 0]).loss, losses, 1e-4);
    }
    const onWorkers = await evaluateOnWorkers(unitModel([2]), rows, [0, 0, 0], { workers: 2 });
    assertAlmostEquals(onWorkers.loss, losses, 1e-4);
    const weighed = evaluate(unitModel([2]), rows, [0, 0, 0], { sampleWeight: [1, 0, 0] });
    assertAlmostEquals(weighed.loss, 9 / 3, 1e-5);
  },
);

testOn(
  "cpu",
  "fit() takes lists of numbers for each of several inputs, alone or by name",
  async () => {
    const [a, b] = ["a", "b"].map((name) => tf.input({ shape: [1], name }));
    assert(a && b);
    const sum = tf.layers.add({ name: "sum" }).apply([a, b]) as tf.SymbolicTensor;
    const build = (): tf.LayersModel => {
      const output = tf.layers.dense({ units: 1, kernelInitializer: "ones" })
        .apply(sum) as tf.SymbolicTensor;
      const model = tf.model({ inputs: [a, b], outputs: output });
      model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError" });
      return model;
    };
    for (const x of [[[1, 2], [[3], [4]]], { a: [1, 2], b: [3, 4] }] as ModelValues[]) {
      const { history } = await fit(build(), x, [0, 0]);
      assertEquals(history["loss"], [(16 + 36) / 2]);
    }
  },
);

/** What is no numbers that samples can be made of, and what the message says of it. */
const UNUSABLE: readonly (readonly [unknown, string])[] = [
  [new BigInt64Array(4), "got BigInt64Array"],
  [new BigUint64Array(4), "got BigUint64Array"],
  [new DataView(new ArrayBuffer(16)), "got DataView"],
  [tf.tensor(["a", "b", "c", "d"]), "got a tensor of string"],
  [[1, "2", 3, 4], "got string"],
  [[[1], [2, 3], [4], [5]], "expected lists of one length"],
  [["1"], "got string"],
  [[], "got an empty list"],
  [null, "got null"],
  [4, "got number"],
  [new Map(), "got Map"],
];

testOn("cpu", "what is no numbers is refused where it is given, with what is taken", async () => {
  for (const [wrong, message] of UNUSABLE) {
    const x = wrong as ModelValues;
    await assertRejects(() => fit(unitModel(), x, [0, 0, 0, 0]), TypeError, message);
    await assertRejects(() => fit(unitModel(), [0, 0, 0, 0], x), TypeError, message);
    assertThrows(() => evaluate(unitModel(), x, [0, 0, 0, 0]), TypeError, message);
  }
  await assertRejects(
    () => fit(unitModel(), [1], [1], { sampleWeight: new BigInt64Array(1) as never }),
    TypeError,
    "got BigInt64Array",
  );
});

testOn(
  "cpu",
  "numbers that are none are found in the samples, and not blamed on the rate",
  async () => {
    const cases: readonly (readonly [number[], number[], string])[] = [
      [[1, 2, NaN, 4], [1, 1, 1, 1], 'NaN in input "in_input", sample 2: expected finite'],
      [[1, -Infinity, 3, 4], [1, 1, 1, 1], "sample 1"],
      [[1, 2, 3, 4], [1, 1, 1, Infinity], "sample 3"],
      [[1, 2, 3, 4], [NaN, 1, 1, 1], 'NaN in the targets of "out", sample 0'],
    ];
    for (const [x, y, message] of cases) {
      await assertRejects(() => fit(unitModel(), x, y), RangeError, message);
      const inputs = { data: Float32Array.from(x), shape: [1] };
      const dataset = createDataset({
        inputs,
        targets: { data: Float32Array.from(y), shape: [1] },
      });
      await assertRejects(() => fit(unitModel(), dataset), RangeError, message);
      await assertRejects(
        () =>
          fit(unitModel(), async function* (): AsyncGenerator<StreamedBatch> {
            yield [await Promise.resolve([0]), [0]];
            yield [x, y];
          }),
        RangeError,
        "(batch 2 of the stream)",
      );
      // Whoever asks to go on gets what model.fit gives.
      const { history } = await fit(unitModel(), x, y, { terminateOnNaN: false });
      assert(!Number.isFinite(history["loss"]?.[0]));
    }
    const wide = Float32Array.from({ length: 12 }, (_, i) => i === 7 ? NaN : 0);
    await assertRejects(() => fit(unitModel([3]), wide, [0, 0, 0, 0]), RangeError, "sample 2");
  },
);

testOn(
  "cpu",
  "validation that gives no number does what Keras does: patience counts, the first epoch's weights return",
  async () => {
    const model = unitModel([1], { rate: 0.01 });
    const weights: number[] = [];
    const { epoch } = await fit(model, [1, 2, 3, 4], [3, 3, 3, 3], {
      epochs: 10,
      validationData: [[1], [NaN]],
      earlyStopping: { patience: 3, restoreBestWeights: true },
      callbacks: {
        onEpochEnd: () => void weights.push(model.getWeights()[0]?.dataSync()[0] ?? NaN),
      },
    });
    assertEquals(epoch, [0, 1, 2, 3]);
    assertEquals(new Set(weights).size, 4);
    assertEquals(model.getWeights()[0]?.dataSync()[0], weights[0]);
  },
);

testOn("cpu", "a batch takes what samples there are", async () => {
  const [x, y] = [[1, 2, 3], [2, 2, 2]];
  const theirs = await unitModel([1], { rate: 0.1 }).fit(
    tf.tensor2d(x, [3, 1]),
    tf.tensor2d(y, [3, 1]),
    { batchSize: 64, epochs: 3, verbose: 0, shuffle: false },
  );
  const { history } = await fit(unitModel([1], { rate: 0.1 }), x, y, { batchSize: 64, epochs: 3 });
  history["loss"]?.forEach((loss, i) =>
    assertAlmostEquals(loss, Number(theirs.history["loss"]?.[i]), 1e-6)
  );
  await assertRejects(() => fit(unitModel(), tf.zeros([0, 1]), tf.zeros([0, 1])), RangeError);
});

testOn(
  "cpu",
  "constants of an optimizer that are absent are the defaults, and do not become NaN",
  async () => {
    for (const name of ["adam", "momentum", "adagrad", "rmsprop", "sgd"] as const) {
      const { history } = await fit(unitModel(), [1, 2], [2, 4], {
        epochs: 2,
        optimizer: { name, ...(name === "adam" ? { learningRate: 0.05, beta1: undefined } : {}) },
      });
      assert(history["loss"]?.every(Number.isFinite), name);
    }
  },
);
