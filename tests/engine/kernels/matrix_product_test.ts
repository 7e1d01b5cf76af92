import { assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { type BackendName, useBackend } from "tandem";
import { TRAINING_BACKENDS } from "../../_backends.ts";
import { needs } from "../../_permissions.ts";

const ignore = !needs("read");

/** Computes the same on tfjs's own JavaScript and on a backend of ours, and compares. */
async function assertAsOnCpu(backend: BackendName, compute: () => tf.Tensor): Promise<void> {
  const run = async (
    name: BackendName,
  ): Promise<{ values: ArrayLike<number>; shape: number[]; dtype: string; tensors: number }> => {
    await useBackend(name);
    const before = tf.memory().numTensors;
    const result = tf.tidy(compute);
    const { shape, dtype } = result;
    const values = result.dataSync();
    result.dispose();
    return { values, shape, dtype, tensors: tf.memory().numTensors - before };
  };
  const expected = await run("cpu");
  const { values, ...others } = await run(backend);
  assertEquals(others, { shape: expected.shape, dtype: expected.dtype, tensors: 0 });
  // float32 sums of at most 120 products of order 1.
  Array.from(values, (value, i) => assertAlmostEquals(value, expected.values[i] ?? NaN, 1e-4));
}

const draw = (shape: number[], seed: number): tf.Tensor =>
  tf.randomUniform(shape, -1, 1, "float32", seed);

const CASES: Record<string, () => tf.Tensor> = {
  "a batch of matrices": () => tf.matMul(draw([3, 4, 5], 1), draw([3, 5, 6], 2)),
  "one matrix for a whole batch": () => tf.matMul(draw([3, 4, 5], 1), draw([1, 5, 6], 2)),
  "an inner dimension of 0": () => tf.matMul(tf.zeros([3, 0]), tf.zeros([0, 2])),
  "no rows": () => tf.matMul(tf.zeros([0, 4]), draw([4, 2], 1)),
  "int32 operands": () =>
    tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2], "int32"), tf.tensor2d([5, 6], [2, 1], "int32")),
  "a bias of rank 2": () =>
    tf.fused.matMul({
      a: draw([3, 120], 1),
      b: draw([120, 4], 2),
      bias: draw([3, 4], 3),
      activation: "sigmoid",
    }),
  "a bias of one value": () =>
    tf.fused.matMul({ a: draw([3, 5], 1), b: draw([5, 4], 2), bias: draw([1], 3) }),
  "PReLU": () =>
    tf.fused.matMul({
      a: draw([3, 5], 1),
      b: draw([5, 4], 2),
      bias: draw([4], 3),
      activation: "prelu",
      preluActivationWeights: draw([4], 4),
    }),
  "leaky ReLU": () =>
    tf.fused.matMul({
      a: draw([3, 5], 1),
      b: draw([5, 4], 2),
      activation: "leakyrelu",
      leakyreluAlpha: 0.3,
    }),
};
for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    // More than two blocks of 48, where the stock product adds its bias three times.
    CASES[`a bias and ReLU, operands transposed: ${transposeA}, ${transposeB}`] = () =>
      tf.fused.matMul({
        a: draw(transposeA ? [120, 7] : [7, 120], 1),
        b: draw(transposeB ? [5, 120] : [120, 5], 2),
        transposeA,
        transposeB,
        bias: draw([5], 3),
        activation: "relu",
      });
  }
}

for (const backend of TRAINING_BACKENDS) {
  for (const [name, compute] of Object.entries(CASES)) {
    Deno.test({
      name: `matrix products on "${backend}" equal those on "cpu": ${name}`,
      ignore,
      fn: () => assertAsOnCpu(backend, compute),
    });
  }
}

Deno.test({
  name: "batches broadcast along different dimensions, which they do not on tfjs's cpu backend",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    tf.tidy(() => {
      const [a, b] = [draw([2, 1, 3, 4], 1), draw([1, 2, 4, 5], 2)];
      const product = tf.matMul(a, b);
      assertEquals(product.shape, [2, 2, 3, 5]);
      const tiled = tf.matMul(tf.tile(a, [1, 2, 1, 1]), tf.tile(b, [2, 1, 1, 1]));
      assertEquals(product.dataSync(), tiled.dataSync());
    });
  },
});

Deno.test({
  name: "matrix products survive their backend's end, and the growth of its memory",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    const product = (): ArrayLike<number> =>
      tf.tidy(() => tf.matMul(draw([30, 40], 1), draw([40, 50], 2)).dataSync());
    const expected = product();
    const large = tf.zeros([32 * 2 ** 20 / 4]);
    assertEquals(product(), expected);
    large.dispose();
    const factory = tf.findBackendFactory("wasm");
    await useBackend("cpu");
    tf.removeBackend("wasm");
    tf.registerBackend("wasm", factory);
    await useBackend("wasm");
    assertEquals(product(), expected);
  },
});
