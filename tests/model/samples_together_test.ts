import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { createMlp, useBackend } from "tandem";
import { samplesTogether } from "../../src/model/samples_together.ts";

Deno.test("samplesTogether() takes a thousand samples of a perceptron", async () => {
  await useBackend("cpu");
  const model = createMlp({ inputSize: 784, hidden: [500, 250, 100], outputSize: 10 });
  assertEquals(samplesTogether(model), 1000);
  model.dispose();
});

Deno.test("samplesTogether() bounds what all uses of all layers give, inner models included", async () => {
  await useBackend("cpu");
  const inner = tf.sequential({
    layers: [tf.layers.reshape({ targetShape: [2 ** 16], inputShape: [2 ** 8, 2 ** 8] })],
  });
  const input = tf.input({ shape: [2 ** 8, 2 ** 8] });
  const twice = [inner.apply(input), inner.apply(input)] as tf.SymbolicTensor[];
  const sum = tf.layers.add().apply(twice) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: sum });
  // Six times 2^16 values: input, sum, both results of the inner model, and two within it.
  assertEquals(samplesTogether(model), Math.floor(2 ** 23 / (6 * 2 ** 16)));
  model.dispose();
});
