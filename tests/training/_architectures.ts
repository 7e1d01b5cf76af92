/**
 * Models of many kinds, each with the data that it is trained on.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import {
  ACTIVATIONS,
  type BackendName,
  compilableLoss,
  LOSSES,
  type LossName,
  useBackend,
} from "tandem";
import { randomStream } from "../../src/parallel/random.ts";

/** A compiled model, and tensors to train it on. */
export interface Architecture {
  readonly name: string;
  /** Builds the same model each time, but for its initial weights. */
  build(): tf.LayersModel;
  readonly x: tf.Tensor | tf.Tensor[];
  readonly y: tf.Tensor | tf.Tensor[];
  /** How many compute by plans. @default [3] */
  readonly workers?: readonly number[];
  /** What the workers compute with. @default "wasm" */
  readonly backend?: BackendName;
  readonly classWeight?: Readonly<Record<number, number>>;
}

/** Not a multiple of the batch size: the last batch of an epoch is smaller. */
export const SAMPLES = 47;
const CLASSES = 4;

await useBackend("cpu");
const draw = randomStream(7);

function values(shape: number[], draw: () => number): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor(Float32Array.from({ length: size }, draw), shape);
}

const uniform = (...shape: number[]): tf.Tensor =>
  values([SAMPLES, ...shape], () => 2 * draw() - 1);
const positive = (...shape: number[]): tf.Tensor => values([SAMPLES, ...shape], () => 0.1 + draw());
const bits = (...shape: number[]): tf.Tensor =>
  values([SAMPLES, ...shape], () => Math.round(draw()));
const signs = (...shape: number[]): tf.Tensor => bits(...shape).mul(2).sub(1);
const labels = (): number[] => Array.from({ length: SAMPLES }, () => Math.floor(draw() * CLASSES));
const oneHot = (): tf.Tensor => tf.oneHot(tf.tensor1d(labels(), "int32"), CLASSES).toFloat();

type Compiled = Parameters<tf.LayersModel["compile"]>[0];

function dense(units: number, activation: string, more: object = {}): tf.layers.Layer {
  return tf.layers.dense({ units, activation: activation as "relu", ...more });
}

function stack(layers: () => tf.layers.Layer[], compiled: () => Compiled): () => tf.LayersModel {
  return () => {
    const model = tf.sequential({ layers: layers() });
    model.compile(compiled());
    return model;
  };
}

const INPUT = { inputShape: [6] };
const crossEntropy = (optimizer: () => tf.Optimizer): () => Compiled => () => ({
  optimizer: optimizer(),
  loss: "categoricalCrossentropy",
  metrics: ["accuracy"],
});
const sgd = (): tf.Optimizer => tf.train.sgd(0.05);

const sizes = [[], [5], [9, 7], [8, 8, 8], [6, 5, 4, 5]].map((hidden): Architecture => ({
  name: `a perceptron with hidden layers [${hidden}]`,
  build: stack(
    () =>
      [...hidden, CLASSES].map((units, layer) =>
        dense(units, layer < hidden.length ? "relu" : "softmax", layer === 0 ? INPUT : {})
      ),
    crossEntropy(() => tf.train.adam(0.01)),
  ),
  x: uniform(6),
  y: oneHot(),
}));

const activations = ACTIVATIONS.map((activation): Architecture => ({
  name: `hidden layers with activation ${activation}`,
  build: stack(
    () => [dense(8, activation, INPUT), dense(7, activation), dense(CLASSES, "softmax")],
    crossEntropy(sgd),
  ),
  x: uniform(6),
  y: oneHot(),
}));

/** The last activation and the targets that a loss is made for. */
function lossFit(loss: LossName): [activation: string, y: tf.Tensor] {
  switch (loss) {
    case "categoricalCrossentropy":
    case "kullbackLeiblerDivergence":
      return ["softmax", oneHot()];
    case "sparseCategoricalCrossentropy":
      return ["softmax", tf.tensor2d(labels(), [SAMPLES, 1])];
    case "binaryCrossentropy":
      return ["sigmoid", bits(CLASSES)];
    case "categoricalHinge":
      return ["linear", oneHot()];
    case "hinge":
    case "squaredHinge":
      return ["tanh", signs(CLASSES)];
    case "poisson":
    case "meanSquaredLogarithmicError":
    case "meanAbsolutePercentageError":
      return ["softplus", positive(CLASSES)];
    default:
      return ["linear", uniform(CLASSES)];
  }
}

