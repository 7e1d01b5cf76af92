import {
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
  assertRejects,
} from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { createMlp, type Dataset, evaluate, fit, type FitOptions, useBackend } from "tandem";
import { TRAINING_BACKENDS } from "../_backends.ts";
import { needs } from "../_permissions.ts";
import { oneHot } from "tandem";
import { randomDataset, relativeDistance } from "../_fixtures.ts";
import { flatWeights } from "../parallel/_data_parallel.ts";

const ignore = !needs("read");

function tensors({ inputs, targets, size, classes = 0 }: Dataset): { x: tf.Tensor; y: tf.Tensor } {
  const x = Float32Array.from(inputs.data, (pixel) => pixel * inputs.scale);
  return {
    x: tf.tensor(x, [size, ...inputs.shape]),
    y: tf.tensor(oneHot(targets.data, classes), [size, classes]),
  };
}

for (const backend of TRAINING_BACKENDS) {
  for (const workers of [1, 3]) {
    Deno.test({
      name:
        `fit() on ${workers} workers on "${backend}" gives the losses of tf.LayersModel.fit() over 30 steps`,
      ignore,
      fn: async () => {
        await useBackend("cpu");
        const dataset = randomDataset(60, 12, 4);
        const options = { inputSize: 12, hidden: [16, 8], outputSize: 4, learningRate: 0.01 };
        const ours = createMlp(options);
        const theirs = createMlp(options);
        theirs.setWeights(ours.getWeights());
        const losses: number[] = [];
        let last = 0;
        await fit(ours, dataset, {
          epochs: 10,
          batchSize: 20,
          workers,
          backend,
          shuffle: false,
          onEvent: (event) => {
            if (event.type !== "step") return;
            // The logs are running means over the epoch: three steps of 20 samples each.
            const sum = (event.logs["loss"] ?? NaN) * event.seen;
            losses.push((sum - (event.step === 0 ? 0 : last)) / 20);
            last = sum;
          },
        });
        const expected: number[] = [];
        const { x, y } = tensors(dataset);
        for (let step = 0; step < 30; step++) {
          const from = step % 3 * 20;
          const [loss] = [
            await theirs.trainOnBatch(
              x.slice(from, 20),
              y.slice(from, 20),
            ),
          ].flat();
          expected.push(Number(loss));
        }
        losses.forEach((loss, i) => assertAlmostEquals(loss, expected[i] ?? NaN, 1e-4));
        assertEquals(losses.length, 30);
        const [loss, accuracy] = (theirs.evaluate(x, y) as tf.Scalar[]).map((t) => t.dataSync()[0]);
        const result = evaluate<"accuracy">(ours, dataset);
        assertAlmostEquals(result.loss, loss ?? NaN, 1e-4);
        assertAlmostEquals(result.accuracy, accuracy ?? NaN, 1e-6);
        tf.disposeVariables();
      },
    });
  }
}

for (const loss of ["meanSquaredError", "sumOfSquares", "binaryCrossentropy", "huber"] as const) {
  Deno.test({
    name: `fit() on 2 workers trains and measures a model with loss "${loss}" as tfjs does`,
    ignore,
    fn: async () => {
      await useBackend("wasm");
      const dataset = randomDataset(60, 12, 4);
      const build = (): tf.LayersModel =>
        createMlp({
          inputSize: 12,
          hidden: [8],
          outputSize: 4,
          activation: "tanh",
          outputActivation: "sigmoid",
          loss,
          learningRate: 0.01,
        });
      const [ours, theirs] = [build(), build()];
      const { x, y } = tensors(dataset);
      const options = { epochs: 5, batchSize: 20, shuffle: false } as const;
      const { epoch, history } = await fit(ours, dataset, { ...options, workers: 2 });
      const expected = await theirs.fit(x, y, { ...options, verbose: 0 });
      assertEquals(epoch, expected.epoch);
      assertEquals(Object.keys(history), ["loss", "acc"]);
      for (const [name, values] of Object.entries(history)) {
        assertEquals(values.length, 5);
        values.forEach((value, i) =>
          assertAlmostEquals(value, Number(expected.history[name]?.[i]), 1e-4, name)
        );
      }
      tf.disposeVariables();
    },
  });
}

