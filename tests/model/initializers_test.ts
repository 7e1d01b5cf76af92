import { assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { createMlp, type InitializerName, INITIALIZERS, useBackend } from "tandem";
import { createInitializer } from "../../src/model/initializers.ts";
import { needs } from "../_permissions.ts";

const ignore = !needs("read");
const [INPUTS, OUTPUTS] = [300, 100] as const;

const VARIANCES: Partial<Record<InitializerName, number>> = {
  glorotUniform: 2 / (INPUTS + OUTPUTS),
  glorotNormal: 2 / (INPUTS + OUTPUTS),
  heUniform: 2 / INPUTS,
  heNormal: 2 / INPUTS,
  leCunUniform: 1 / INPUTS,
  leCunNormal: 1 / INPUTS,
  randomUniform: 0.05 ** 2 / 3,
  randomNormal: 0.05 ** 2,
  truncatedNormal: 0.05 ** 2 * truncatedVariance(),
};

/** Of the standard normal distribution between −2 and 2, by Simpson's rule. */
function truncatedVariance(): number {
  const integral = (power: number): number => {
    let sum = 0;
    for (let i = 0; i <= 4000; i++) {
      const x = i / 1000 - 2;
      const weight = i === 0 || i === 4000 ? 1 : i % 2 === 1 ? 4 : 2;
      sum += weight * x ** power * Math.exp(-x * x / 2);
    }
    return sum;
  };
  return integral(2) / integral(0);
}

function draw(
  name: InitializerName,
  seed: number,
  shape: number[] = [INPUTS, OUTPUTS],
): Float32Array {
  return tf.tidy(() => createInitializer(name, seed).apply(shape).dataSync() as Float32Array);
}

for (const [name, variance] of Object.entries(VARIANCES)) {
  Deno.test({
    name:
      `"${name}" has mean 0 and the variance of its formula, and none of its weights lies too far out`,
    ignore,
    fn: async () => {
      await useBackend("wasm");
      const values = draw(name as InitializerName, 1001);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
      // 30,000 numbers: the mean is within 4 of its deviations, the variance within 5 of √(2/30,000).
      assertLess(Math.abs(mean), 4 * Math.sqrt(variance / values.length));
      assertLess(Math.abs(square / variance - 1), 5 * Math.sqrt(2 / values.length));
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const bound = name.endsWith("Uniform")
        ? Math.sqrt(3 * variance)
        : name === "randomNormal"
        ? Infinity
        : 2 * Math.sqrt(variance / truncatedVariance());
      assertLess(largest, bound * (1 + 1e-6));
    },
  });
}

for (const shape of [[40, 15], [15, 40]] as const) {
  Deno.test({
    name: `"orthogonal" of shape [${shape}] has columns or rows of length 1 at right angles`,
    ignore,
    fn: async () => {
      await useBackend("wasm");
      const weights = tf.tensor2d(draw("orthogonal", 3, [...shape]), [...shape]);
      const tall = shape[0] > shape[1];
      const products = tf.matMul(weights, weights, tall, !tall).arraySync() as number[][];
      products.forEach((row, i) =>
        // float32 carries 7 digits through 15 reflections.
        row.forEach((product, j) => assertAlmostEquals(product, i === j ? 1 : 0, 1e-5))
      );
      weights.dispose();
    },
  });
}

for (const name of INITIALIZERS) {
  Deno.test({
    name: `createMlp() with "${name}" starts from its seed alone, layers of one shape differing`,
    ignore,
    fn: async () => {
      await useBackend("wasm");
      const kernels = (seed: number): Float32Array[] => {
        const model = createMlp({
          inputSize: 6,
          hidden: [6, 6],
          outputSize: 6,
          initializer: name,
          seed,
        });
        const values = model.layers.map((layer) =>
          layer.getWeights()[0]?.dataSync().slice() as Float32Array
        );
        model.dispose();
        return values;
      };
      const first = kernels(1);
      assertEquals(kernels(1), first);
      if (name === "zeros" || name === "ones") return;
      const all = [...first, ...kernels(0), ...kernels(2)];
      assertEquals(new Set(all.map(String)).size, all.length);
    },
  });
}

Deno.test("createInitializer() names the nearest initializer", async () => {
  await useBackend("cpu");
  assertThrows(
    () => createInitializer("heNorm" as InitializerName, 1),
    RangeError,
    'Cannot use initializer "heNorm": expected one of glorotUniform,',
  );
});
