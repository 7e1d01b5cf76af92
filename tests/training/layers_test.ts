import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { type BackendName, useBackend } from "tandem";
import { numbersFrom } from "../../src/arrays/range.ts";
import type { SampleArray } from "../../src/dataset/sample_array.ts";
import type { SampleSet } from "../../src/dataset/sample_set.ts";
import { drawingFrom } from "../../src/model/draw.ts";
import { describeModel } from "../../src/model/recipe.ts";
import { copyWeights, countValues, splitWeights } from "../../src/model/topology.ts";
import { randomStream } from "../../src/parallel/random.ts";
import { tfjsGradients } from "../../src/parallel/tfjs_gradients.ts";
import { TRAINING_BACKENDS } from "../_backends.ts";
import { needs } from "../_permissions.ts";
import { LAYERS, modelAround, OTHER_NAMES, OUTPUTS, type Place, UNUSABLE } from "./_layers.ts";

const SAMPLES = 5;
/** The first two are recorded. */
const STEPS = 4;
const LEARNING_RATE = 0.1;

function drawSamples({ shape, inputs = 1, classes }: Place): SampleSet {
  const random = randomStream(1);
  const array = (shape: readonly number[], draw: () => number): SampleArray => ({
    data: Float32Array.from({ length: SAMPLES * tf.util.sizeFromShape([...shape]) }, draw),
    shape: [...shape],
    scale: 1,
  });
  const uniform = (): number => 2 * random() - 1;
  const one = classes === undefined ? uniform : (): number => Math.floor(random() * classes);
  return {
    size: SAMPLES,
    inputs: Array.from({ length: inputs }, () => array(shape, one)),
    targets: [array([OUTPUTS], uniform)],
  };
}

/** The losses of some steps by plain gradient descent, from the same weights on every backend. */
async function lossesOn(backend: BackendName, place: Place): Promise<number[]> {
  await useBackend("cpu");
  const model = drawingFrom(randomStream(2), () => {
    const built = modelAround(place);
    // The weights are drawn when they are asked for.
    built.getWeights();
    return built;
  });
  const recipe = describeModel(model);
  const count = countValues(splitWeights(model).trainable);
  const values = copyWeights(model);
  // Zeros and equal values hide what a gradient gets wrong.
  const random = randomStream(3);
  const parameters = values.slice(0, count).map((value) => value + 0.1 * random());
  const state = values.slice(count);
  model.dispose();
  const samples = drawSamples(place);
  const source = await tfjsGradients({ backend, recipe, eager: false }, samples);
  const row = { gradient: new Float32Array(count), state: new Float32Array(state.length) };
  const losses = Array.from({ length: STEPS }, (_, step) => {
    const shard = {
      samples,
      numbers: numbersFrom(0, SAMPLES),
      share: 1,
      random: randomStream(step),
    };
    const [loss = NaN] = source.gradient({ parameters, state, slots: [] }, shard, row);
    row.gradient.forEach((value, i) =>
      parameters[i] = (parameters[i] ?? NaN) - LEARNING_RATE * value
    );
    state.set(row.state);
    return loss / SAMPLES;
  });
  source.dispose();
  return losses;
}

Deno.test("the sweep knows every layer that tf.layers exports", () => {
  const known = [LAYERS, UNUSABLE, OTHER_NAMES].flatMap((names) => Object.keys(names));
  const exported = Object.entries(tf.layers)
    .filter(([, value]) => typeof value === "function")
    .map(([name]) => name);
  assertEquals(exported.filter((name) => !known.includes(name)), []);
  assertEquals(known.filter((name) => !exported.includes(name)), []);
  assertEquals(Object.values(OTHER_NAMES).filter((name) => !LAYERS[name]), []);
});

Deno.test({
  name: "layers that tfjs gets wrong in any model it still gets wrong",
  ignore: !needs("read"),
  fn: async () => {
    for (const place of Object.values(UNUSABLE)) {
      await assertRejects(() => lossesOn("cpu", place));
    }
  },
});

for (const backend of TRAINING_BACKENDS.filter((name) => name !== "wasm-simd")) {
  for (const [name, place] of Object.entries(LAYERS)) {
    Deno.test({
      name: `a model with tf.layers.${name} trains on "${backend}" as on "cpu"`,
      ignore: !needs("read"),
      fn: async () => {
        const expected = await lossesOn("cpu", place);
        const actual = await lossesOn(backend, place);
        // Losses of order 1 to some digits less than float32 has: every step adds to what it rounds.
        actual.forEach((loss, step) =>
          assertAlmostEquals(loss, expected[step] ?? NaN, 1e-5 * Math.max(1, loss), `step ${step}`)
        );
      },
    });
  }
}
