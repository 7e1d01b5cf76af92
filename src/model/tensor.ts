/**
 * The tensors that losses take, and their values as the plain arrays that metrics take.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { ShapedArray } from "../arrays/shaped.ts";

/** A tensor of tfjs. */
export type Tensor = tf.Tensor;

/**
 * A tensor's values as a plain array. They are read when they are first asked for, since not all are; until then the
 * tensor must not be disposed.
 *
 * @param tensor The tensor.
 * @returns Its values and its shape.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { arrayOf, confusionMatrix, useBackend } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * await useBackend("cpu");
 * const targets = tf.tensor1d([0, 1, 1]);
 * const outputs = tf.tensor2d([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]]);
 * assertEquals(confusionMatrix(arrayOf(targets), arrayOf(outputs)), [[1, 0], [1, 1]]);
 * ```
 */
export function arrayOf(tensor: Tensor): ShapedArray {
  let data: ArrayLike<number> | undefined;
  return {
    shape: tensor.shape,
    get data(): ArrayLike<number> {
      return data ??= tensor.dataSync();
    },
  };
}

/**
 * The value of a scalar.
 *
 * @param scalar An array of one value; NaN where there is none.
 * @returns The value.
 */
export function valueOf(scalar: ShapedArray | undefined): number {
  return scalar?.data[0] ?? NaN;
}
