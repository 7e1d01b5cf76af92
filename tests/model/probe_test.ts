import { assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { type BackendName, createMlp, useBackend } from "tandem";
import { requireKernels } from "../../src/model/probe.ts";
import { needs } from "../_permissions.ts";

type Layer = tf.layers.Layer;
const { layers } = tf;

const IMAGE = [8, 8, 2];
const dense = (): Layer => layers.dense({ units: 3, activation: "softmax" });
const chain = (...all: Layer[]): tf.LayersModel => tf.sequential({ layers: all });
/** The layer in the middle: before it weights that need the gradient of its inputs. */
const onImage = (layer: Layer): tf.LayersModel =>
  chain(
    layers.dense({ units: 2, inputShape: IMAGE }),
    layer,
    layers.flatten(),
    dense(),
  );
const onWords = (...all: Layer[]): tf.LayersModel =>
  chain(layers.embedding({ inputDim: 5, outputDim: 4, maskZero: true, inputLength: 6 }), ...all);

const MODELS: Readonly<Record<string, () => tf.LayersModel>> = {
  "a perceptron with all that goes with it": () =>
    createMlp({
      inputSize: 6,
      hidden: [5, 4],
      outputSize: 3,
      dropout: 0.5,
      batchNorm: true,
      l2: 1,
    }),
  "Conv2D first": () =>
    chain(
      layers.conv2d({ filters: 2, kernelSize: 3, inputShape: IMAGE }),
      layers.flatten(),
      dense(),
    ),
  "Conv2D": () => onImage(layers.conv2d({ filters: 2, kernelSize: 3, name: "convolution" })),
  "Conv2DTranspose": () => onImage(layers.conv2dTranspose({ filters: 2, kernelSize: 3 })),
  "DepthwiseConv2D first": () =>
    chain(layers.depthwiseConv2d({ kernelSize: 3, inputShape: IMAGE }), layers.flatten(), dense()),
  "DepthwiseConv2D": () => onImage(layers.depthwiseConv2d({ kernelSize: 3 })),
  "SeparableConv2D": () => onImage(layers.separableConv2d({ filters: 2, kernelSize: 3 })),
  "MaxPooling2D": () => onImage(layers.maxPooling2d({ poolSize: 2 })),
  "AveragePooling2D": () => onImage(layers.averagePooling2d({ poolSize: 2 })),
  "GlobalAveragePooling2D": () =>
    chain(
      layers.dense({ units: 2, inputShape: IMAGE }),
      layers.globalAveragePooling2d({}),
      dense(),
    ),
  "UpSampling2D": () => onImage(layers.upSampling2d({})),
  "BatchNormalization": () => onImage(layers.batchNormalization()),
  "LayerNormalization": () => onImage(layers.layerNormalization()),
  "GaussianNoise": () => onImage(layers.gaussianNoise({ stddev: 1 })),
  "ELU": () => onImage(layers.elu()),
  "PReLU": () => onImage(layers.prelu()),
  "gelu": () => onImage(layers.activation({ activation: "gelu" })),
  "mish": () => onImage(layers.activation({ activation: "mish" })),
  "Embedding": () => onWords(layers.flatten(), dense()),
  "LSTM": () => onWords(layers.lstm({ units: 3 }), dense()),
  "GRU": () => onWords(layers.gru({ units: 3 }), dense()),
  "Bidirectional": () =>
    onWords(
      layers.bidirectional({
        layer: layers.simpleRNN({ units: 3 }) as tf.RNN,
        mergeMode: "concat",
      }),
      dense(),
    ),
  "TimeDistributed Conv1D": () =>
    chain(
      layers.timeDistributed({
        layer: layers.conv1d({ filters: 2, kernelSize: 3 }),
        inputShape: [2, 8, 2],
      }),
      layers.flatten(),
      dense(),
    ),
  "a nested model, used twice": () => {
    const inner = chain(
      layers.conv2d({ filters: 2, kernelSize: 3, padding: "same", inputShape: IMAGE }),
      layers.batchNormalization(),
    );
    const [left, right] = [tf.input({ shape: IMAGE }), tf.input({ shape: IMAGE })];
    const sum = layers.add().apply([
      inner.apply(left) as tf.SymbolicTensor,
      inner.apply(right) as tf.SymbolicTensor,
    ]) as tf.SymbolicTensor;
    const output = dense().apply(layers.flatten().apply(sum)) as tf.SymbolicTensor;
    return tf.model({ inputs: [left, right], outputs: output });
  },
  "frozen layers": () => {
    const model = onImage(layers.conv2d({ filters: 2, kernelSize: 3 }));
    for (const layer of model.layers.slice(0, -1)) layer.trainable = false;
    return model;
  },
};

/** What training itself says: the kernel that a step of tfjs lacks. */
async function kernelLackedInTraining(model: tf.LayersModel): Promise<string | undefined> {
  model.compile({ optimizer: "sgd", loss: "categoricalCrossentropy" });
  const inputs = model.inputs.map(({ shape }) => tf.ones([3, ...shape.slice(1) as number[]]));
  const targets = tf.oneHot(tf.tensor1d([0, 1, 2], "int32"), 3).cast("float32");
  try {
    await model.trainOnBatch(inputs, targets);
    return undefined;
  } catch (error) {
    const kernel = /Kernel '(.*)' not registered/.exec((error as Error).message)?.[1];
    if (kernel === undefined) throw error;
    return kernel;
  } finally {
    tf.dispose([...inputs, targets]);
  }
}

function kernelRefused(model: tf.LayersModel, backend: BackendName): string | undefined {
  try {
    requireKernels(model, backend);
    return undefined;
  } catch (error) {
    return /it lacks kernel "(.*)"; use backend "cpu"$/.exec((error as Error).message)?.[1];
  }
}

for (const backend of ["wasm", "cpu"] as const) {
  for (const [name, build] of Object.entries(MODELS)) {
    Deno.test({
      name: `requireKernels() on "${backend}" agrees with a training step of tfjs: ${name}`,
      ignore: !needs("read"),
      fn: async () => {
        await useBackend(backend);
        const model = build();
        const { random } = Math;
        const before = model.getWeights().map((weight) => weight.dataSync().slice());
        const { numTensors, numDataBuffers } = tf.memory();
        const refused = kernelRefused(model, backend);
        assertEquals(tf.memory().numTensors, numTensors);
        assertEquals(tf.memory().numDataBuffers, numDataBuffers);
        assertEquals(Math.random, random);
        assertEquals(model.getWeights().map((weight) => weight.dataSync().slice()), before);
        assertEquals(refused, await kernelLackedInTraining(model));
        tf.disposeVariables();
      },
    });
  }
}

/** Runs without one of the kernels of the cpu backend. */
function without(kernelName: string, run: () => void): void {
  const kernel = tf.getKernel(kernelName, "cpu");
  tf.unregisterKernel(kernelName, "cpu");
  try {
    run();
  } finally {
    if (kernel) tf.registerKernel(kernel);
  }
}

Deno.test("requireKernels() names the layer, its class and the kernel", async () => {
  await useBackend("cpu");
  const model = MODELS["Conv2D"]?.() as tf.LayersModel;
  without("Conv2DBackpropFilter", () => {
    assertThrows(
      () => requireKernels(model, "wasm"),
      TypeError,
      'Cannot train layer "convolution" (Conv2D) on backend "wasm": ' +
        'it lacks kernel "Conv2DBackpropFilter"; use backend "cpu"',
    );
    for (const layer of model.layers) layer.trainable = false;
    requireKernels(model, "wasm");
  });
  for (const layer of model.layers) layer.trainable = true;
  requireKernels(model, "cpu");
  tf.disposeVariables();
});

Deno.test("requireKernels() finds the layer within nested models", async () => {
  await useBackend("cpu");
  const model = MODELS["a nested model, used twice"]?.() as tf.LayersModel;
  without("FusedConv2D", () =>
    without("Conv2D", () => {
      assertThrows(() => requireKernels(model, "wasm"), TypeError, "(Conv2D)");
    }));
  tf.disposeVariables();
});

Deno.test("requireKernels() fills open sizes, and leaves other errors to training", async () => {
  await useBackend("cpu");
  const words = chain(
    layers.embedding({ inputDim: 5, outputDim: 4 }),
    layers.lstm({ units: 3 }),
  );
  const image = chain(
    layers.conv2d({ filters: 2, kernelSize: 9, inputShape: [null, null, 1] }),
    layers.globalMaxPooling2d({}),
  );
  for (const model of [words, image]) requireKernels(model, "cpu");
  without("Tanh", () => assertThrows(() => requireKernels(words, "wasm"), TypeError, "(LSTM)"));
  without("Conv2DBackpropFilter", () => {
    assertThrows(() => requireKernels(image, "wasm"), TypeError, "(Conv2D)");
  });
  tf.disposeVariables();
});
