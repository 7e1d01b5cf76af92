/**
 * Pictures from the bytes of files, whatever their names say.
 *
 * @module
 */
import { isPng, readPng } from "../png.ts";
import { isJpeg } from "./jpeg_header.ts";
import { readJpeg } from "./jpeg.ts";
import type { Picture } from "./picture.ts";

/** How files of other formats begin, where bytes are letters or `\xHH`. */
const OTHERS: Readonly<Record<string, RegExp>> = {
  GIF: /^GIF8/,
  WebP: /^RIFF....WEBP/s,
  BMP: /^BM/,
  TIFF: /^(II\*\0|MM\0\*)/,
  HEIC: /^....ftyp(heic|heix|mif1)/s,
  AVIF: /^....ftypavif/s,
  PDF: /^%PDF/,
  SVG: /^<svg/,
};

/**
 * Decodes a PNG or JPEG picture.
 *
 * @param bytes The file's bytes.
 * @param name The file's name, for the message.
 * @returns The picture.
 * @throws {SyntaxError} If the bytes are no such picture; the message says what they are, where that is known.
 */
export async function decodePicture(bytes: Uint8Array, name: string): Promise<Picture> {
  if (isPng(bytes)) return readPng(bytes, name);
  if (isJpeg(bytes)) return await readJpeg(bytes, name);
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  const format = Object.entries(OTHERS).find(([, begin]) => begin.test(head))?.[0];
  throw new SyntaxError(
    `Cannot read "${name}": expected a PNG or JPEG picture${
      format === undefined ? "" : `, got one of ${format}; convert it to PNG`
    }`,
  );
}