Deno.test({
  name: "fit() follows a schedule, and the optimizer that it is given",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    const dataset = randomDataset(60, 12, 4);
    const model = createMlp({ inputSize: 12, hidden: [], outputSize: 4 });
    const weights = async (
      options: Pick<FitOptions, "optimizer" | "schedule">,
    ): Promise<Float32Array> => {
      const copy = createMlp({ inputSize: 12, hidden: [], outputSize: 4 });
      copy.setWeights(model.getWeights());
      await fit(copy, dataset, { epochs: 2, batchSize: 20, workers: 2, ...options });
      return flatWeights(copy);
    };
    const optimizer = { name: "sgd", learningRate: 0.1 } as const;
    const start = flatWeights(model);
    const constant = await weights({ optimizer });
    // From the fourth of six steps on the rate is zero: what is left is the first epoch.
    const stopped = await weights({
      optimizer,
      schedule: { name: "step", every: 3, factor: 1e-9 },
    });
    const first = createMlp({ inputSize: 12, hidden: [], outputSize: 4 });
    first.setWeights(model.getWeights());
    await fit(first, dataset, { batchSize: 20, workers: 2, optimizer });
    assertLess(relativeDistance(stopped, flatWeights(first), start), 1e-6);
    assertGreater(relativeDistance(constant, stopped, start), 0.1);
    tf.disposeVariables();
  },
});

Deno.test({
  name:
    "fit() trains models that are not ours: a convolution, batch normalisation, weight penalties",
  ignore,
  fn: async () => {
    await useBackend("cpu");
    const model = tf.sequential({
      layers: [
        tf.layers.reshape({ targetShape: [4, 4, 1], inputShape: [16] }),
        tf.layers.conv2d({ filters: 3, kernelSize: 3, activation: "relu" }),
        tf.layers.batchNormalization(),
        tf.layers.flatten(),
        tf.layers.dense({ units: 2, kernelRegularizer: tf.regularizers.l2({ l2: 0.01 }) }),
        tf.layers.activation({ activation: "softmax" }),
      ],
    });
    model.compile({ optimizer: tf.train.sgd(0.1), loss: "categoricalCrossentropy" });
    const moving = model.layers[2]?.getWeights()[2]?.dataSync().slice();
    const dataset = randomDataset(40, 16, 2);
    const { history } = await fit(model, dataset, {
      epochs: 8,
      batchSize: 20,
      workers: 2,
      backend: "cpu",
    });
    const losses = history["loss"] ?? [];
    assertLess(losses.at(-1) ?? NaN, losses[0] ?? NaN);
    const moved = model.layers[2]?.getWeights()[2]?.dataSync();
    assertEquals(moved?.every((value, i) => value === moving?.[i]), false);
    tf.disposeVariables();
  },
});

Deno.test({
  name:
    "fit() stops at the end of a step when its signal aborts, and the model holds that step's weights",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    const dataset = randomDataset(60, 12, 4);
    const model = createMlp({ inputSize: 12, hidden: [], outputSize: 4 });
    const same = createMlp({ inputSize: 12, hidden: [], outputSize: 4 });
    same.setWeights(model.getWeights());
    const options = { epochs: 500, batchSize: 20, workers: 2, shuffle: false };
    const controller = new AbortController();
    let steps = 0;
    await assertRejects(
      () =>
        fit(model, dataset, {
          ...options,
          signal: controller.signal,
          onEvent: (event) => {
            if (event.type === "step" && ++steps === 4) controller.abort();
          },
        }),
      DOMException,
    );
    // A step or a few more were under way, as many as are told of.
    assertLess(steps, 200);
    let made = 0;
    await fit(same, dataset, {
      ...options,
      epochs: Math.ceil(steps / 3),
      callbacks: {
        onBatchEnd: () => {
          if (++made === steps) same.stopTraining = true;
        },
      },
    });
    assertEquals(made, steps);
    model.getWeights().forEach((weight, i) =>
      assertEquals(weight.dataSync(), same.getWeights()[i]?.dataSync())
    );
    model.dispose();
    same.dispose();
  },
});

Deno.test("fit() names the option that is out of range", async () => {
  await useBackend("cpu");
  const model = createMlp({ inputSize: 12, hidden: [], outputSize: 4 });
  const dataset = randomDataset(10, 12, 4);
  await assertRejects(() => fit(model, dataset, { workers: 0 }), RangeError, "workers 0");
  await assertRejects(() => fit(model, dataset, { batchSize: 0 }), RangeError, "batchSize 0");
  await assertRejects(() => fit(model, randomDataset(10, 9, 4)), TypeError, "[12]");
  model.dispose();
});
