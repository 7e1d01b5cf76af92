/**
 * Arrays of samples, and arithmetic on them.
 *
 * @module
 */
import { sizeOfShape } from "../arrays/shape.ts";
import { BOUNDS, requireBounds } from "../bounds.ts";

/** Samples of one shape, stored one after the other. */
export interface SampleArray {
  /** The stored values: number of samples × product of `shape`. */
  readonly data: Uint8Array | Int32Array | Float32Array;
  /** Shape of one sample, without the sample axis: `[28, 28]` for images, `[]` for labels. */
  readonly shape: readonly number[];
  /** Multiply a stored value by this to get its real value, e.g. 1 / 255 for pixels. */
  readonly scale: number;
}

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
 * Counts the training samples that may be learnt from, where the last ones validate.
 *
 * @param size Number of training samples.
 * @param validationSplit Share of them that validates, from 0 to below 1.
 * @returns How many come before those that validate.
 * @throws {RangeError} If the share is out of range, or leaves one part empty.
 */
export function learntCount(size: number, validationSplit: number): number {
  requireBounds("Cannot divide samples with", { validationSplit }, BOUNDS.data);
  return validationSplit === 0 ? size : splitPoint(size, validationSplit);
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

/**
 * Puts some samples of an array one after another.
 *
 * @param samples The array.
 * @param numbers Which samples.
 * @returns Copies of them, in memory that threads share, so that training need not copy them.
 */
export function takeSamples(samples: SampleArray, numbers: Uint32Array): SampleArray {
  const { data, shape } = samples;
  const stride = sizeOfShape(shape);
  const taken = sharedLike(data, numbers.length * stride);
  numbers.forEach((number, i) => {
    taken.set(data.subarray(number * stride, (number + 1) * stride), i * stride);
  });
  return { ...samples, data: taken };
}

/**
 * Makes an array of another one's type.
 *
 * @param values The other one.
 * @param length Number of its values.
 * @returns Zeros, in memory that threads share.
 */
export function sharedLike<Values extends SampleArray["data"]>(
  values: Values,
  length: number,
): Values {
  const buffer = new SharedArrayBuffer(length * values.BYTES_PER_ELEMENT);
  const Kind = values.constructor as new (buffer: SharedArrayBuffer) => Values;
  return new Kind(buffer);
}
