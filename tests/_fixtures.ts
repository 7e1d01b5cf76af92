/**
 * Small data sets and models that tests share.
 *
 * @module
 */
import { createDataset, type Dataset } from "tandem";
import { randomStream } from "../src/parallel/random.ts";

/**
 * Samples of random pixels with random labels: nothing to learn, but every gradient is there.
 *
 * @param size Number of samples.
 * @param inputSize Values of a sample.
 * @param classes Number of classes.
 */
export function randomDataset(size: number, inputSize: number, classes: number): Dataset {
  const random = randomStream(size, inputSize, classes);
  return createDataset({
    inputs: {
      data: Uint8Array.from({ length: size * inputSize }, () => Math.floor(random() * 256)),
      shape: [inputSize],
      scale: 1 / 255,
    },
    targets: {
      data: Uint8Array.from({ length: size }, () => Math.floor(random() * classes)),
      shape: [],
    },
    classes,
  });
}

/**
 * The length of a difference, relative to the length of what is expected.
 *
 * @param actual A vector.
 * @param expected Another one of the same length.
 * @param origin Where lengths of `expected` are counted from; the origin of coordinates by default.
 */
export function relativeDistance(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  origin?: ArrayLike<number>,
): number {
  let difference = 0;
  let length = 0;
  for (let i = 0; i < expected.length; i++) {
    const wanted = expected[i] ?? NaN;
    difference += ((actual[i] ?? NaN) - wanted) ** 2;
    length += (wanted - (origin?.[i] ?? 0)) ** 2;
  }
  return Math.sqrt(difference / length);
}
