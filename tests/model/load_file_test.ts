import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { createMlp, modelFolder, useBackend } from "tandem";
import { loadModelFile } from "../../src/model/load_file.ts";
import { needs } from "../_permissions.ts";
import { flatWeights } from "../parallel/_data_parallel.ts";

const ignore = !needs("read", "write");
const KERAS = new URL("./keras/", import.meta.url);

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  await useBackend("cpu");
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
    tf.disposeVariables();
  }
}

Deno.test({
  name: "loadModelFile() reads a saved model with its weights",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const model = createMlp({ inputSize: 5, hidden: [4], outputSize: 3, batchNorm: true });
      await model.save(modelFolder(folder));
      const loaded = await loadModelFile(`${folder}/model.json`, 1);
      assertEquals(flatWeights(loaded), flatWeights(model));
    }),
});

Deno.test({
  name: "loadModelFile() draws the weights of a topology from the seed alone",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const path = `${folder}/topology.json`;
      const model = tf.sequential({ layers: [tf.layers.dense({ units: 9, inputShape: [9] })] });
      for (
        const json of [model.toJSON(null, false), { modelTopology: model.toJSON(null, false) }]
      ) {
        await Deno.writeTextFile(path, JSON.stringify(json));
        const weights = async (seed: number): Promise<Float32Array> =>
          flatWeights(await loadModelFile(path, seed));
        const random = Math.random;
        const first = await weights(1);
        assertEquals(Math.random, random);
        assertEquals(await weights(1), first);
        assertEquals((await weights(2)).every((value, i) => value === first[i]), false);
      }
    }),
});

// Parameters as Keras counts them.
for (const [name, parameters] of [["sequential", 6402], ["functional", 8755]] as const) {
  Deno.test({
    name: `loadModelFile() reads a ${name} model as Keras 3 writes it`,
    ignore,
    fn: async () => {
      await useBackend("cpu");
      const model = await loadModelFile(new URL(`${name}.json`, KERAS).pathname, 1);
      assertEquals(model.countParams(), parameters);
      assertEquals(model.outputs[0]?.shape, [null, 10]);
      tf.disposeVariables();
    },
  });
}

Deno.test({
  name: "loadModelFile() takes over a penalty of Keras 3 as it is: 0.01·Σw²",
  ignore,
  fn: async () => {
    await useBackend("cpu");
    const model = await loadModelFile(new URL("sequential.json", KERAS).pathname, 1);
    model.compile({ optimizer: "sgd", loss: "categoricalCrossentropy" });
    const weights = model.layers.at(-1)?.getWeights()[0]?.dataSync() ?? [];
    const expected = 0.01 * [...weights].reduce((sum, weight) => sum + weight * weight, 0);
    const [penalty] = model.calculateLosses();
    assertAlmostEquals(penalty?.dataSync()[0] ?? NaN, expected, 1e-6);
    tf.disposeVariables();
  },
});

const WRONG: readonly (readonly [name: string, text: string, expected: string])[] = [
  ["no JSON", "{", "expected JSON"],
  ["a list", "[]", "expected JSON"],
  ["other JSON", '{"a": 1}', "expected the topology of a model made of layers"],
  ["a graph", '{"format": "graph-model"}', "convert it with --output_format=tfjs_layers_model"],
  [
    "a layer that tfjs does not have",
    '{"class_name": "Sequential", "config": {"name": "m", "layers": [' +
    '{"class_name": "Attention2", "config": {"name": "a"}}]}}',
    'TensorFlow.js has no "Attention2"',
  ],
  [
    "weights that are not there",
    '{"modelTopology": {"class_name": "Sequential", "config": {"layers": []}}, ' +
    '"weightsManifest": [{"paths": ["w.bin"], "weights": []}]}',
    "expected its weights in",
  ],
];

for (const [name, text, expected] of WRONG) {
  Deno.test({
    name: `loadModelFile() refuses ${name} in one line`,
    ignore,
    fn: () =>
      inFolder(async (folder) => {
        const path = `${folder}/model.json`;
        await Deno.writeTextFile(path, text);
        const error = await assertRejects(() => loadModelFile(path, 1), Error, expected) as Error;
        assertEquals(error.message.split("\n").length, 1);
      }),
  });
}
