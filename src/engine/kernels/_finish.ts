/**
 * What follows a product in the same pass: a bias for each column, then an activation.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { FINISHED_ACTIVATIONS, type FinishedActivation } from "../heap_engine.ts";
import type { ShapedTensor } from "./own_kernel.ts";

/** Attributes of what follows a product. */
export interface FinishAttributes {
  readonly activation: string;
  readonly leakyreluAlpha?: number;
}

/**
 * Finds the activation.
 *
 * @param attributes The attributes.
 * @returns Its name, if it can follow in the same pass.
 */
export function activationOf({ activation }: FinishAttributes): FinishedActivation | undefined {
  return FINISHED_ACTIVATIONS.find((name) => name === activation);
}

/**
 * Whether a tensor can be a bias.
 *
 * @param bias The tensor.
 * @param product Shape of the product.
 * @returns Whether it has a float for each column.
 */
export function isOneForEachColumn(
  { shape, dtype }: ShapedTensor,
  product: readonly number[] | undefined,
): boolean {
  const columns = product?.at(-1);
  return dtype === "float32" && shape.at(-1) === columns &&
    tf.util.sizeFromShape([...shape]) === columns;
}
