/**
 * What a model's inputs went through before it saw them: saved beside the model, so that whoever shows it something
 * later can do the same.
 *
 * @module
 */
import type { ImagesEntry } from "./catalog.ts";
import type { SampleArray } from "./sample_array.ts";

/** What images went through, and what a model says of them. */
export interface ImagesPreprocessing {
  /** Which of the kinds of data it is. */
  readonly kind: "images";
  /** Height and width of an image. */
  readonly shape: readonly number[];
  /** What the bytes of the pixels were multiplied by. */
  readonly scale: number;
  /** Names of the classes, in the order of the model's outputs. */
  readonly classNames: readonly string[];
  /** Whether the images are handwritten digits, so that one can draw more of them. */
  readonly drawable: boolean;
}

/** What inputs went through, by the kind of data. */
export type Preprocessing = ImagesPreprocessing;

/**
 * Describes what the inputs of a data set went through.
 *
 * @param entry What the catalogue says of the data set.
 * @param inputs Its inputs.
 * @returns The description.
 */
export function preprocessingOf(
  { kind, classNames, drawable }: ImagesEntry,
  { shape, scale }: Pick<SampleArray, "shape" | "scale">,
): Preprocessing {
  return { kind, shape, scale, classNames, drawable };
}

/**
 * Gives inputs to a model as those that it was trained on.
 *
 * @param preprocessing What those went through.
 * @param inputs Other inputs of the same kind.
 * @returns The same values, with the scale that the model knows; they share memory with `inputs`.
 */
export function inputsFor({ scale }: Preprocessing, inputs: SampleArray): SampleArray {
  return { ...inputs, scale };
}

/** The byte of a pixel that is fully light. */
const LIGHT = 255;

/**
 * Gives a picture to a model as those that it was trained on.
 *
 * @param preprocessing What those went through.
 * @param pixels The picture, from 0 to 1.
 * @returns What the model reads.
 */
export function pixelsFor({ scale }: Preprocessing, pixels: Float32Array): Float32Array {
  const factor = LIGHT * scale;
  return factor === 1 ? pixels : pixels.map((value) => value * factor);
}
