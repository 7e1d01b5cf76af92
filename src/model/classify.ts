/**
 * What a classifier says of pictures.
 *
 * @module
 */
import { sizeOfShape } from "../arrays/shape.ts";
import { predictSamples } from "./predict_samples.ts";
import type { LayersModel } from "./topology.ts";

/** Pictures that are shown at a time. */
const TOGETHER = 32;

/**
 * Shows pictures to a model.
 *
 * @param model A classifier, of vectors or of pictures.
 * @param images The pictures, each as many pixels as the model's input has.
 * @returns For each picture the probability of every class.
 * @throws {TypeError} If the pictures do not fit the model.
 */
export function probabilitiesOf(model: LayersModel, images: readonly Float32Array[]): number[][] {
  const [, ...open] = model.inputs[0]?.shape ?? [];
  const shape = open.map((side) => side ?? NaN);
  const size = sizeOfShape(shape);
  if (size !== images[0]?.length) {
    throw new TypeError(
      `Cannot show pictures to model "${model.name}": expected inputs of ${images[0]?.length} ` +
        `pixels, got [${open}]`,
    );
  }
  const data = new Float32Array(images.length * size);
  images.forEach((image, i) => data.set(image, i * size));
  const rows = predictSamples(model, { data, shape, scale: 1 }, { batchSize: TOGETHER });
  const each = rows.length / images.length;
  return images.map((_, i) => [...rows.subarray(i * each, (i + 1) * each)]);
}
