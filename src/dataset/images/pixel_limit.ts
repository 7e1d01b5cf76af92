/**
 * The largest picture that is read: a file of a few bytes may claim any size, and memory is made for what it claims.
 *
 * @module
 */

/** Pixels of the largest picture: a camera of 50 megapixels. */
const MOST_PIXELS = 50_000_000;

/**
 * Refuses a picture before memory is made for it.
 *
 * @param width Its width in pixels.
 * @param height Its height in pixels.
 * @param name The file's name, for the message.
 * @throws {SyntaxError} If it has no pixel, or too many.
 */
export function requireReadableSize(width: number, height: number, name: string): void {
  if (width > 0 && height > 0 && width * height <= MOST_PIXELS) return;
  throw new SyntaxError(
    `Cannot read "${name}": expected a picture of 1 to ${MOST_PIXELS} pixels, got ${width} x ${height}`,
  );
}
