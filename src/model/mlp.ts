/**
 * The multilayer perceptron: dense layers, one after another.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { BOUNDS, requireBounds } from "../bounds.ts";
import { type OptionNames, refuseUnknown } from "../options.ts";
import { denseLayers, outputLayer } from "./_layers.ts";
import { compileModel } from "./compile.ts";
import { NETWORK_NAMES, type NetworkOptions } from "./network.ts";
import type { LayersModel } from "./topology.ts";

/** What {@linkcode createMlp} builds. */
export interface MlpOptions extends NetworkOptions {
  /** Number of values of one input. */
  readonly inputSize: number;
  /** Width of each hidden layer; none gives a linear classifier. */
  readonly hidden: readonly number[];
  /** Share of each hidden layer's outputs that a step leaves out, from 0 to below 1. @default 0 */
  readonly dropout?: number;
  /** Normalise the sums of the hidden layers over the batch, before their activation. @default false */
  readonly batchNorm?: boolean;
}

const NAMES: OptionNames<MlpOptions> = {
  ...NETWORK_NAMES,
  inputSize: true,
  hidden: true,
  dropout: true,
  batchNorm: true,
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
  const inputShape = [inputSize];
  hidden.forEach((units, i) => {
    const number = i + 1;
    const size = { units, ...(i === 0 ? { inputShape } : {}) };
    for (const layer of denseLayers(number, size, options)) model.add(layer);
    if (dropout > 0) {
      model.add(tf.layers.dropout({ name: `dropout_${number}`, rate: dropout }));
    }
  });
  const first = hidden.length === 0 ? { inputShape } : {};
  model.add(outputLayer(hidden.length + 1, options, first));
  return compileModel(model, options);
}
