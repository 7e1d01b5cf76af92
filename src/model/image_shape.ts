/**
 * The shape of images, as convolutions take it.
 *
 * @module
 */

/**
 * Reads the shape of an image.
 *
 * @param shape `[height, width]`, or `[height, width, channels]`.
 * @returns `[height, width, channels]`.
 * @throws {TypeError} If the shape has another number of axes, or one that is no whole number above 0.
 */
export function imageShape(shape: readonly number[]): number[] {
  const whole = shape.every((size) => Number.isInteger(size) && size > 0);
  const [height = 0, width = 0, channels = 1] = shape;
  if (whole && (shape.length === 2 || shape.length === 3)) return [height, width, channels];
  throw new TypeError(
    `Cannot use inputs of shape [${shape}] as images: ` +
      "expected [height, width] or [height, width, channels]",
  );
}
