/**
 * What computes for tfjs's WASM backend, in the backend's own memory: matrix products, and what a training step needs
 * around them. Addresses are byte offsets in that memory.
 *
 * @module
 */
import type { Convolution, WindowEngine } from "./windows.ts";

/** One product C = op(A) op(B) of row-major float32 matrices. */
export interface Product {
  /** A lies as `[inner, rows]` instead of `[rows, inner]`. */
  readonly transposeA: boolean;
  /** B lies as `[columns, inner]` instead of `[inner, columns]`. */
  readonly transposeB: boolean;
  readonly rows: number;
  readonly columns: number;
  /** Length of the dimension that is summed over, 1 or more. */
  readonly inner: number;
  readonly a: number;
  readonly b: number;
  /** Where the product goes: `[rows, columns]`, overlapping neither operand. */
  readonly out: number;
}

/** The activations that can follow a product in the same pass. */
export const FINISHED_ACTIVATIONS = [
  "linear",
  "relu",
  "relu6",
  "leakyrelu",
  "sigmoid",
  "tanh",
  "elu",
] as const;

/** Name of an activation. */
export type FinishedActivation = typeof FINISHED_ACTIVATIONS[number];

/** What follows a product: a bias for each column, then an activation. */
export interface Finish {
  /** The matrix, which is changed in place: `[rows, columns]`. */
  readonly matrix: number;
  readonly rows: number;
  readonly columns: number;
  /** The bias, `[columns]`, if there is one. */
  readonly bias: number | undefined;
  readonly activation: FinishedActivation;
  /** Slope of `leakyrelu` below zero. */
  readonly alpha: number;
}

/** Computes in the memory of one backend. */
export interface HeapEngine extends WindowEngine {
  multiply(product: Product): void;
  finish(finish: Finish): void;
  /** Writes the result of a convolution, finished as a matrix of one column a filter. */
  convolve(convolution: Convolution, finish: Omit<Finish, "matrix" | "rows" | "columns">): void;
  /** Writes the gradient with respect to the filter; the result holds that of the result. */
  filterGradient(convolution: Convolution): void;
  /** Writes the gradient with respect to the images; the result holds that of the result. */
  imageGradient(convolution: Convolution): void;
  /** Sums each column of a matrix `[rows, columns]` into `out`, `[columns]`. */
  sumColumns(matrix: number, rows: number, columns: number, out: number): void;
  /**
   * Sums the rows of a matrix `[rows, columns]` by segments into `out`, `[segments, columns]`. The segment of each row
   * is an int32 of `ids`, `[rows]`; a row whose segment is none of them is left out.
   */
  sumSegments(
    matrix: number,
    ids: number,
    rows: number,
    columns: number,
    segments: number,
    out: number,
  ): void;
  /** Writes values, none below `min` or above `max`; NaN stays what it is. */
  clipValues(values: number, size: number, min: number, max: number, out: number): void;
  /** Writes the mean of some values. */
  meanOf(values: number, size: number, out: number): void;
  /** Writes each of some values, divided by a number. */
  divideValues(values: number, size: number, divisor: number, out: number): void;
  /** Writes each of some blocks of `size` values several times, one copy behind the other. */
  repeat(x: number, blocks: number, size: number, times: number, out: number): void;
  /** Copies `size` columns of a matrix `[rows, columns]`, the first of which begins at `x`. */
  copyColumns(x: number, rows: number, columns: number, size: number, out: number): void;
  /** Writes the products of two vectors' values. */
  multiplyValues(a: number, b: number, size: number, out: number): void;
  /** Writes a gradient, but zero where `x` is zero or below. */
  stopNegative(gradient: number, x: number, size: number, out: number): void;
  /** Writes a gradient, but zero where `x` is less than a bound, more than another, or NaN. */
  stopOutside(
    gradient: number,
    x: number,
    least: number,
    most: number,
    size: number,
    out: number,
  ): void;
  /** Writes the hyperbolic tangents of some values. */
  tanhValues(x: number, size: number, out: number): void;
  /**
   * Writes `(x - mean) / sqrt(variance + epsilon) * scale + offset` of a matrix `[rows, columns]`. The statistics have a
   * value for each column; with the address 0 for scale or offset there is none.
   */
  normalize(
    x: number,
    mean: number,
    variance: number,
    offset: number,
    scale: number,
    epsilon: number,
    rows: number,
    columns: number,
    out: number,
  ): void;
  /** Writes the gradients of all that `normalize` was given. */
  normalizeGradient(
    dy: number,
    x: number,
    mean: number,
    variance: number,
    scale: number,
    epsilon: number,
    rows: number,
    columns: number,
    dx: number,
    dMean: number,
    dVariance: number,
    dScale: number,
    dOffset: number,
  ): void;
  /**
   * Writes the softmax of each row of `logits`, `[rows, columns]`, into `probabilities`, and its cross-entropy with
   * `targets` into `losses`, `[rows]`; with the address 0 for targets it writes no losses.
   */
  softmaxCrossEntropy(
    logits: number,
    targets: number,
    rows: number,
    columns: number,
    losses: number,
    probabilities: number,
  ): void;
  /** Writes `probabilities - targets`, each row times its scale: the gradient of the cross-entropy. */
  crossEntropyGradient(
    probabilities: number,
    targets: number,
    scales: number,
    rows: number,
    columns: number,
    out: number,
  ): void;
  /** Writes random numbers in [0, 1) that depend on the two words of a key alone. */
  uniform(key0: number, key1: number, size: number, out: number): void;
  /** Writes zero for every number below a limit, and a value for the others. */
  threshold(numbers: number, size: number, limit: number, value: number): void;
  /** Writes bytes as floats, each times a scale. */
  scaleBytes(bytes: number, size: number, scale: number, out: number): void;
}
