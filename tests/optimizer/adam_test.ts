import { assertAlmostEquals, assertLess } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { createOptimizer, type OptimizerConfig } from "../../src/optimizer/optimizer.ts";
import { relativeDistance } from "../_fixtures.ts";

const ADAM = { name: "adam", learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
const SGD = { name: "sgd", learningRate: 0.1 } as const;

/** Follows a rule on the gradient of sum(w⁴)/4 − sum(w), which is w³ − 1. */
function descend(config: OptimizerConfig, start: Float32Array, steps: number): Float32Array {
  const optimizer = createOptimizer(config);
  const version = (): { parameters: Float32Array; slots: Float32Array[] } => ({
    parameters: start.slice(),
    slots: Array.from({ length: optimizer.slots }, () => new Float32Array(start.length)),
  });
  let [from, to] = [version(), version()];
  for (let step = 1; step <= steps; step++) {
    optimizer.update({ step, gradient: from.parameters.map((w) => w ** 3 - 1), from, to });
    [from, to] = [to, from];
  }
  return from.parameters;
}

async function descendInTfjs(
  makeRule: () => tf.Optimizer,
  start: Float32Array,
  steps: number,
): Promise<Float32Array> {
  await tf.setBackend("cpu");
  const rule = makeRule();
  const variable = tf.variable(tf.tensor1d(start));
  for (let step = 0; step < steps; step++) {
    rule.minimize(() => tf.sub(tf.sum(tf.pow(variable, 4)).div(4), tf.sum(variable)).asScalar());
  }
  const values = variable.dataSync().slice() as Float32Array;
  variable.dispose();
  rule.dispose();
  return values;
}

const START = Float32Array.from([0.3, -0.2, 0.9, 1.1, -1.3]);

Deno.test("adam() follows tf.train.adam() for 50 steps", async () => {
  const expected = await descendInTfjs(() => tf.train.adam(0.01, 0.9, 0.999, 1e-7), START, 50);
  assertLess(relativeDistance(descend(ADAM, START, 50), expected, START), 1e-5);
});

Deno.test("sgd() follows tf.train.sgd() for 50 steps", async () => {
  const expected = await descendInTfjs(() => tf.train.sgd(0.1), START, 50);
  assertLess(relativeDistance(descend(SGD, START, 50), expected, START), 1e-5);
});

Deno.test("adam() moves by the learning rate in its first step, as the formula worked by hand says", () => {
  // m/(1−β1) = g and v/(1−β2) = g², so the step is lr·g/(|g|+ε).
  const [moved = NaN] = descend(ADAM, Float32Array.of(0.5), 1);
  assertAlmostEquals(moved, 0.5 + 0.01, 1e-6);
});
