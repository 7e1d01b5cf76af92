/**
 * A convolutional network: convolutions that are each followed by pooling, and dense layers.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { BOUNDS, requireBounds } from "../bounds.ts";
import { type OptionNames, refuseUnknown } from "../options.ts";
import { convLayers, denseLayers, outputLayer } from "./_layers.ts";
import { compileModel } from "./compile.ts";
import { imageShape } from "./image_shape.ts";
import { NETWORK_NAMES, type NetworkOptions } from "./network.ts";
import type { LayersModel } from "./topology.ts";

/** What {@linkcode createCnn} builds. */
export interface CnnOptions extends NetworkOptions {
  /** Shape of an image: `[height, width]`, or `[height, width, channels]`. */
  readonly inputShape: readonly number[];
  /** Number of filters of each convolution. @default [16, 32] */
  readonly filters?: readonly number[];
  /** Side of the filters, in pixels. @default 3 */
  readonly kernelSize?: number;
  /** Width of each dense layer before the last one. @default [] */
  readonly hidden?: readonly number[];
  /** Share of the values before each dense layer that a step leaves out, from 0 to below 1. @default 0 */
  readonly dropout?: number;
  /** Normalise the sums of all layers but the last one over the batch, before their activation. @default false */
  readonly batchNorm?: boolean;
}

const NAMES: OptionNames<CnnOptions> = {
  ...NETWORK_NAMES,
  inputShape: true,
  filters: true,
  kernelSize: true,
  hidden: true,
  dropout: true,
  batchNorm: true,
};

/** Side of the windows of which pooling keeps the largest value. */
const POOL = 2;

/**
 * Builds and compiles a convolutional network: each convolution looks at windows that lie within the image, applies its
 * activation, and keeps the largest of every 2 x 2 values.
 *
 * Batch normalisation takes the place of a layer's bias; dropout comes before the dense layers alone (Srivastava and
 * others, "Dropout", 2014). Penalties are on the kernels, not on the biases.
 *
 * @param options Sizes and choices.
 * @returns A compiled model. Input shape: `[batch, height, width, channels]`, output shape: `[batch, outputSize]`.
 * @throws {RangeError} If a size, the dropout or a penalty is out of range, or the images are too small.
 * @throws {TypeError} If there is no option of a name that is given, or the shape is not one of images.
 *
 * @example
 * ```ts
 * import { createCnn, useBackend } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * await useBackend("cpu");
 * const model = createCnn({ inputShape: [28, 28], filters: [32, 64], outputSize: 10 });
 * // (3 * 3 * 1 + 1) * 32 + (3 * 3 * 32 + 1) * 64 + (5 * 5 * 64 + 1) * 10
 * assertEquals(model.countParams(), 34_826);
 * ```
 */
export function createCnn(options: CnnOptions): LayersModel {
  const {
    filters = [16, 32],
    kernelSize = 3,
    hidden = [],
    outputSize,
    dropout = 0,
    l1 = 0,
    l2 = 0,
  } = options;
  const action = "Cannot build a CNN with";
  refuseUnknown(action, options, NAMES);
  requireBounds(action, { kernelSize, dropout, l1, l2 }, BOUNDS.model);
  for (const width of [...filters, ...hidden, outputSize]) {
    requireBounds(action, { width }, BOUNDS.model);
  }
  const inputShape = imageShape(options.inputShape);
  requireRoom(inputShape, filters.length, kernelSize);
  const model = tf.sequential({ name: "cnn" });
  const add = (layers: readonly tf.layers.Layer[]): void =>
    layers.forEach((each) => model.add(each));
  filters.forEach((count, i) => {
    const size = { filters: count, kernelSize, ...(i === 0 ? { inputShape } : {}) };
    add(convLayers(i + 1, size, options));
    model.add(tf.layers.maxPooling2d({ name: `pool_${i + 1}`, poolSize: POOL }));
  });
  model.add(tf.layers.flatten({
    name: "flatten",
    ...(filters.length === 0 ? { inputShape } : {}),
  }));
  const drop = (number: number): tf.layers.Layer[] =>
    dropout > 0 ? [tf.layers.dropout({ name: `dropout_${number}`, rate: dropout })] : [];
  hidden.forEach((units, i) => {
    const number = filters.length + i + 1;
    add([...drop(number), ...denseLayers(number, { units }, options)]);
  });
  const last = filters.length + hidden.length + 1;
  add([...drop(last), outputLayer(last, options)]);
  return compileModel(model, options);
}

/** Refuses images of which nothing is left after some pooling. */
function requireRoom(shape: readonly number[], convolutions: number, kernelSize: number): void {
  const [height = 0, width = 0] = shape;
  let side = Math.min(height, width);
  for (let i = 0; i < convolutions; i++) side = Math.floor((side - kernelSize + 1) / POOL);
  if (side >= 1) return;
  throw new RangeError(
    `Cannot build a CNN for images of ${height} x ${width} pixels: expected larger ones, ` +
      `or fewer convolutions than ${convolutions}`,
  );
}