const losses = LOSSES.map((loss): Architecture => {
  const [activation, y] = lossFit(loss);
  return {
    name: `loss ${loss}`,
    build: stack(
      () => [dense(8, "tanh", INPUT), dense(CLASSES, activation)],
      () => ({ optimizer: tf.train.sgd(0.01), loss: compilableLoss(loss), metrics: ["mse"] }),
    ),
    x: uniform(6),
    y,
  };
});

const RULES: Readonly<Record<string, () => tf.Optimizer>> = {
  sgd: () => tf.train.sgd(0.1),
  momentum: () => tf.train.momentum(0.05, 0.9),
  nesterov: () => tf.train.momentum(0.05, 0.9, true),
  adagrad: () => tf.train.adagrad(0.05),
  adadelta: () => tf.train.adadelta(1),
  rmsprop: () => tf.train.rmsprop(0.005, 0.9, 0.5, 1e-7),
  // tfjs subtracts ε under the root: with its own, small gradients give NaN.
  "centred rmsprop": () => tf.train.rmsprop(0.002, 0.9, 0, 1e-12, true),
  adam: () => tf.train.adam(0.005),
  adamax: () => tf.train.adamax(0.005),
};

const optimizers = Object.entries(RULES).map(([name, rule]): Architecture => ({
  name: `optimizer ${name}`,
  build: stack(
    () => [dense(8, "sigmoid", INPUT), dense(CLASSES, "softmax")],
    crossEntropy(rule),
  ),
  x: uniform(6),
  y: oneHot(),
}));

function functional(
  build: () => { inputs: tf.SymbolicTensor[]; outputs: tf.SymbolicTensor[] },
  compiled: () => Compiled,
): () => tf.LayersModel {
  return () => {
    const model = tf.model(build());
    model.compile(compiled());
    return model;
  };
}

const apply = (layer: tf.layers.Layer, ...inputs: tf.SymbolicTensor[]): tf.SymbolicTensor =>
  layer.apply(inputs.length === 1 ? inputs[0] as tf.SymbolicTensor : inputs) as tf.SymbolicTensor;

