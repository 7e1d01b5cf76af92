import * as tf from "@tensorflow/tfjs";
import { assertEquals, assertThrows } from "@std/assert";
import { createMlp, useBackend } from "tandem";
import { predictSamples } from "../../src/model/predict_samples.ts";
import { randomStream } from "../../src/parallel/random.ts";
import { needs } from "../_permissions.ts";

for (const [size, batchSize] of [[1, 32], [7, 3], [50, 8], [64, undefined]] as const) {
  Deno.test({
    name: `predictSamples() gives what the model predicts of ${size} samples, ` +
      `${batchSize ?? "all"} at a time, and keeps nothing`,
    ignore: !needs("read"),
    fn: async () => {
      await useBackend("wasm");
      const model = createMlp({ inputSize: 12, hidden: [9], outputSize: 3 });
      const draw = randomStream(size);
      const bytes = Uint8Array.from({ length: 12 * size }, () => Math.floor(256 * draw()));
      const { numTensors, numBytes } = tf.memory();
      const rows = predictSamples(
        model,
        { data: bytes, shape: [3, 4], scale: 1 / 255 },
        batchSize === undefined ? {} : { batchSize },
      );
      assertEquals(tf.memory().numTensors, numTensors);
      assertEquals(tf.memory().numBytes, numBytes);
      tf.tidy(() => {
        const x = tf.tensor2d(Float32Array.from(bytes, (value) => value / 255), [size, 12]);
        // Close to the bit: the scale is rounded to float32 in one way and in the other.
        const theirs = (model.predict(x) as tf.Tensor).reshape([-1]);
        assertEquals(rows.length, 3 * size);
        const [difference = NaN] = tf.max(tf.abs(tf.sub(theirs, tf.tensor1d(rows)))).dataSync();
        assertEquals(difference < 1e-6, true, `${difference}`);
      });
      model.dispose();
    },
  });
}

Deno.test("predictSamples() gives standardised outputs their own unit", async () => {
  await useBackend("cpu");
  const model = createMlp({
    inputSize: 2,
    hidden: [],
    outputSize: 2,
    outputActivation: "linear",
    initializer: "zeros",
  });
  model.setWeights([tf.tensor2d([[1, 0], [0, 2]]), tf.tensor1d([0, 0])]);
  const inputs = { data: new Float32Array([1, 2, 3, 4]), shape: [2], scale: 1 };
  const units = [{ mean: 100, deviation: 10 }, { mean: -1, deviation: 0.5 }];
  assertEquals(predictSamples(model, inputs), new Float32Array([1, 4, 3, 8]));
  assertEquals(predictSamples(model, inputs, { units }), new Float32Array([110, 1, 130, 3]));
  assertThrows(
    () => predictSamples(model, inputs, { units: units.slice(1) }),
    TypeError,
    'Cannot predict with model "mlp": expected 2 units for values of shape [2], got 1',
  );
  model.dispose();
});

Deno.test("predictSamples() refuses samples that do not fit, and gives nothing of none", async () => {
  await useBackend("cpu");
  const model = createMlp({ inputSize: 2, hidden: [], outputSize: 2 });
  const inputs = (values: number, shape: readonly number[]) => ({
    data: new Float32Array(values),
    shape,
    scale: 1,
  });
  assertEquals(predictSamples(model, inputs(0, [2])), new Float32Array());
  assertThrows(() => predictSamples(model, inputs(6, [3])), TypeError, "of shape [2], got [3]");
  assertThrows(
    () => predictSamples(model, inputs(5, [2])),
    TypeError,
    'Cannot predict with model "mlp": expected a multiple of 2 values for inputs of shape [2], got 5',
  );
  assertThrows(() => predictSamples(model, inputs(4, [2]), { batchSize: 0 }), RangeError);
  const two = tf.input({ shape: [2] });
  const outputs = [1, 2].map((units) => tf.layers.dense({ units }).apply(two) as tf.SymbolicTensor);
  const double = tf.model({ inputs: two, outputs });
  assertThrows(() => predictSamples(double, inputs(4, [2])), TypeError, "one output, got 2");
  for (const each of [model, double]) each.dispose();
});
