/**
 * The multilayer perceptron: dense layers, one after another.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { BOUNDS, requireBounds } from "../bounds.ts";
import { type OptionNames, refuseUnknown } from "../options.ts";
import type { ActivationName } from "./activations.ts";
import { compileModel } from "./compile.ts";
import { createInitializer, type InitializerName } from "./initializers.ts";
import type { LossName } from "./losses.ts";
import type { MetricName } from "./metrics.ts";
import { TASK_DEFAULTS } from "./task_defaults.ts";
import type { LayersModel } from "./topology.ts";

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
  /** What it is measured by besides the loss. @default ["accuracy"] */
  readonly metrics?: readonly MetricName[];
  /** What the weights of a layer start from. @default "glorotUniform" */
  readonly initializer?: InitializerName;
  /** Share of each hidden layer's outputs that a step leaves out, from 0 to below 1. @default 0 */
  readonly dropout?: number;
  /** Normalise the sums of the hidden layers over the batch, before their activation. @default false */
  readonly batchNorm?: boolean;
  /** What the sum of the absolute weights is multiplied by and added to the loss, 0 or more. @default 0 */
  readonly l1?: number;
  /** What the sum of the squared weights is multiplied by and added to the loss, 0 or more. @default 0 */
  readonly l2?: number;
  /** Seed of the initial weights; each layer derives one of its own. @default 1 */
  readonly seed?: number;
  /** Adam's step size. @default 0.001 */
  readonly learningRate?: number;
}

const NAMES: OptionNames<MlpOptions> = {
  inputSize: true,
  hidden: true,
  outputSize: true,
  activation: true,
  outputActivation: true,
  loss: true,
  metrics: true,
  initializer: true,
  dropout: true,
  batchNorm: true,
  l1: true,
  l2: true,
  seed: true,
  learningRate: true,
};

/**
 * Builds and compiles a multilayer perceptron; without further options a classifier: ReLU in the hidden layers, softmax
 * at the end, categorical cross-entropy, Adam.
 *
 * Batch normalisation takes the place of a hidden layer's bias (Ioffe and Szegedy, "Batch Normalization", 2015, section
 * 3.2); dropout follows the activation (Srivastava and others, "Dropout", 2014). Penalties are on the kernels of all
 * dense layers, not on their biases.
 *
 * @param options Sizes and choices.
 * @returns A compiled model. Input shape: `[batch, inputSize]`, output shape: `[batch, outputSize]`.
 * @throws {RangeError} If a size, the dropout or a penalty is out of range.
 * @throws {TypeError} If there is no option of a name that is given.
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
  const { inputSize, hidden, outputSize, dropout = 0, l1 = 0, l2 = 0 } = options;
  const action = "Cannot build a perceptron with";
  refuseUnknown(action, options, NAMES);
  requireBounds(action, { dropout, l1, l2 }, BOUNDS.model);
  for (const width of [inputSize, ...hidden, outputSize]) {
    requireBounds(action, { width }, BOUNDS.model);
  }
  const model = tf.sequential({ name: "mlp" });
  [...hidden, outputSize].forEach((units, layer) => {
    const inputShape = layer === 0 ? { inputShape: [inputSize] } : {};
    for (const each of layersOf(options, layer, units, inputShape)) model.add(each);
  });
  return compileModel(model, options);
}

/** A dense layer, and what goes with it. */
function layersOf(
  options: MlpOptions,
  layer: number,
  units: number,
  inputShape: { inputShape?: number[] },
): tf.layers.Layer[] {
  const {
    hidden,
    activation = "relu",
    outputActivation = TASK_DEFAULTS.classification.outputActivation,
    initializer = "glorotUniform",
    dropout = 0,
    batchNorm = false,
    l1 = 0,
    l2 = 0,
    seed = 1,
  } = options;
  const isHidden = layer < hidden.length;
  const normalised = isHidden && batchNorm;
  const number = layer + 1;
  const applied = isHidden ? activation : outputActivation;
  const layers: tf.layers.Layer[] = [tf.layers.dense({
    name: `dense_${number}`,
    units,
    activation: normalised ? "linear" : applied,
    useBias: !normalised,
    kernelInitializer: createInitializer(initializer, seed * 1000 + number),
    ...(l1 > 0 || l2 > 0 ? { kernelRegularizer: tf.regularizers.l1l2({ l1, l2 }) } : {}),
    ...inputShape,
  })];
  if (normalised) {
    layers.push(tf.layers.batchNormalization({ name: `batch_norm_${number}` }));
    layers.push(tf.layers.activation({ name: `activation_${number}`, activation }));
  }
  if (isHidden && dropout > 0) {
    layers.push(tf.layers.dropout({ name: `dropout_${number}`, rate: dropout }));
  }
  return layers;
}
