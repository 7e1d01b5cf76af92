/**
 * PNG pictures as grey pixels.
 *
 * @module
 */
import { Buffer } from "node:buffer";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import type { GreyImage } from "./digit_image.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** What is drawn in one tone varies in brightness less than this (standard deviation). */
const ONE_TONE = 0.15;

/**
 * Decodes a PNG picture: its brightness (Rec. 601 luma), on white where it is transparent; or on black, where all that is
 * drawn is light and would be lost on white.
 *
 * @param bytes The file's bytes.
 * @param name The file's name, for the message.
 * @returns The picture.
 * @throws {SyntaxError} If the bytes are not a whole PNG picture.
 */
export function decodePng(bytes: Uint8Array, name: string): GreyImage {
  const { width, height, data } = read(bytes, name);
  const cover = Float32Array.from(
    { length: width * height },
    (_, i) => (data[4 * i + 3] ?? 0) / 255,
  );
  const luma = cover.map((_, i) => {
    const at = 4 * i;
    const sum = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    return sum / 255;
  });
  const ground = groundFor(luma, cover);
  return { width, height, pixels: luma.map((v, i) => ground + ((cover[i] ?? 0) * (v - ground))) };
}

/** Brightness of what shows through where a picture is transparent: the one from which its only tone is farther. */
function groundFor(luma: Float32Array, cover: Float32Array): number {
  if (cover.every((each) => each === 1)) return 1;
  const weight = cover.reduce((sum, each) => sum + each, 0);
  const mean = (values: Float32Array): number =>
    values.reduce((sum, value, i) => sum + value * (cover[i] ?? 0), 0) / weight;
  const tone = mean(luma);
  const spread = Math.sqrt(mean(luma.map((value) => (value - tone) ** 2)));
  return tone > 0.5 && spread < ONE_TONE ? 0 : 1;
}

/**
 * Reads the size of a PNG picture from its header, before anything of that size is made.
 *
 * @param bytes The file's bytes.
 * @param name The file's name, for the message.
 * @returns Width and height in pixels.
 * @throws {SyntaxError} If the bytes do not begin as a PNG picture does.
 * @see https://www.w3.org/TR/png-3/#11IHDR
 */
export function pngSize(
  bytes: Uint8Array,
  name: string,
): { readonly width: number; readonly height: number } {
  const header = SIGNATURE.every((byte, i) => bytes[i] === byte) && bytes.length >= 24;
  if (!header) throw new SyntaxError(`Cannot read "${name}": expected a PNG picture`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function read(bytes: Uint8Array, name: string): PNG {
  try {
    return PNG.sync.read(Buffer.from(bytes));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SyntaxError(`Cannot read "${name}": expected a PNG picture (${reason})`, { cause });
  }
}
