import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { createDataset, createMlp, useBackend } from "tandem";
import { residualsOf } from "../../src/training/residuals.ts";

const SIZE = 11;

/** A model that gives its first input, and twice its second. */
async function model(): Promise<tf.LayersModel> {
  await useBackend("cpu");
  const doubling = createMlp({
    inputSize: 2,
    hidden: [],
    outputSize: 2,
    outputActivation: "linear",
    loss: "meanSquaredError",
  });
  doubling.setWeights([tf.tensor2d([[1, 0], [0, 2]]), tf.zeros([2])]);
  return doubling;
}

const values = Float32Array.from({ length: 2 * SIZE }, (_, i) => i);
const inputs = { data: values, shape: [2] };
const targets = { data: Uint8Array.from(values), shape: [2], scale: 0.5 };
const names = ["first", "second"];

Deno.test("residualsOf() lays each target beside what the model says, in its own unit", async () => {
  const doubling = await model();
  const [first, second] = residualsOf(doubling, createDataset({ inputs, targets }), names);
  const even = Array.from({ length: SIZE }, (_, i) => 2 * i);
  assertEquals(first, {
    name: "first",
    targets: even.map((value) => value / 2),
    predictions: even,
  });
  assertEquals(second?.predictions, even.map((value) => 2 * value + 2));
  const units = [{ mean: 5, deviation: 2 }, { mean: -1e6, deviation: 0.1 }];
  const own = residualsOf(doubling, createDataset({ inputs, targets, units }), names);
  assertEquals(own[0]?.targets, even.map((value) => value + 5));
  assertEquals(own[0]?.predictions, even.map((value) => 2 * value + 5));
  // Predictions are float32: a sixteenth at a million.
  own[1]?.predictions.forEach((value, i) =>
    assertAlmostEquals(value, -1e6 + 0.2 * (2 * i + 1), 0.07)
  );
  doubling.dispose();
});

Deno.test("residualsOf() picks samples evenly where there are many, and leaves out what is no number", async () => {
  const doubling = await model();
  const [first] = residualsOf(doubling, createDataset({ inputs, targets }), names, 4);
  assertEquals(first?.predictions, [0, 4, 10, 16]);
  const data = values.slice();
  data[2] = NaN;
  const [, second] = residualsOf(
    doubling,
    createDataset({ inputs: { data, shape: [2] }, targets }),
    names,
  );
  assertEquals(second?.targets.length, SIZE - 1);
  assertEquals(second?.targets.length, second?.predictions.length);
  assertThrows(
    () => residualsOf(doubling, createDataset({ inputs, targets }), ["price"]),
    TypeError,
    "Cannot compare predictions of price: expected a value of a target for each, got 2",
  );
  doubling.dispose();
});
