/**
 * The multilayer perceptron: dense layers, one after another.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { compilableLoss, type LossName } from "./losses.ts";
import type { LayersModel } from "./topology.ts";

/** The names of the activations, as tfjs spells them; `linear` is the identity. */
export const ACTIVATIONS = [
  "relu",
  "sigmoid",
  "tanh",
  "linear",
  "softmax",
  "elu",
  "selu",
  "relu6",
  "softplus",
  "softsign",
  "hardSigmoid",
  "swish",
  "mish",
  "gelu",
] as const;

/** Name of an activation. */
export type ActivationName = typeof ACTIVATIONS[number];

/** What {@linkcode createMlp} builds. */
export interface MlpOptions {
  /** Number of values of one input. */
  readonly inputSize: number;
  /** Width of each hidden layer; none gives a linear classifier. */
  readonly hidden: readonly number[];
  /** Number of classes. */
  readonly outputSize: number;
  /** What each hidden layer applies to its sums. @default "relu" */
  readonly activation?: ActivationName;
  /** What the last layer applies. @default "softmax" */
  readonly outputActivation?: ActivationName;
  /** What training makes small. @default "categoricalCrossentropy" */
  readonly loss?: LossName;
  /** Seed of the initial weights; each layer derives one of its own. @default 1 */
  readonly seed?: number;
  /** Adam's step size. @default 0.001 */
  readonly learningRate?: number;
}

/**
 * Builds and compiles a classifier: ReLU in the hidden layers, softmax at the end, categorical cross-entropy, Adam.
 * Initial weights are uniform as in Glorot and Bengio, "Understanding the difficulty of training deep feedforward
 * neural networks" (2010), equation 16.
 *
 * @param options Sizes, seed and step size.
 * @returns A compiled model. Input shape: `[batch, inputSize]`, output shape: `[batch, outputSize]`.
 *
 * @example
 * ```ts
 * import { createMlp, useBackend } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * await useBackend("cpu");
 * const model = createMlp({ inputSize: 784, hidden: [500, 250, 100], outputSize: 10 });
 * assertEquals(model.countParams(), 543_860);
 * ```
 */
export function createMlp(options: MlpOptions): LayersModel {
  const {
    inputSize,
    hidden,
    outputSize,
    activation = "relu",
    outputActivation = "softmax",
    loss = "categoricalCrossentropy",
    seed = 1,
    learningRate = 0.001,
  } = options;
  const model = tf.sequential({ name: "mlp" });
  [...hidden, outputSize].forEach((units, layer) => {
    model.add(tf.layers.dense({
      name: `dense_${layer + 1}`,
      units,
      activation: layer < hidden.length ? activation : outputActivation,
      kernelInitializer: tf.initializers.glorotUniform({ seed: seed * 1000 + layer + 1 }),
      ...(layer === 0 ? { inputShape: [inputSize] } : {}),
    }));
  });
  return compileMlp(model, learningRate, loss);
}

/**
 * Compiles a classifier for training and evaluation.
 *
 * @param model The classifier.
 * @param learningRate Adam's step size.
 * @returns The same model, compiled.
 */
export function compileMlp<Model extends LayersModel>(
  model: Model,
  learningRate: number,
  loss: LossName = "categoricalCrossentropy",
): Model {
  model.compile({
    optimizer: tf.train.adam(learningRate, 0.9, 0.999, 1e-7),
    loss: compilableLoss(loss),
    metrics: ["accuracy"],
  });
  return model;
}
