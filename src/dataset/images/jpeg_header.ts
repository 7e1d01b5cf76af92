/**
 * The headers of JPEG pictures: what size they are of, and what their values stand for.
 *
 * @module
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf
 */

/** What a JPEG picture says of itself. */
export interface JpegHeader {
  /** Width in pixels, as it is stored. */
  readonly width: number;
  /** Height in pixels, as it is stored. */
  readonly height: number;
  /** Number of values of a pixel: 1 of grey ones, 3 of coloured ones, 4 of those for print. */
  readonly components: number;
}

/**
 * Tells whether bytes begin as a JPEG picture does.
 *
 * @param bytes The file's bytes.
 * @returns Whether they do.
 */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/**
 * Reads the header of a JPEG picture, before anything of its size is made.
 *
 * @param bytes The file's bytes.
 * @returns What it says; undefined where it has none.
 */
export function jpegHeader(bytes: Uint8Array): JpegHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 2;
  while (at + 10 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    // Any number of 0xff may fill up before a marker.
    if (marker === 0xff) at++;
    else if (hasNoLength(marker)) at += 2;
    else if (isFrame(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return { width, height, components: bytes[at + 9] ?? 0 };
    } else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** Marks that stand alone: the picture's begin, restarts, and one that means nothing. */
function hasNoLength(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/** The frames of all processes; three codes among them are tables. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
