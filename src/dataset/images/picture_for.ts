/**
 * Giving a model any picture as those that it was trained on.
 *
 * @module
 */
import { findDigits, isBlank } from "../digit_image.ts";
import { type ImagesPreprocessing, pixelsFor } from "../preprocessing.ts";
import { scaled } from "./decode_batch.ts";
import { formOf } from "./form.ts";
import { type Ground, groundOf } from "./ground.ts";
import { greyOf, type Picture } from "./picture.ts";
import type { Size } from "./resize.ts";

/** A picture that a model can be asked about. */
export interface ShownPicture {
  /** Which of the answers it is. */
  readonly kind: "shown";
  /** What the model reads. Shape: that of the images that it was trained on. */
  readonly pixels: Float32Array;
}

/** A picture with nothing in it. */
export interface BlankPicture {
  /** Which of the answers it is. */
  readonly kind: "blank";
}

/** A picture of several digits, for a model that knows one at a time. */
export interface SeveralDigits {
  /** Which of the answers it is. */
  readonly kind: "several";
  /** How many stand side by side. */
  readonly count: number;
}

/** What can be shown to a model of a picture. */
export type PictureForModel = ShownPicture | BlankPicture | SeveralDigits;

/**
 * Turns a picture into one like those that a model was trained on: its size, its channels, light on dark or dark on
 * light as they were. Of handwritten digits that is the ink alone, centred.
 *
 * @param preprocessing What those went through; undefined is taken for handwritten digits, with values from 0 to 1.
 * @param picture The picture.
 * @param invert Whether light and dark change places; `auto` does so where the picture's edge says so. Of digits, it is
 * whether the ink is dark. @default "auto"
 * @returns What the model reads, or why there is nothing to read.
 */
export function pictureFor(
  preprocessing: ImagesPreprocessing | undefined,
  picture: Picture,
  invert: boolean | "auto" = "auto",
): PictureForModel {
  if (preprocessing && !preprocessing.drawable) {
    return { kind: "shown", pixels: imageFor(preprocessing, picture, invert) };
  }
  const { image, count } = findDigits(greyOf(picture), invert);
  if (isBlank(image)) return { kind: "blank" };
  if (count > 1) return { kind: "several", count };
  const { pixels } = image;
  return { kind: "shown", pixels: preprocessing ? pixelsFor(preprocessing, pixels) : pixels };
}

function imageFor(
  { shape, scale, ground }: ImagesPreprocessing,
  picture: Picture,
  invert: boolean | "auto",
): Float32Array {
  const { size, channels } = formOf(shape);
  const bytes = scaled(picture, size, channels);
  const turn = invert === "auto" ? isOnOther(ground, bytes, size) : invert;
  return Float32Array.from(bytes, (value) => (turn ? 255 - value : value) * scale);
}

/** Whether a picture's edge is light where those of the training were dark, or the other way round. */
function isOnOther(ground: Ground | undefined, bytes: Uint8Array, size: Size): boolean {
  return ground !== undefined && groundOf(bytes, size) !== ground;
}
