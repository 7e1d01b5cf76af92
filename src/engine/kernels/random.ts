/**
 * Random numbers as kernels, for layers that draw some in every step. A kernel draws its key from `Math.random`, in
 * whose place a step's own stream stands, and makes the rest of it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { registerOwn } from "./_registry.ts";
import type { OwnKernel } from "./own_kernel.ts";

const UNIFORM = "RandomUniform";
const MASK = "RandomMask";

interface UniformAttributes {
  readonly shape: readonly number[];
}

interface MaskAttributes extends UniformAttributes {
  /** Share of zeros. */
  readonly rate: number;
  /** What the others are. */
  readonly value: number;
}

const RANDOM_UNIFORM: OwnKernel<UniformAttributes, never> = {
  name: UNIFORM,
  outputShapes: (_, { shape }) => [[...shape]],
  bind(engine, _, [out], { shape }): () => void {
    const size = tf.util.sizeFromShape([...shape]);
    const into = out.address;
    return () => engine.uniform(drawWord(), drawWord(), size, into);
  },
};

const RANDOM_MASK: OwnKernel<MaskAttributes, never> = {
  name: MASK,
  outputShapes: (_, { shape }) => [[...shape]],
  bind(engine, _, [out], { shape, rate, value }): () => void {
    const size = tf.util.sizeFromShape([...shape]);
    const into = out.address;
    return () => {
      engine.uniform(drawWord(), drawWord(), size, into);
      engine.threshold(into, size, rate, value);
    };
  },
};

/** Puts the kernels into tfjs's registry. */
export function registerRandom(): void {
  registerOwn(RANDOM_UNIFORM);
  registerOwn(RANDOM_MASK);
}

/** Whether the current backend has the kernels. */
export function drawsInKernels(): boolean {
  return tf.getKernel(UNIFORM, tf.getBackend()) !== undefined;
}

/**
 * Draws numbers in [0, 1).
 *
 * @param shape How many.
 * @returns The numbers.
 */
export function randomUniform(shape: readonly number[]): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(UNIFORM, {}, { shape: [...shape] });
}

/**
 * Draws zeros, and a value in all other places.
 *
 * @param shape How many.
 * @param rate The share of zeros.
 * @param value The value.
 * @returns The mask.
 */
export function randomMask(shape: readonly number[], rate: number, value: number): tf.Tensor {
  const attributes = { shape: [...shape], rate, value };
  return tf.engine().runKernel<tf.Tensor>(MASK, {}, attributes);
}

function drawWord(): number {
  return Math.floor(Math.random() * 2 ** 32) | 0;
}
