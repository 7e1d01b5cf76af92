/**
 * Convolutions, as the engine is told of them.
 *
 * @module
 */
import { FLOAT_BYTES } from "./wasm_heap.ts";

/** Sizes along depth, height and width; what has no depth has 1. */
export type Extent = readonly [depth: number, height: number, width: number];

/** The windows that a filter takes from images `[batch, ...image, channels]`, one for each position of the result. */
export interface FilterWindows {
  readonly batch: number;
  readonly image: Extent;
  readonly channels: number;
  readonly filter: Extent;
  readonly out: Extent;
  readonly strides: Extent;
  readonly dilations: Extent;
  /** Positions of padding before the first of an image. */
  readonly padding: Extent;
}

/** A convolution, or one of its gradients: two of the addresses are read, and the third is written. */
export interface Convolution {
  readonly windows: FilterWindows;
  /** Number of filters: channels of the result. */
  readonly filters: number;
  /** `[batch, ...image, channels]`. */
  readonly images: number;
  /** `[...filter, channels, filters]`. */
  readonly filter: number;
  /** `[batch, ...out, filters]`. */
  readonly result: number;
}

/** Some of the windows, as rows of a matrix. */
export interface WindowRows {
  readonly windows: FilterWindows;
  readonly images: number;
  readonly first: number;
  readonly count: number;
  /** `[count, windowSize(windows)]`. */
  readonly rows: number;
}

/**
 * Counts windows.
 *
 * @param windows The windows.
 * @returns How many there are.
 */
export function countWindows({ batch, out }: FilterWindows): number {
  return out.reduce((count, size) => count * size, batch);
}

/**
 * Measures a window.
 *
 * @param windows The windows.
 * @returns Number of values of one.
 */
export function windowSize({ filter, channels }: FilterWindows): number {
  return filter.reduce((values, size) => values * size, channels);
}

/**
 * Measures the images that windows are taken from.
 *
 * @param windows The windows.
 * @returns Bytes of all images.
 */
export function imageBytes({ batch, image, channels }: FilterWindows): number {
  return image.reduce((bytes, size) => bytes * size, batch * channels * FLOAT_BYTES);
}
