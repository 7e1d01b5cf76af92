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

/**
 * Decodes a PNG picture: its brightness (Rec. 601 luma), on white where it is transparent.
 *
 * @param bytes The file's bytes.
 * @param name The file's name, for the message.
 * @returns The picture.
 * @throws {SyntaxError} If the bytes are not a whole PNG picture.
 */
export function decodePng(bytes: Uint8Array, name: string): GreyImage {
  const { width, height, data } = read(bytes, name);
  const pixels = Float32Array.from({ length: width * height }, (_, i) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(4 * i, 4 * i + 4);
    const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
    return (luma * alpha / 255 + 255 - alpha) / 255;
  });
  return { width, height, pixels };
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
