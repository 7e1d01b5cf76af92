/**
 * Decoded pictures as the samples of a data set.
 *
 * @module
 */
import { sizeOfShape } from "../../arrays/shape.ts";
import { createDataset, type Dataset } from "../dataset.ts";
import type { ImagesPreprocessing } from "../preprocessing.ts";
import { learntCount, takeSamples } from "../sample_array.ts";
import type { DecodedPictures } from "./decode_pictures.ts";
import { commonGround } from "./ground.ts";

/**
 * Takes pictures in an order.
 *
 * @param order Numbers of the pictures.
 * @param pictures All pictures.
 * @param labels The class of each.
 * @param classes Number of classes.
 * @returns The samples, in memory that threads share.
 */
export function samplesOf(
  order: Uint32Array,
  { bytes, size, channels }: DecodedPictures,
  labels: readonly number[],
  classes: number,
): Dataset {
  const shape = channels === 1 ? [...size] : [...size, channels];
  return createDataset({
    inputs: takeSamples({ data: bytes, shape, scale: 1 / 255 }, order),
    targets: { data: Int32Array.from(order, (from) => labels[from] ?? 0), shape: [] },
    classes,
  });
}

/**
 * Describes what pictures went through.
 *
 * @param train The samples to learn from.
 * @param pictures What they were taken of.
 * @param classNames Names of the classes.
 * @param validationSplit Share of the samples, the last ones, that tells nothing.
 * @returns The description.
 */
export function describePictures(
  train: Dataset,
  { size, channels }: DecodedPictures,
  classNames: readonly string[],
  validationSplit: number,
): ImagesPreprocessing {
  const { data, shape, scale } = train.inputs;
  const learnt = learntCount(train.size, validationSplit);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, learnt * sizeOfShape(shape));
  const ground = commonGround(bytes, size, channels);
  return {
    kind: "images",
    shape,
    scale,
    classNames,
    drawable: false,
    ...(ground ? { ground } : {}),
  };
}
