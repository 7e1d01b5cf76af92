/**
 * Reading the pictures that a command is given.
 *
 * @module
 */
import type { GreyImage } from "../src/dataset/digit_image.ts";
import { decodePng } from "../src/dataset/png.ts";
import { kindOfFolder } from "./_saved_model.ts";

/** How files of other formats begin, where bytes are letters or `\xHH`. */
const FORMATS: Readonly<Record<string, RegExp>> = {
  JPEG: /^\xff\xd8\xff/,
  GIF: /^GIF8/,
  WebP: /^RIFF....WEBP/s,
  BMP: /^BM/,
  TIFF: /^(II\*\0|MM\0\*)/,
  HEIC: /^....ftyp(heic|heix|mif1)/s,
  AVIF: /^....ftypavif/s,
  PDF: /^%PDF/,
};

/**
 * Reads a PNG picture.
 *
 * @param file Its path.
 * @returns The picture.
 * @throws {Error} If there is none; the message says what there is.
 */
export async function readPicture(file: string): Promise<GreyImage> {
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(file);
  } catch (cause) {
    throw new Error(`Cannot read "${file}": expected a PNG picture, got ${await gotOf(file)}`, {
      cause,
    });
  }
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  const format = Object.entries(FORMATS).find(([, begin]) => begin.test(head))?.[0];
  if (format === undefined) return decodePng(bytes, file);
  throw new Error(
    `Cannot read "${file}": expected a PNG picture, got one of ${format}; convert it to PNG`,
  );
}

/** What there is where no file could be read. */
async function gotOf(path: string): Promise<string> {
  try {
    const { isDirectory } = await Deno.stat(path);
    return isDirectory ? await kindOfFolder(path) : "a file that cannot be read";
  } catch (error) {
    return error instanceof Deno.errors.NotFound
      ? "no file of this name"
      : "a file that cannot be read";
  }
}
