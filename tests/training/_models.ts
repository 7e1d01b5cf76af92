/**
 * Models so small that what they compute can be worked by hand, and tests of them.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type BackendName, useBackend } from "tandem";
import { needs } from "../_permissions.ts";

/** `y = f(w·x)` with every weight 1, compiled with plain SGD. */
export function unitModel(
  inputShape: readonly number[] = [1],
  options: { activation?: "linear" | "sigmoid"; loss?: string; metrics?: string[]; rate?: number } =
    {},
): tf.LayersModel {
  const { activation = "linear", loss = "meanSquaredError", metrics = [], rate = 0 } = options;
  const size = inputShape.reduce((product, axis) => product * axis, 1);
  const model = tf.sequential({
    layers: [
      tf.layers.reshape({ name: "in", inputShape: [...inputShape], targetShape: [size] }),
      tf.layers.dense({ name: "out", units: 1, activation, kernelInitializer: "ones" }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(rate), loss, metrics });
  return model;
}

/**
 * Registers a test on a backend; the variables that it leaves are disposed.
 *
 * @param backend The backend.
 * @param name The test's name.
 * @param fn The test.
 */
export function testOn(backend: BackendName, name: string, fn: () => Promise<void>): void {
  Deno.test({
    name,
    ignore: !needs("read"),
    fn: async () => {
      await useBackend(backend);
      await fn();
      tf.disposeVariables();
    },
  });
}
