/**
 * What pictures are to become, by the shape of the images that a model reads.
 *
 * @module
 */
import type { Channels } from "./picture.ts";
import type { Size } from "./resize.ts";

/** Size and channels of pictures. */
export interface Form {
  /** Height and width. */
  readonly size: Size;
  /** How many values a pixel has. */
  readonly channels: Channels;
}

/**
 * Tells what pictures are to become.
 *
 * @param shape Shape of an image: `[height, width]`, or `[height, width, channels]`.
 * @returns Their size and channels.
 * @throws {RangeError} If it is the shape of something else.
 */
export function formOf(shape: readonly number[]): Form {
  const [height, width, channels = 1] = shape;
  const isImage = height !== undefined && width !== undefined && shape.length <= 3;
  if (isImage && (channels === 1 || channels === 3)) return { size: [height, width], channels };
  throw new RangeError(
    `Cannot show pictures to a model: expected images of 1 or 3 channels, got shape [${shape}]`,
  );
}