const others: readonly Architecture[] = [
  {
    name: "a regression",
    build: stack(
      () => [dense(10, "relu", INPUT), dense(1, "linear")],
      () => ({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError", metrics: ["mae"] }),
    ),
    x: uniform(6),
    y: uniform(1),
  },
  {
    name: "a logistic regression",
    build: stack(
      () => [dense(1, "sigmoid", INPUT)],
      () => ({ optimizer: tf.train.sgd(0.5), loss: "binaryCrossentropy", metrics: ["accuracy"] }),
    ),
    x: uniform(6),
    y: bits(1),
  },
  {
    name: "dropout of nothing",
    build: stack(
      () => [dense(8, "relu", INPUT), tf.layers.dropout({ rate: 0 }), dense(CLASSES, "softmax")],
      crossEntropy(sgd),
    ),
    x: uniform(6),
    y: oneHot(),
  },
  {
    name: "batch normalisation on one worker",
    build: stack(
      () => [
        dense(8, "linear", { ...INPUT, useBias: false }),
        tf.layers.batchNormalization(),
        tf.layers.activation({ activation: "relu" }),
        dense(CLASSES, "softmax"),
      ],
      crossEntropy(sgd),
    ),
    x: uniform(6),
    y: oneHot(),
    workers: [1],
  },
  {
    name: "layer normalisation",
    build: stack(
      () => [dense(8, "relu", INPUT), tf.layers.layerNormalization(), dense(CLASSES, "softmax")],
      crossEntropy(sgd),
    ),
    x: uniform(6),
    y: oneHot(),
  },
  {
    name: "penalties on kernels, biases and activities",
    build: stack(
      () => [
        dense(8, "relu", {
          ...INPUT,
          kernelRegularizer: tf.regularizers.l1l2({ l1: 0.01, l2: 0.02 }),
          biasRegularizer: tf.regularizers.l2({ l2: 0.1 }),
        }),
        dense(CLASSES, "softmax", { kernelRegularizer: tf.regularizers.l1({ l1: 0.01 }) }),
      ],
      crossEntropy(sgd),
    ),
    x: uniform(6),
    y: oneHot(),
  },
  {
    name: "weights of classes",
    build: stack(() => [dense(8, "relu", INPUT), dense(CLASSES, "softmax")], crossEntropy(sgd)),
    x: uniform(6),
    y: oneHot(),
    classWeight: { 0: 0.5, 1: 2, 2: 1, 3: 3 },
  },
  {
    name: "a softmax layer of its own, and a frozen layer",
    build: stack(
      () => [
        dense(8, "relu", { ...INPUT, trainable: false }),
        dense(CLASSES, "linear"),
        tf.layers.activation({ activation: "softmax" }),
      ],
      crossEntropy(sgd),
    ),
    x: uniform(6),
    y: oneHot(),
  },
  {
    name: "two inputs",
    build: functional(
      () => {
        const inputs = [tf.input({ shape: [6] }), tf.input({ shape: [2, 3] })] as const;
        const joined = apply(
          tf.layers.concatenate(),
          apply(dense(5, "relu"), inputs[0]),
          apply(dense(4, "tanh"), apply(tf.layers.flatten(), inputs[1])),
        );
        return { inputs: [...inputs], outputs: [apply(dense(CLASSES, "softmax"), joined)] };
      },
      crossEntropy(sgd),
    ),
    x: [uniform(6), uniform(2, 3)],
    y: oneHot(),
  },
  {
    name: "two outputs with a loss each",
    build: functional(
      () => {
        const input = tf.input({ shape: [6] });
        const trunk = apply(dense(8, "relu"), input);
        const kind = apply(dense(CLASSES, "softmax", { name: "kind" }), trunk);
        const size = apply(dense(1, "linear", { name: "size" }), trunk);
        return { inputs: [input], outputs: [kind, size] };
      },
      () => ({
        optimizer: sgd(),
        loss: { kind: "categoricalCrossentropy", size: "meanSquaredError" },
        metrics: { kind: ["accuracy"], size: ["mae"] } as unknown as string[],
      }),
    ),
    x: uniform(6),
    y: [oneHot(), uniform(1)],
  },
  {
    name: "an output that another output is made of",
    build: functional(
      () => {
        const input = tf.input({ shape: [6] });
        const first = apply(dense(CLASSES, "softmax", { name: "first" }), input);
        const second = apply(dense(CLASSES, "softmax", { name: "second" }), first);
        return { inputs: [input], outputs: [first, second] };
      },
      () => ({ optimizer: sgd(), loss: ["categoricalCrossentropy", "categoricalCrossentropy"] }),
    ),
    x: uniform(6),
    y: [oneHot(), oneHot()],
  },
  {
    name: "a layer used twice, and a sum around it",
    build: functional(
      () => {
        const input = tf.input({ shape: [6] });
        const shared = dense(6, "tanh");
        const twice = apply(shared, apply(shared, input));
        const sum = apply(tf.layers.add(), input, twice);
        return { inputs: [input], outputs: [apply(dense(CLASSES, "softmax"), sum)] };
      },
      crossEntropy(sgd),
    ),
    x: uniform(6),
    y: oneHot(),
  },
  {
    name: "an LSTM",
    build: stack(
      () => [tf.layers.lstm({ units: 5, inputShape: [4, 3] }), dense(CLASSES, "softmax")],
      crossEntropy(sgd),
    ),
    x: uniform(4, 3),
    y: oneHot(),
  },
  {
    name: "a GRU over sequences of any length",
    build: stack(
      () => [
        tf.layers.gru({ units: 4, inputShape: [null, 3], returnSequences: true }),
        tf.layers.globalAveragePooling1d(),
        dense(CLASSES, "softmax"),
      ],
      crossEntropy(sgd),
    ),
    x: uniform(5, 3),
    y: oneHot(),
  },
  {
    name: "a class for every step of a sequence",
    build: stack(
      () => [
        tf.layers.simpleRNN({ units: 4, inputShape: [3, 2], returnSequences: true }),
        tf.layers.timeDistributed({ layer: dense(CLASSES, "softmax") }),
      ],
      crossEntropy(sgd),
    ),
    x: uniform(3, 2),
    y: tf.stack([oneHot(), oneHot(), oneHot()], 1),
  },
  {
    name: "a convolutional network",
    build: stack(
      () => [
        tf.layers.conv2d({ filters: 5, kernelSize: 3, padding: "same", inputShape: [9, 9, 2] }),
        tf.layers.batchNormalization(),
        tf.layers.activation({ activation: "relu" }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.conv2d({ filters: 6, kernelSize: [2, 3], strides: 2, activation: "tanh" }),
        tf.layers.flatten(),
        dense(CLASSES, "softmax"),
      ],
      crossEntropy(sgd),
    ),
    x: uniform(9, 9, 2),
    y: oneHot(),
    // Batch normalisation sees the samples of its worker alone.
    workers: [1],
  },
  {
    name: "convolutions without normalisation, one of them transposed",
    build: stack(
      () => [
        tf.layers.conv2d({ filters: 3, kernelSize: 3, activation: "relu", inputShape: [5, 5, 2] }),
        tf.layers.maxPooling2d({ poolSize: 2, strides: 1, padding: "same" }),
        tf.layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, activation: "relu" }),
        tf.layers.averagePooling2d({ poolSize: 2 }),
        tf.layers.flatten(),
        dense(CLASSES, "softmax"),
      ],
      crossEntropy(sgd),
    ),
    x: uniform(5, 5, 2),
    y: oneHot(),
  },
  {
    name: "a convolution over a sequence",
    build: stack(
      () => [
        tf.layers.conv1d({ filters: 4, kernelSize: 3, activation: "relu", inputShape: [8, 3] }),
        tf.layers.globalMaxPooling1d(),
        dense(CLASSES, "softmax"),
      ],
      crossEntropy(sgd),
    ),
    x: uniform(8, 3),
    y: oneHot(),
  },
  {
    name: "a convolution in space",
    build: stack(
      () => [
        tf.layers.conv3d({
          filters: 3,
          kernelSize: 2,
          activation: "relu",
          inputShape: [3, 4, 4, 2],
        }),
        tf.layers.flatten(),
        dense(CLASSES, "softmax"),
      ],
      crossEntropy(sgd),
    ),
    x: uniform(3, 4, 4, 2),
    y: oneHot(),
  },
  {
    name: "attention over a sequence",
    build: () => {
      const input = tf.input({ shape: [4, 3] });
      const project = (): tf.SymbolicTensor => dense(5, "linear").apply(input) as tf.SymbolicTensor;
      const dot = (axes: [number, number], a: tf.SymbolicTensor, b: tf.SymbolicTensor) =>
        tf.layers.dot({ axes }).apply([a, b]) as tf.SymbolicTensor;
      const scores = dot([2, 2], project(), project());
      const weights = tf.layers.activation({ activation: "softmax" }).apply(
        scores,
      ) as tf.SymbolicTensor;
      const attended = tf.layers.flatten().apply(dot([2, 1], weights, project()));
      const outputs = dense(CLASSES, "softmax").apply(attended) as tf.SymbolicTensor;
      const model = tf.model({ inputs: input, outputs });
      model.compile(crossEntropy(sgd)());
      return model;
    },
    x: uniform(4, 3),
    y: oneHot(),
  },
];

/** Every architecture. */
export const ARCHITECTURES: readonly Architecture[] = [
  ...sizes,
  ...activations,
  ...losses,
  ...optimizers,
  ...others,
];
