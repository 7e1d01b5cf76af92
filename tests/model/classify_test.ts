import * as tf from "@tensorflow/tfjs";
import { assertEquals, assertThrows } from "@std/assert";
import { createMlp, useBackend } from "tandem";
import { probabilitiesOf } from "../../src/model/classify.ts";
import { randomStream } from "../../src/parallel/random.ts";
import { needs } from "../_permissions.ts";

function pictures(count: number): Float32Array[] {
  const draw = randomStream(count);
  return Array.from({ length: count }, () => Float32Array.from({ length: 12 }, draw));
}

for (const count of [1, 31, 96, 203]) {
  Deno.test({
    name: `probabilitiesOf() gives what the model predicts of ${count} pictures, and keeps nothing`,
    ignore: !needs("read"),
    fn: async () => {
      await useBackend("wasm");
      const model = createMlp({ inputSize: 12, hidden: [9, 5], outputSize: 4 });
      const images = pictures(count);
      const expected = tf.tidy(() =>
        images.map((
          image,
        ) => [...(model.predict(tf.tensor2d([[...image]])) as tf.Tensor).dataSync()])
      );
      const { numTensors, numBytes } = tf.memory();
      assertEquals(probabilitiesOf(model, images), expected);
      assertEquals(tf.memory().numTensors, numTensors);
      assertEquals(tf.memory().numBytes, numBytes);
      model.dispose();
    },
  });
}

Deno.test("probabilitiesOf() refuses pictures of another size", async () => {
  await useBackend("cpu");
  const model = createMlp({ inputSize: 9, hidden: [], outputSize: 4 });
  assertThrows(
    () => probabilitiesOf(model, pictures(1)),
    TypeError,
    "inputs of 12 pixels, got [9]",
  );
  model.dispose();
});
