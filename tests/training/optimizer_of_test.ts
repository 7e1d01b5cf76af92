import { assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { DEFAULT_OPTIMIZERS } from "../../src/optimizer/defaults.ts";
import type { OptimizerConfig } from "../../src/optimizer/config.ts";
import { optimizerOf } from "../../src/training/optimizer_of.ts";

function modelWith(optimizer: tf.Optimizer | string): tf.LayersModel {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ optimizer, loss: "meanSquaredError" });
  return model;
}

const MOMENTS = { beta1: 0.8, beta2: 0.99, epsilon: 1e-6 } as const;
const CASES: readonly (readonly [string, () => tf.Optimizer, OptimizerConfig])[] = [
  ["sgd", () => tf.train.sgd(0.2), { name: "sgd", learningRate: 0.2 }],
  [
    "momentum",
    () => tf.train.momentum(0.2, 0.7),
    { name: "momentum", learningRate: 0.2, momentum: 0.7 },
  ],
  [
    "momentum with useNesterov",
    () => tf.train.momentum(0.2, 0.7, true),
    { name: "nesterov", learningRate: 0.2, momentum: 0.7 },
  ],
  [
    "adagrad",
    () => tf.train.adagrad(0.2, 0.3),
    { name: "adagrad", learningRate: 0.2, initialAccumulator: 0.3 },
  ],
  [
    "adadelta",
    () => tf.train.adadelta(0.2, 0.9, 1e-6),
    { name: "adadelta", learningRate: 0.2, rho: 0.9, epsilon: 1e-6 },
  ],
  [
    "rmsprop",
    () => tf.train.rmsprop(0.2, 0.8, 0.7, 1e-6, true),
    {
      name: "rmsprop",
      learningRate: 0.2,
      decay: 0.8,
      momentum: 0.7,
      epsilon: 1e-6,
      centered: true,
    },
  ],
  [
    "adam",
    () => tf.train.adam(0.2, 0.8, 0.99, 1e-6),
    { name: "adam", learningRate: 0.2, ...MOMENTS },
  ],
  [
    "adamax",
    () => tf.train.adamax(0.2, 0.8, 0.99, 1e-6, 0.1),
    { name: "adamax", learningRate: 0.2, ...MOMENTS, decay: 0.1 },
  ],
];

for (const [name, make, expected] of CASES) {
  Deno.test(`optimizerOf() reads the constants of tf.train.${name}`, async () => {
    await tf.setBackend("cpu");
    const model = modelWith(make());
    assertEquals(optimizerOf(model), expected);
    model.dispose();
  });
}

Deno.test("optimizerOf() reads an optimizer that was given by name", async () => {
  await tf.setBackend("cpu");
  const model = modelWith("adam");
  assertEquals(optimizerOf(model), DEFAULT_OPTIMIZERS.adam);
  model.dispose();
});

Deno.test("optimizerOf() rejects a model without an optimizer", async () => {
  await tf.setBackend("cpu");
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  assertThrows(() => optimizerOf(model), TypeError, "got no optimizer");
  model.dispose();
});
