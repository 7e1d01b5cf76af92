/**
 * What a classifier says of pictures.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { sizeOfShape } from "../arrays/shape.ts";
import type { LayersModel } from "./topology.ts";

/**
 * Shows pictures to a model.
 *
 * @param model A classifier, of vectors or of pictures.
 * @param images The pictures, each as many pixels as the model's input has.
 * @returns For each picture the probability of every class.
 * @throws {TypeError} If the pictures do not fit the model.
 */
export function probabilitiesOf(model: LayersModel, images: readonly Float32Array[]): number[][] {
  const [, ...shape] = model.inputs[0]?.shape ?? [];
  const size = sizeOfShape(shape.map((side) => side ?? NaN));
  if (size !== images[0]?.length) {
    throw new TypeError(
      `Cannot show pictures to model "${model.name}": expected inputs of ${images[0]?.length} ` +
        `pixels, got [${shape}]`,
    );
  }
  return tf.tidy(() => {
    const inputs = tf.stack(images.map((image) => tf.tensor1d(image)))
      .reshape([images.length, ...shape.map(Number)]);
    const outputs = model.predict(inputs) as tf.Tensor;
    return outputs.reshape([images.length, -1]).arraySync() as number[][];
  });
}
