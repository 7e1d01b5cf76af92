/**
 * What a classifier says of pictures.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { sizeOfShape } from "../arrays/shape.ts";
import { Repeated } from "../engine/plan/repeated.ts";
import { overwriteTensor } from "../engine/tensors.ts";
import { type LayersModel, weightTensors } from "./topology.ts";

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
  const [, ...shape] = model.inputs[0]?.shape ?? [];
  const size = sizeOfShape(shape.map((side) => side ?? NaN));
  if (size !== images[0]?.length) {
    throw new TypeError(
      `Cannot show pictures to model "${model.name}": expected inputs of ${images[0]?.length} ` +
        `pixels, got [${shape}]`,
    );
  }
  const together = Math.min(images.length, TOGETHER);
  const input = tf.keep(tf.zeros([together, ...shape.map(Number)]));
  const repeated = new Repeated({
    given: [input, ...weightTensors(model)],
    compute: () => [model.apply(input) as tf.Tensor],
    // A few batches are over before there is anything to replay.
    eager: images.length <= 3 * together,
  });
  const probabilities: number[][] = [];
  const values = new Float32Array(input.size);
  try {
    for (let first = 0; first < images.length; first += together) {
      const shown = images.slice(first, first + together);
      shown.forEach((image, i) => values.set(image, i * size));
      overwriteTensor(input, values);
      repeated.run(([output]) => {
        const each = (output?.data.length ?? 0) / together;
        shown.forEach((_, i) =>
          probabilities.push([...output?.data.subarray(i * each, (i + 1) * each) ?? []])
        );
      });
    }
    return probabilities;
  } finally {
    repeated.dispose();
    input.dispose();
  }
}
