/**
 * Pictures as files hold them, before a model's size and channels.
 *
 * @module
 */
import type { GreyImage } from "../grey_image.ts";

/** A picture in colour. */
export interface Picture {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Red, green, blue and cover of each pixel, row by row. Shape: `[height, width, 4]`. */
  readonly rgba: Uint8Array;
}

/** How many values a pixel has: one of brightness, or red, green and blue. */
export type Channels = 1 | 3;

/** What is drawn in one tone varies in brightness less than this (standard deviation). */
const ONE_TONE = 0.15;

/**
 * Tells the brightness of a picture (Rec. 601 luma), on white where it is transparent; or on black, where all that is
 * drawn is light and would be lost on white.
 *
 * @param picture The picture.
 * @returns Its brightness.
 */
export function greyOf({ width, height, rgba }: Picture): GreyImage {
  const luma = new Float32Array(width * height);
  const cover = new Float32Array(width * height);
  for (let i = 0, at = 0; i < luma.length; i++, at += 4) {
    const sum = 0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) +
      0.114 * (rgba[at + 2] ?? 0);
    luma[i] = sum / 255;
    cover[i] = (rgba[at + 3] ?? 0) / 255;
  }
  const ground = groundFor(luma, cover);
  return { width, height, pixels: luma.map((v, i) => ground + ((cover[i] ?? 0) * (v - ground))) };
}

/**
 * Tells the values of a picture's pixels, on the same ground where it is transparent.
 *
 * @param picture The picture.
 * @param channels How many values a pixel has.
 * @returns The values, from 0 to 255. Shape: `[height, width, channels]`.
 */
export function bytesOf(picture: Picture, channels: Channels): Uint8Array {
  const rgba = opaque(picture);
  return channels === 1 ? lumaOf(rgba) : coloursOf(rgba);
}

/**
 * Tells whether a picture has colour.
 *
 * @param picture The picture.
 * @returns Whether any pixel that can be seen has.
 */
export function hasColour({ rgba }: Picture): boolean {
  for (let at = 0; at < rgba.length; at += 4) {
    const grey = rgba[at] === rgba[at + 1] && rgba[at] === rgba[at + 2];
    if (!grey && rgba[at + 3] !== 0) return true;
  }
  return false;
}

/** Rec. 601 luma, rounded; its weights are in 65,536ths. */
function lumaOf(rgba: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(rgba.length / 4);
  for (let i = 0, at = 0; i < bytes.length; i++, at += 4) {
    const sum = (rgba[at] ?? 0) * 19_595 + (rgba[at + 1] ?? 0) * 38_470 +
      (rgba[at + 2] ?? 0) * 7_471;
    bytes[i] = (sum + 32_768) >> 16;
  }
  return bytes;
}

function coloursOf(rgba: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(rgba.length / 4 * 3);
  for (let i = 0, at = 0; i < bytes.length; i += 3, at += 4) {
    bytes[i] = rgba[at] ?? 0;
    bytes[i + 1] = rgba[at + 1] ?? 0;
    bytes[i + 2] = rgba[at + 2] ?? 0;
  }
  return bytes;
}

/** The pixels on the ground that shows through them. */
function opaque(picture: Picture): Uint8Array {
  const { rgba } = picture;
  if (isOpaque(rgba)) return rgba;
  const ground = groundOf(picture) * 255;
  return rgba.map((value, i) => {
    const cover = (rgba[i | 3] ?? 0) / 255;
    return Math.round(ground + cover * (value - ground));
  });
}

function isOpaque(rgba: Uint8Array): boolean {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] !== 255) return false;
  return true;
}

function groundOf({ rgba }: Picture): number {
  const luma = Float32Array.from(lumaOf(rgba), (value) => value / 255);
  return groundFor(luma, luma.map((_, i) => (rgba[4 * i + 3] ?? 0) / 255));
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
