/**
 * LeNet-5, the network that read cheques (LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to
 * Document Recognition", 1998, section II.B).
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

/** What {@linkcode createLenet} builds. */
export interface LenetOptions extends NetworkOptions {
  /** Shape of an image: `[height, width]`, or `[height, width, channels]`; 28 x 28 pixels as published. */
  readonly inputShape: readonly number[];
}

const NAMES: OptionNames<LenetOptions> = { ...NETWORK_NAMES, inputShape: true };

/** Least side of an image: the second convolution needs five pixels after the first pooling. */
const LEAST_SIDE = 12;

/**
 * Builds and compiles LeNet-5 in the form that is taught: two convolutions of 5 x 5 with 6 and 16 filters, each followed
 * by the mean of every 2 x 2 values, and dense layers of 120 and 84, with tanh. As published, images of 28 x 28 pixels
 * have a margin of 2; unlike there, every filter of the second convolution sees all of the first, the mean has no
 * weights, and the last layer is dense.
 *
 * @param options Sizes and choices.
 * @returns A compiled model. Input shape: `[batch, height, width, channels]`, output shape: `[batch, outputSize]`.
 * @throws {RangeError} If a size or a penalty is out of range, or the images are too small.
 * @throws {TypeError} If there is no option of a name that is given, or the shape is not one of images.
 *
 * @example
 * ```ts
 * import { createLenet, useBackend } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * await useBackend("cpu");
 * const model = createLenet({ inputShape: [28, 28], outputSize: 10 });
 * assertEquals(model.countParams(), 61_706);
 * ```
 */
export function createLenet(options: LenetOptions): LayersModel {
  const { outputSize, activation = "tanh", l1 = 0, l2 = 0 } = options;
  const action = "Cannot build LeNet-5 with";
  refuseUnknown(action, options, NAMES);
  requireBounds(action, { l1, l2, width: outputSize }, BOUNDS.model);
  const inputShape = imageShape(options.inputShape);
  const [height = 0, width = 0] = inputShape;
  if (Math.min(height, width) < LEAST_SIDE) {
    throw new RangeError(
      `Cannot build LeNet-5 for images of ${height} x ${width} pixels: ` +
        `expected ${LEAST_SIDE} x ${LEAST_SIDE} or more`,
    );
  }
  const each = { ...options, activation };
  const mean = (number: number): tf.layers.Layer =>
    tf.layers.averagePooling2d({ name: `pool_${number}`, poolSize: 2 });
  const conv = { kernelSize: 5 } as const;
  const layers = [
    ...convLayers(1, { ...conv, filters: 6, padding: "same", inputShape }, each),
    mean(1),
    ...convLayers(2, { ...conv, filters: 16 }, each),
    mean(2),
    tf.layers.flatten({ name: "flatten" }),
    ...denseLayers(3, { units: 120 }, each),
    ...denseLayers(4, { units: 84 }, each),
    outputLayer(5, options),
  ];
  return compileModel(tf.sequential({ name: "lenet", layers }), options);
}
