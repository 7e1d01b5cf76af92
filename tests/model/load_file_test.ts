import { assertAlmostEquals, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { createMlp, loadModelFile, modelFolder, useBackend } from "tandem";
import { needs } from "../_permissions.ts";

const ignore = !needs("read", "write");

function test(name: string, run: (folder: string) => Promise<void>): void {
  Deno.test({
    name,
    ignore,
    fn: async () => {
      await useBackend("wasm");
      const folder = await Deno.makeTempDir();
      try {
        await run(folder);
      } finally {
        await Deno.remove(folder, { recursive: true });
        tf.disposeVariables();
      }
    },
  });
}

function valuesOf(model: tf.LayersModel): number[][] {
  return model.getWeights().map((weight) => [...weight.dataSync()]);
}

/** A topology whose initializers have no seeds. */
const TOPOLOGY = {
  class_name: "Sequential",
  config: {
    name: "net",
    layers: [
      {
        class_name: "Dense",
        config: { name: "a", units: 4, use_bias: true, batch_input_shape: [null, 4] },
      },
      { class_name: "Dense", config: { name: "b", units: 4, use_bias: true } },
    ],
  },
};

test("loadModelFile() reads the model that modelFolder() saved", async (folder) => {
  const model = createMlp({ inputSize: 5, hidden: [4], outputSize: 3, batchNorm: true });
  await model.save(modelFolder(folder));
  const loaded = await loadModelFile(`${folder}/model.json`, 1);
  assertEquals(valuesOf(loaded), valuesOf(model));
  assertEquals(loaded.layers.map(({ name }) => name), model.layers.map(({ name }) => name));
});

for (
  const [name, text] of [
    ["bare", JSON.stringify(TOPOLOGY)],
    ["in a model.json", JSON.stringify({ modelTopology: TOPOLOGY, format: "layers-model" })],
    [
      "as the converter puts it",
      JSON.stringify({
        modelTopology: { keras_version: "2.15.0", backend: "tensorflow", model_config: TOPOLOGY },
      }),
    ],
    ["as a text of JSON", JSON.stringify(JSON.stringify(TOPOLOGY))],
  ] as const
) {
  test(`loadModelFile() draws the weights of a topology, ${name}, from the seed`, async (folder) => {
    const file = `${folder}/net.json`;
    await Deno.writeTextFile(file, text);
    const { random } = Math;
    const [first, again, other] = [
      valuesOf(await loadModelFile(file, 1)),
      valuesOf(await loadModelFile(file, 1)),
      valuesOf(await loadModelFile(file, 2)),
    ];
    assertEquals(Math.random, random);
    assertEquals(again, first);
    assertNotEquals(other, first);
    // Layers of one shape differ.
    assertNotEquals(first[0], first[2]);
  });
}

test("loadModelFile() decodes weights of fewer bits, in several groups and files", async (folder) => {
  const model = await loadModelFile(await write(folder, TOPOLOGY), 1);
  // 0, 1, 2 … 15 in steps of a quarter from −1, then 0 to 3 as halves: 0, 0.5, 1, 1.5 (IEEE 754-2008, section 3.6).
  const kernel = Uint8Array.from({ length: 16 }, (_, i) => i);
  const bias = Uint16Array.of(0, 0x3800, 0x3c00, 0x3e00);
  await Deno.writeFile(`${folder}/group1-shard1of2.bin`, kernel.slice(0, 9));
  await Deno.writeFile(`${folder}/group1-shard2of2.bin`, kernel.slice(9));
  const rest = new Float32Array(20).map((_, i) => i);
  await Deno.writeFile(
    `${folder}/group2-shard1of1.bin`,
    new Uint8Array([...new Uint8Array(bias.buffer), ...new Uint8Array(rest.buffer)]),
  );
  const float = (name: string, shape: number[]) => ({ name, shape, dtype: "float32" });
  // Keras 3 puts the model's name before the layer's.
  const file = await write(folder, {
    modelTopology: TOPOLOGY,
    weightsManifest: [
      {
        paths: ["group1-shard1of2.bin", "group1-shard2of2.bin"],
        weights: [{
          ...float("net/a/kernel", [4, 4]),
          quantization: { dtype: "uint8", scale: 0.25, min: -1, original_dtype: "float32" },
        }],
      },
      {
        paths: ["group2-shard1of1.bin"],
        weights: [
          {
            ...float("net/a/bias", [4]),
            quantization: { dtype: "float16", original_dtype: "float32" },
          },
          float("net/b/kernel", [4, 4]),
          float("net/b/bias", [4]),
        ],
      },
    ],
  });
  const loaded = valuesOf(await loadModelFile(file, 1));
  assertEquals(loaded, [
    Array.from(kernel, (i) => i / 4 - 1),
    [0, 0.5, 1, 1.5],
    [...rest.subarray(0, 16)],
    [...rest.subarray(16)],
  ]);
  assertNotEquals(loaded, valuesOf(model));
});

async function write(folder: string, json: unknown): Promise<string> {
  const file = `${folder}/model.json`;
  await Deno.writeTextFile(file, typeof json === "string" ? json : JSON.stringify(json));
  return file;
}

/** What Keras 3.15 gave for the models of _keras3.jsonl, each weight being the sine of its place among all. */
const KERAS_OUTPUTS: readonly (readonly [() => tf.Tensor[], readonly number[]])[] = [
  [
    () => [tf.cos(tf.range(0, 32)).reshape([2, 4, 4, 1])],
    [0.168003112, 0.327403456, 0.504593432, 0.195883885, 0.356202722, 0.447913438],
  ],
  [
    () => [tf.tensor2d([[0, 1, 2, 3, 4], [6, 5, 4, 3, 2]]), tf.tensor2d([[0.5, -1], [2, 0.25]])],
    [
      ...[-0.247336507, -0.328377128, -1.637523651, -1.224813342],
      ...[-0.337301165, 0.297690868, -0.969795942, 0.266821206],
    ],
  ],
];

for (const [i, [inputs, expected]] of KERAS_OUTPUTS.entries()) {
  test(`loadModelFile() computes what Keras 3 computes for the topology that it wrote (${i + 1})`, async (folder) => {
    const lines = await Deno.readTextFile(new URL("_keras3.jsonl", import.meta.url));
    const model = await loadModelFile(await write(folder, lines.split("\n")[i] ?? ""), 1);
    let place = 0;
    model.setWeights(
      model.getWeights().map((weight) => {
        const start = place;
        place += weight.size;
        return tf.sin(tf.range(start, place)).reshape(weight.shape);
      }),
    );
    const outputs = model.predict(inputs()) as tf.Tensor;
    outputs.dataSync().forEach((value, at) =>
      // float32 through a recurrent layer of 5 steps.
      assertAlmostEquals(value, expected[at] ?? NaN, 1e-5)
    );
    assertEquals(outputs.size, expected.length);
  });
}

const dense = (config: object): object => ({
  ...TOPOLOGY,
  config: { layers: [{ class_name: "Dense", config: { name: "a", units: 1, ...config } }] },
});

const MISTAKES: readonly (readonly [string, unknown, ErrorConstructor, string])[] = [
  ["text that is no JSON", "{", SyntaxError, 'model.json": expected JSON'],
  ["JSON without a topology", { weights: [] }, SyntaxError, '"class_name" and "config"'],
  [
    "a graph model",
    { format: "graph-model", modelTopology: { node: [] } },
    SyntaxError,
    [
      "expected a layers model, got a graph model, whose layers are lost; ",
      'export the Keras model with "tensorflowjs_converter --output_format tfjs_layers_model"',
    ].join(""),
  ],
  ["a frozen graph", { modelTopology: { node: [] } }, SyntaxError, "got a graph model"],
  [
    "an unknown layer",
    { class_name: "Sequential", config: { layers: [{ class_name: "Dens", config: {} }] } },
    TypeError,
    'model.json": tfjs knows no layer "Dens"; did you mean "Dense"?',
  ],
  [
    "a layer that is like none",
    { class_name: "Sequential", config: { layers: [{ class_name: "MyAttention", config: {} }] } },
    TypeError,
    'tfjs knows no layer "MyAttention"',
  ],
  [
    "an unknown activation",
    dense({ activation: "reluu", batch_input_shape: [null, 2] }),
    TypeError,
    'tfjs knows no activation "reluu"; did you mean "relu"?',
  ],
  ["a layer without input shape", dense({}), TypeError, "Cannot build model"],
  ["groups", dense({ groups: 2 }), TypeError, 'layer "a" (Dense) has 2 groups, where tfjs has 1'],
  [
    "an activation that changed its meaning",
    dense({
      activation: "hard_sigmoid",
      dtype: { class_name: "DTypePolicy", config: { name: "float32" } },
    }),
    TypeError,
    'the activation "hard_sigmoid" of Keras 3',
  ],
  [
    "a malformed manifest",
    { modelTopology: TOPOLOGY, weightsManifest: [{}] },
    SyntaxError,
    'expected "weightsManifest" with lists of "paths" and "weights"',
  ],
  [
    "a missing file of weights",
    {
      modelTopology: TOPOLOGY,
      weightsManifest: [{ paths: ["weights.bin"], weights: [] }],
    },
    Deno.errors.NotFound as ErrorConstructor,
    'expected its weights beside it, got no file "weights.bin"',
  ],
];

for (const [name, json, kind, message] of MISTAKES) {
  test(`loadModelFile() refuses ${name} in one line`, async (folder) => {
    const file = await write(folder, json);
    const { random } = Math;
    const error = await assertRejects(() => loadModelFile(file, 1), kind, message);
    assertEquals(Math.random, random);
    assertEquals((error as Error).message.includes("\n"), false);
  });
}

test("loadModelFile() refuses a missing file, a folder, and weights of a wrong length or name", async (folder) => {
  const { NotFound } = Deno.errors;
  await assertRejects(
    () => loadModelFile(`${folder}/no.json`, 1),
    NotFound,
    "no file of this name",
  );
  await assertRejects(() => loadModelFile(folder, 1), TypeError, "got a folder");
  await createMlp({ inputSize: 5, hidden: [], outputSize: 3 }).save(modelFolder(folder));
  const file = `${folder}/model.json`;
  const text = await Deno.readTextFile(file);
  await Deno.writeTextFile(file, text.replace('"name":"dense_1/bias"', '"name":"dense_9/bias"'));
  await assertRejects(() => loadModelFile(file, 1), TypeError, "dense_9/bias");
  await Deno.truncate(`${folder}/weights.bin`, 10);
  await assertRejects(() => loadModelFile(file, 1), SyntaxError, "72 bytes of weights, got 10");
});

test("loadModelFile() builds layers of classes that were registered with tfjs", async (folder) => {
  class Doubled extends tf.layers.Layer {
    static readonly className = "Doubled";
    override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
      return tf.tidy(() => tf.mul([inputs].flat()[0] ?? 0, 2));
    }
  }
  tf.serialization.registerClass(Doubled);
  const json = {
    class_name: "Sequential",
    config: {
      layers: [{ class_name: "Doubled", config: { name: "d", batch_input_shape: [null, 2] } }],
    },
  };
  const model = await loadModelFile(await write(folder, json), 1);
  assertEquals((model.predict(tf.ones([1, 2])) as tf.Tensor).arraySync(), [[2, 2]]);
});
