/**
 * Grey pictures.
 *
 * @module
 */

/** A grey picture. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  /** Brightness from 0 to 1, row by row. Shape: `[height, width]`. */
  readonly pixels: Float32Array;
}

/** A part of a picture, in whole pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Turns light into dark.
 *
 * @param image The picture.
 * @returns Its negative.
 */
export function inverted(image: GreyImage): GreyImage {
  return { ...image, pixels: image.pixels.map((value) => 1 - value) };
}
