/**
 * Arithmetic on arrays of samples.
 *
 * @module
 */
import { sizeOfShape } from "../arrays/shape.ts";
import type { SampleArray } from "./dataset.ts";

/**
 * Where the last samples are split off, by the rule of Keras.
 *
 * @param size Number of samples.
 * @param fraction Share of the samples for validation, between 0 and 1.
 * @returns The index of the first sample for validation.
 * @throws {RangeError} Unless 0 < fraction < 1 and both parts hold at least one sample.
 */
export function splitPoint(size: number, fraction: number): number {
  if (!(fraction > 0 && fraction < 1)) {
    throw new RangeError(
      `Cannot split data set: expected a fraction between 0 and 1, got ${fraction}`,
    );
  }
  const at = Math.floor(size * (1 - fraction));
  if (at > 0 && at < size) return at;
  throw new RangeError(
    `Cannot split data set: fraction ${fraction} of ${size} samples leaves one part empty`,
  );
}

/**
 * Takes some of the samples of an array.
 *
 * @param samples The array.
 * @param start Index of the first sample.
 * @param end Index after the last sample.
 * @returns A view: it shares memory with `samples`.
 */
export function sliceSamples(samples: SampleArray, start: number, end: number): SampleArray {
  const stride = sizeOfShape(samples.shape);
  return { ...samples, data: samples.data.subarray(start * stride, end * stride) };
}
