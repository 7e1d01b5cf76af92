/**
 * Follows an optimizer downhill, here and in tfjs.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { createOptimizer } from "../../src/optimizer/optimizer.ts";
import type { OptimizerInit } from "../../src/optimizer/config.ts";
import type { Slice } from "../../src/optimizer/rule.ts";

/** A version of a slice, as the arena lays it out. */
export function version(config: OptimizerInit, parameters: Float32Array): Slice {
  const { slots } = createOptimizer(config);
  return {
    parameters: parameters.slice(),
    slots: slots.map((initial) => new Float32Array(parameters.length).fill(initial)),
  };
}

/** Follows a rule on the gradient of sum(w⁴)/4 − sum(w), which is w³ − 1. */
export function descend(
  config: OptimizerInit,
  start: Float32Array,
  steps: number,
  rate: (step: number) => number = () => config.learningRate ?? NaN,
): Float32Array {
  const optimizer = createOptimizer(config);
  let [from, to] = [version(config, start), version(config, start)];
  for (let step = 1; step <= steps; step++) {
    const gradient = from.parameters.map((w) => w ** 3 - 1);
    optimizer.update({ step, learningRate: rate(step), gradient, from, to });
    [from, to] = [to, from];
  }
  return from.parameters;
}

/** Follows a rule of tf.train on the same function, on the cpu backend. */
export async function descendInTfjs(
  rule: () => tf.Optimizer,
  start: Float32Array,
  steps: number,
): Promise<Float32Array> {
  await tf.setBackend("cpu");
  const optimizer = rule();
  const variable = tf.variable(tf.tensor1d(start));
  for (let step = 0; step < steps; step++) {
    const loss = (): tf.Scalar =>
      tf.sub(tf.sum(tf.pow(variable, 4)).div(4), tf.sum(variable)).asScalar();
    optimizer.minimize(loss);
  }
  const values = variable.dataSync().slice() as Float32Array;
  variable.dispose();
  optimizer.dispose();
  return values;
}
