/**
 * Sums over axes that lie side by side, as over the middle one of three.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { HeapEngine } from "../heap_engine.ts";
import { FLOAT_BYTES } from "../wasm_heap.ts";
import type { PlacedTensor } from "./own_kernel.ts";

/** Sizes of a tensor as one of rank 3, which is summed over the middle axis. */
export interface Sizes {
  readonly matrices: number;
  readonly rows: number;
  readonly columns: number;
}

/** Attributes of a reduction. */
export interface ReductionAttributes {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

/**
 * Finds the sizes around the axes of a reduction.
 *
 * @param shape Shape of the tensor.
 * @param axis The axes.
 * @returns The sizes; nothing where the axes do not lie side by side, or there are none.
 */
export function sizesAround(
  shape: readonly number[],
  axis: number | number[],
): Sizes | undefined {
  const axes = tf.util.parseAxisParam(axis, [...shape]).sort((a, b) => a - b);
  const [first] = axes;
  if (first === undefined || !axes.every((axis, i) => axis === first + i)) return undefined;
  const end = first + axes.length;
  return {
    matrices: tf.util.sizeFromShape(shape.slice(0, first)),
    rows: tf.util.sizeFromShape(shape.slice(first, end)),
    columns: tf.util.sizeFromShape(shape.slice(end)),
  };
}

/**
 * Leaves out the axes of a reduction.
 *
 * @param shape Shape of the tensor.
 * @param attributes The axes, and whether they stay as axes of one value.
 * @returns The shape of the result.
 */
export function reducedShape(
  shape: readonly number[],
  { axis, keepDims }: ReductionAttributes,
): number[] {
  const axes = tf.util.parseAxisParam(axis, [...shape]);
  return keepDims
    ? shape.map((size, i) => axes.includes(i) ? 1 : size)
    : shape.filter((_, i) => !axes.includes(i));
}

/**
 * Prepares the sums over the rows of each matrix.
 *
 * @param engine What computes.
 * @param x The matrices.
 * @param sizes Their sizes.
 * @param out Where the sums go.
 * @returns What computes them.
 */
export function bindSums(
  engine: HeapEngine,
  { address }: PlacedTensor,
  { matrices, rows, columns }: Sizes,
  out: PlacedTensor,
): () => void {
  const [step, outStep] = [rows * columns * FLOAT_BYTES, columns * FLOAT_BYTES];
  const into = out.address;
  return () => {
    for (let i = 0; i < matrices; i++) {
      engine.sumColumns(address + i * step, rows, columns, into + i * outStep);
    }
  };
}
