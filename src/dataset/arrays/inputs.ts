/**
 * From an array to what a model reads.
 *
 * @module
 */
import { sizeOfShape } from "../../arrays/shape.ts";
import type { ArraysPreprocessing } from "../preprocessing.ts";
import type { SampleArray } from "../sample_array.ts";
import { requireFinite } from "./finite.ts";
import type { NumberArray } from "./number_array.ts";

/** Ranks of images: samples, height, width, and of coloured ones channels. */
const IMAGE_RANKS: readonly number[] = [3, 4];

/** What the bytes of pixels are multiplied by. */
const PIXEL_SCALE = 1 / 255;

/**
 * Turns an array into the inputs of a data set: bytes of rank 3 or 4 into images whose pixels are from 0 to 1, other
 * numbers as they are.
 *
 * @param array The array; its first axis counts the samples.
 * @returns The inputs; they share memory with `array` where it has their type.
 * @throws {RangeError} If it is a single number, has samples without values or no samples, or holds NaN or infinity.
 */
export function inputsOf(array: NumberArray): SampleArray {
  const { source, shape, data } = array;
  const [count, ...sample] = shape;
  if (count === undefined) {
    throw inputsError(source, "expected a number of samples, got a single number");
  }
  if (count === 0 || sizeOfShape(sample) === 0) {
    throw inputsError(source, `expected samples with values, got shape [${shape}]`);
  }
  if (
    data instanceof Uint8Array && array.kind === "integer" && IMAGE_RANKS.includes(shape.length)
  ) {
    return { data, shape: sample, scale: PIXEL_SCALE };
  }
  const values = data instanceof Float32Array ? data : new Float32Array(data);
  requireFinite(values, sizeOfShape(sample), (problem) => inputsError(source, problem));
  return { data: values, shape: sample.length === 0 ? [1] : sample, scale: 1 };
}

/**
 * Turns an array into the inputs of a model that was trained on others.
 *
 * @param array The array; its first axis counts the samples.
 * @param preprocessing What the others went through.
 * @returns The inputs, with the scale that the model knows.
 * @throws {RangeError} If samples are of another shape, and as {@linkcode inputsOf} does.
 */
export function inputsLike(
  array: NumberArray,
  { shape, scale }: Pick<ArraysPreprocessing, "shape" | "scale">,
): SampleArray {
  const inputs = inputsOf(array);
  if (`${inputs.shape}` === `${shape}`) return { ...inputs, scale };
  throw inputsError(
    array.source,
    `expected samples of shape [${shape}], as the model knows, got [${inputs.shape}]`,
  );
}

function inputsError(source: string, problem: string): RangeError {
  return new RangeError(`Cannot use "${source}" as inputs: ${problem}`);
}
