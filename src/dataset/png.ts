/**
 * PNG pictures.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import type { GreyImage } from "./grey_image.ts";
import { greyOf, type Picture } from "./images/picture.ts";
import { requireReadableSize } from "./images/pixel_limit.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** The last byte of the header that is read here. */
const INTERLACE = 28;
/** The most bytes of a pixel: four values of 16 bits. */
const PIXEL = 8;
/** An interlaced picture of one row comes in up to seven, with a byte before each. */
const PASSES = 7;

/**
 * Decodes a PNG picture in grey: see {@linkcode greyOf}.
 *
 * @param bytes The file's bytes.
 * @param name The file's name, for the message.
 * @returns The picture.
 * @throws {SyntaxError} If the bytes are not a whole PNG picture.
 */
export function decodePng(bytes: Uint8Array, name: string): GreyImage {
  return greyOf(readPng(bytes, name));
}

/**
 * Decodes a PNG picture.
 *
 * @param bytes The file's bytes.
 * @param name The file's name, for the message.
 * @returns The picture; values of 16 bits are rounded to 8.
 * @throws {SyntaxError} If the bytes are not a whole PNG picture, or one that is too large.
 */
export function readPng(bytes: Uint8Array, name: string): Picture {
  const size = pngSize(bytes, name);
  requireReadableSize(size.width, size.height, name);
  try {
    if (bytes[INTERLACE] !== 0) requireRoom(bytes, size);
    const { width, height, data } = PNG.sync.read(Buffer.from(bytes));
    return { width, height, rgba: data };
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new SyntaxError(`Cannot read "${name}": expected a PNG picture (${reason})`, { cause });
  }
}

/** What pngjs found, but in words where it speaks of itself. */
function reasonOf(cause: unknown): string {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return reason.startsWith("There are some read requests") ? "it ends too early" : reason;
}

/**
 * Tells whether bytes begin as a PNG picture does.
 *
 * @param bytes The file's bytes.
 * @returns Whether they do.
 */
export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
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
  if (!isPng(bytes) || bytes.length < 24) {
    throw new SyntaxError(`Cannot read "${name}": expected a PNG picture`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Refuses what unpacks to more than its size allows: pngjs unpacks an interlaced picture whatever comes out. */
function requireRoom(
  bytes: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
): void {
  const rows = PASSES * (height + PASSES);
  inflateSync(Buffer.concat(dataOf(bytes)), { maxOutputLength: width * height * PIXEL + rows });
}

/** The packed pixels, chunk by chunk. */
function dataOf(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found: Uint8Array[] = [];
  let at = SIGNATURE.length;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const begin = at + 8;
    const type = String.fromCharCode(...bytes.subarray(at + 4, begin));
    if (type === "IDAT") found.push(bytes.subarray(begin, begin + length));
    at = begin + length + 4;
  }
  return found;
}
