import * as tf from "@tensorflow/tfjs";
import { assertEquals, assertRejects } from "@std/assert";
import { fit, useBackend } from "tandem";
import { requireKernels } from "../../src/model/probe.ts";
import { needs } from "../_permissions.ts";

type Layers = () => tf.layers.Layer[];

const { layers } = tf;
const MODELS: Readonly<Record<string, Layers>> = {
  conv1d:
    () => [layers.conv1d({ filters: 2, kernelSize: 2, inputShape: [6, 3] }), layers.flatten()],
  conv2d: () => [
    layers.conv2d({ filters: 2, kernelSize: 2, inputShape: [5, 5, 1] }),
    layers.flatten(),
  ],
  depthwiseConv2d: () => [
    layers.depthwiseConv2d({ kernelSize: 2, inputShape: [5, 5, 2] }),
    layers.flatten(),
  ],
  maxPooling2d: () => [
    layers.reshape({ targetShape: [4, 4, 1], inputShape: [16] }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
  ],
  averagePooling2d: () => [
    layers.reshape({ targetShape: [4, 4, 1], inputShape: [16] }),
    layers.averagePooling2d({ poolSize: 2 }),
    layers.flatten(),
  ],
  batchNormalization: () => [layers.batchNormalization({ inputShape: [5] })],
  layerNormalization: () => [layers.layerNormalization({ inputShape: [5] })],
  embedding: () => [
    layers.embedding({ inputDim: 7, outputDim: 3, inputShape: [4] }),
    layers.flatten(),
  ],
  lstm: () => [layers.lstm({ units: 3, inputShape: [null, 2] })],
  gru: () => [layers.gru({ units: 3, inputShape: [4, 2] })],
  bidirectional: () => [
    layers.bidirectional({
      layer: layers.simpleRNN({ units: 3 }) as tf.RNN,
      mergeMode: "concat",
      inputShape: [4, 2],
    }),
  ],
  leakyReLU: () => [layers.leakyReLU({ inputShape: [5] })],
  prelu: () => [layers.prelu({ inputShape: [5] })],
  gaussianNoise: () => [layers.gaussianNoise({ stddev: 1, inputShape: [5] })],
  upSampling2d: () => [
    layers.reshape({ targetShape: [4, 4, 1], inputShape: [16] }),
    layers.upSampling2d({ size: [2, 2] }),
    layers.flatten(),
  ],
};

function build(layers: Layers): tf.LayersModel {
  const model = tf.sequential({ layers: [...layers(), tf.layers.dense({ units: 2 })] });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  return model;
}

/** Whether tfjs itself trains the model on the current backend. */
async function trains(model: tf.LayersModel): Promise<boolean> {
  const shape = (model.inputs[0]?.shape ?? []).map((size, axis) => axis === 0 ? 3 : size ?? 4);
  try {
    await model.trainOnBatch(tf.zeros(shape), tf.zeros([3, 2]));
    return true;
  } catch {
    return false;
  }
}

for (const backend of ["wasm", "cpu"] as const) {
  for (const [name, layers] of Object.entries(MODELS)) {
    Deno.test({
      name: `requireKernels() tells rightly whether ${name} can be trained on "${backend}"`,
      ignore: !needs("read"),
      fn: async () => {
        await useBackend(backend);
        const model = build(layers);
        const before = tf.memory().numTensors;
        let passes = true;
        try {
          requireKernels(model, backend);
        } catch (error) {
          assertEquals(error instanceof TypeError, true);
          passes = false;
        }
        // Where a kernel is missing, tfjs itself leaves tensors of the pass that it broke off.
        if (passes) assertEquals(tf.memory().numTensors, before);
        assertEquals(passes, await trains(model));
        tf.disposeVariables();
      },
    });
  }
}

Deno.test({
  name: "fit() names layer, kernel and backend of a convolution on wasm, before it trains",
  ignore: !needs("read"),
  fn: async () => {
    await useBackend("wasm");
    const model = build(MODELS["conv2d"] ?? (() => []));
    const name = model.layers[0]?.name;
    const events: string[] = [];
    const x = new Float32Array(50);
    const options = { workers: 2, onEvent: ({ type }: { type: string }) => void events.push(type) };
    await assertRejects(
      () => fit(model, x, new Float32Array(4), options),
      TypeError,
      `Cannot train layer "${name}" (Conv2D) on backend "wasm": it lacks kernel "Conv2DBackpropFilter"`,
    );
    assertEquals(events, []);
    tf.disposeVariables();
  },
});

class Twice extends tf.layers.Layer {
  static readonly className = "Twice";
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.mul(Array.isArray(inputs) ? inputs[0] as tf.Tensor : inputs, 2);
  }
}

Deno.test({
  name: "fit() says that workers do not know a layer of one's own",
  ignore: !needs("read"),
  fn: async () => {
    await useBackend("cpu");
    tf.serialization.registerClass(Twice);
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2] })] });
    model.add(new Twice({}));
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await assertRejects(
      () => fit(model, new Float32Array(4), new Float32Array(4), { workers: 1, backend: "cpu" }),
      TypeError,
      'Cannot train layer "Twice" on workers',
    );
    tf.disposeVariables();
  },
});
