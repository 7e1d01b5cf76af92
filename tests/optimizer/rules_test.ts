import { assert, assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { DEFAULT_OPTIMIZERS, OPTIMIZERS } from "../../src/optimizer/defaults.ts";
import { createOptimizer } from "../../src/optimizer/optimizer.ts";
import type { OptimizerConfig, OptimizerInit } from "../../src/optimizer/config.ts";
import { relativeDistance } from "../_fixtures.ts";
import { descend, descendInTfjs, version } from "./_descend.ts";

const START = Float32Array.from([0.3, -0.2, 0.9, 1.1, -1.3]);
const MOMENTS = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
const MOMENTUM = { learningRate: 0.01, momentum: 0.9 } as const;
const RMSPROP = { name: "rmsprop", learningRate: 0.01, decay: 0.9, epsilon: 1e-7 } as const;

const CASES: readonly (readonly [string, OptimizerConfig, () => tf.Optimizer])[] = [
  ["sgd()", { name: "sgd", learningRate: 0.1 }, () => tf.train.sgd(0.1)],
  ["momentum()", { name: "momentum", ...MOMENTUM }, () => tf.train.momentum(0.01, 0.9)],
  [
    "momentum() with a look ahead",
    { name: "nesterov", ...MOMENTUM },
    () => tf.train.momentum(0.01, 0.9, true),
  ],
  [
    "adagrad()",
    { name: "adagrad", learningRate: 0.05, initialAccumulator: 0.1 },
    () => tf.train.adagrad(0.05, 0.1),
  ],
  [
    "adadelta()",
    { name: "adadelta", learningRate: 0.5, rho: 0.95, epsilon: 1e-7 },
    () => tf.train.adadelta(0.5, 0.95, 1e-7),
  ],
  [
    "rmsprop()",
    { ...RMSPROP, momentum: 0, centered: false },
    () => tf.train.rmsprop(0.01, 0.9, 0, 1e-7),
  ],
  [
    "rmsprop() with momentum",
    { ...RMSPROP, momentum: 0.5, centered: false },
    () => tf.train.rmsprop(0.01, 0.9, 0.5, 1e-7),
  ],
  [
    // An epsilon too small to matter: tfjs subtracts it.
    "rmsprop(), centered,",
    { ...RMSPROP, learningRate: 0.001, momentum: 0.5, epsilon: 1e-12, centered: true },
    () => tf.train.rmsprop(0.001, 0.9, 0.5, 1e-12, true),
  ],
  [
    "adam()",
    { name: "adam", learningRate: 0.01, ...MOMENTS },
    () => tf.train.adam(0.01, 0.9, 0.999, 1e-7),
  ],
  [
    "adamax()",
    { name: "adamax", learningRate: 0.01, ...MOMENTS, decay: 0 },
    () => tf.train.adamax(0.01, 0.9, 0.999, 1e-7),
  ],
  [
    "adamax() with decay",
    { name: "adamax", learningRate: 0.01, ...MOMENTS, decay: 0.1 },
    () => tf.train.adamax(0.01, 0.9, 0.999, 1e-7, 0.1),
  ],
];

for (const [name, config, rule] of CASES) {
  Deno.test(`${name} follows tf.train.${config.name} for 50 steps`, async () => {
    const expected = await descendInTfjs(rule, START, 50);
    assertLess(relativeDistance(descend(config, START, 50), expected, START), 1e-5);
  });
}

Deno.test("adamw() follows Algorithm 2 of Loshchilov and Hutter, computed in float64, for 50 steps", () => {
  const { beta1, beta2, epsilon } = MOMENTS;
  const [alpha, lambda] = [0.01, 0.1];
  const expected = Array.from(START, (start) => {
    let [w, m, v] = [start, 0, 0];
    for (let t = 1; t <= 50; t++) {
      const g = w ** 3 - 1;
      m = beta1 * m + (1 - beta1) * g;
      v = beta2 * v + (1 - beta2) * g ** 2;
      const unbiasedM = m / (1 - beta1 ** t);
      const unbiasedV = v / (1 - beta2 ** t);
      w -= alpha * unbiasedM / (Math.sqrt(unbiasedV) + epsilon) + alpha * lambda * w;
    }
    return w;
  });
  const config = {
    name: "adamw",
    learningRate: alpha,
    ...MOMENTS,
    weightDecay: lambda,
  } as const;
  assertLess(relativeDistance(descend(config, START, 50), expected, START), 1e-5);
});

Deno.test("adamw() without decay is adam()", () => {
  const adam = { learningRate: 0.01, ...MOMENTS };
  assertEquals(
    descend({ name: "adamw", ...adam, weightDecay: 0 }, START, 20),
    descend({ name: "adam", ...adam }, START, 20),
  );
});

Deno.test("adamw() takes away a share of a parameter that has no gradient", () => {
  const config = { name: "adamw", learningRate: 0.1, ...MOMENTS, weightDecay: 0.5 } as const;
  const [moved = NaN] = descend(config, Float32Array.of(1), 1);
  assertAlmostEquals(moved, 1 - 0.1 * 0.5, 1e-7);
});

Deno.test("adam() moves by the learning rate in its first step, as the formula worked by hand says", () => {
  // m/(1−β1) = g and v/(1−β2) = g², so the step is lr·g/(|g|+ε).
  const [moved = NaN] = descend(
    { name: "adam", learningRate: 0.01, ...MOMENTS },
    Float32Array.of(0.5),
    1,
  );
  assertAlmostEquals(moved, 0.5 + 0.01, 1e-6);
});

Deno.test("rmsprop(), centered, leaves a parameter alone that has no gradient", () => {
  const config = { ...RMSPROP, momentum: 0, centered: true } as const;
  assertEquals(descend(config, Float32Array.of(1), 5), Float32Array.of(1));
});

for (const config of Object.values(DEFAULT_OPTIMIZERS)) {
  Deno.test(`"${config.name}" takes its rate from the update`, () => {
    const slow = { ...config, learningRate: 0 };
    assertEquals(
      descend(slow, START, 5, () => config.learningRate),
      descend(config, START, 5),
    );
    assertEquals(descend(config, START, 5, () => 0), START);
  });

  Deno.test(`"${config.name}" computes on a slice what it computes on the whole`, () => {
    const whole = descend(config, START, 7);
    const parts = [START.subarray(0, 2), START.subarray(2)].map((part) => descend(config, part, 7));
    assertEquals([...whole], parts.flatMap((part) => [...part]));
  });

  Deno.test(`"${config.name}" leaves what it reads as it is`, () => {
    const [from, to, before] = [START, START, START].map((start) => version(config, start));
    assert(from && to && before);
    const update = { step: 1, learningRate: 0.1, gradient: START, from, to };
    createOptimizer(config).update(update);
    assertEquals(from, before);
  });
}

Deno.test("OPTIMIZERS names every rule once", () => {
  assertEquals([...OPTIMIZERS].sort(), Object.keys(DEFAULT_OPTIMIZERS).sort());
});

Deno.test("createOptimizer() rejects a constant out of range", () => {
  assertThrows(
    () => createOptimizer({ ...DEFAULT_OPTIMIZERS.momentum, momentum: 1 }),
    RangeError,
    'Cannot use optimizer "momentum" with momentum 1: expected a number from 0 to below 1',
  );
  assertThrows(() => createOptimizer({ name: "sgd", learningRate: NaN }), RangeError);
});

Deno.test("createOptimizer() takes the default of a constant that is absent or undefined", () => {
  for (const config of Object.values(DEFAULT_OPTIMIZERS)) {
    const expected = descend(config, START, 3, () => 0.1);
    const { name } = config;
    const undefinedOnes = Object.fromEntries(Object.keys(config).map((key) => [key, undefined]));
    for (const given of [{ name }, { ...undefinedOnes, name }] as OptimizerInit[]) {
      assertEquals(descend(given, START, 3, () => 0.1), expected, name);
    }
  }
});

Deno.test("createOptimizer() rejects rules and constants that there are not", () => {
  assertThrows(
    () => createOptimizer({ name: "adam", ...{ learning_rate: 1 } }),
    TypeError,
    'Cannot use optimizer "adam" with "learning_rate": did you mean "learningRate"?',
  );
  assertThrows(
    () => createOptimizer({ name: "sdg" } as unknown as OptimizerInit),
    RangeError,
    'Cannot use optimizer "sdg": expected one of sgd, momentum',
  );
});

Deno.test("an update without its slots is rejected", () => {
  const bare = { parameters: START, slots: [] };
  assertThrows(
    () =>
      createOptimizer(DEFAULT_OPTIMIZERS.adam).update({
        step: 1,
        learningRate: 0.1,
        gradient: START,
        from: bare,
        to: bare,
      }),
    TypeError,
    "Cannot update parameters: expected 1 slots or more, got 0",
  );
});
