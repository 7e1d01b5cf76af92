/**
 * Windows over images, of which convolutions and pooling are made, as the engine is told of them.
 *
 * @module
 */
import { FLOAT_BYTES } from "./wasm_heap.ts";

/** Sizes along depth, height and width; what has no depth has 1. */
export type Extent = readonly [depth: number, height: number, width: number];

/** Windows, each as large as a filter, over images `[batch, ...image, channels]`: one for each position of the result. */
export interface Windows {
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
  readonly windows: Windows;
  /** Number of filters: channels of the result. */
  readonly filters: number;
  /** `[batch, ...image, channels]`. */
  readonly images: number;
  /** `[...filter, channels, filters]`. */
  readonly filter: number;
  /** `[batch, ...out, filters]`. */
  readonly result: number;
}

/** What is computed of windows, in the memory of one backend. Images of pooling and of depthwise filters have no depth. */
export interface WindowEngine {
  /** Copies `count` windows, from the `first` on, into `rows`, `[count, windowSize(windows)]`, and up to 12 bytes behind. */
  gatherWindows(windows: Windows, images: number, first: number, count: number, rows: number): void;
  /** Adds rows to the windows in the images. */
  scatterWindows(
    windows: Windows,
    images: number,
    first: number,
    count: number,
    rows: number,
  ): void;
  /** Writes the largest value of each window and channel of `x` into `out`, `[batch, ...out, channels]`. */
  maxPool(windows: Windows, x: number, out: number): void;
  /** Writes the mean of each window and channel. */
  averagePool(windows: Windows, x: number, out: number): void;
  /** Writes the gradient of `maxPool`, which gave `y`: that of a window goes to the first of its largest values. */
  maxPoolGradient(windows: Windows, dy: number, x: number, y: number, dx: number): void;
  /** Writes the gradient of `averagePool`. */
  averagePoolGradient(windows: Windows, dy: number, dx: number): void;
  /** Writes the convolution of each channel of `x` with filters of its own, `[...filter, channels, multiplier]`. */
  depthwise(windows: Windows, multiplier: number, x: number, filter: number, out: number): void;
  /** Writes the gradient of what `depthwise` was given. */
  depthwiseInputGradient(
    windows: Windows,
    multiplier: number,
    dy: number,
    filter: number,
    dx: number,
  ): void;
  /** Writes the gradient of the filters. */
  depthwiseFilterGradient(
    windows: Windows,
    multiplier: number,
    x: number,
    dy: number,
    dFilter: number,
  ): void;
}

/**
 * Counts windows.
 *
 * @param windows The windows.
 * @returns How many there are.
 */
export function countWindows({ batch, out }: Windows): number {
  return out.reduce((count, size) => count * size, batch);
}

/**
 * Measures a window.
 *
 * @param windows The windows.
 * @returns Number of values of one.
 */
export function windowSize({ filter, channels }: Windows): number {
  return filter.reduce((values, size) => values * size, channels);
}

/**
 * Measures the images that windows are taken from.
 *
 * @param windows The windows.
 * @returns Bytes of all images.
 */
export function imageBytes({ batch, image, channels }: Windows): number {
  return image.reduce((bytes, size) => bytes * size, batch * channels * FLOAT_BYTES);
}
