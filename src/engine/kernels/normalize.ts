/**
 * Normalisation by mean and variance, as batches and layers are normalised, and its gradients in one pass: tfjs's own
 * take one for every operation of their formulas.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { registerOwn } from "./_registry.ts";
import type { OwnKernel, ShapedTensor } from "./own_kernel.ts";

interface Attributes {
  /** @default 0.001 */
  readonly varianceEpsilon?: number;
}

type Statistic = "scale" | "offset";

const NORMALIZE: OwnKernel<Attributes, "x" | "mean" | "variance", Statistic> = {
  name: "FusedBatchNorm",
  outputShapes: ({ x, mean, variance, scale, offset }) =>
    fits(x, [mean, variance, scale, offset]) ? [[...x.shape]] : undefined,
  bind(engine, { x, mean, variance, scale, offset }, [out], attributes): () => void {
    const [rows, columns] = rowsOf(x, mean);
    const { varianceEpsilon: epsilon = 0.001 } = attributes;
    const [shift, factor, into] = [offset?.address ?? 0, scale?.address ?? 0, out.address];
    return () =>
      engine.normalize(
        x.address,
        mean.address,
        variance.address,
        shift,
        factor,
        epsilon,
        rows,
        columns,
        into,
      );
  },
};

/** Gives the gradients of x, mean, variance, scale and offset. */
const GRADIENT: OwnKernel<Attributes, "dy" | "x" | "mean" | "variance", "scale"> = {
  name: "FusedBatchNormGrad",
  outputShapes: ({ x, mean: { shape } }) => [
    [...x.shape],
    ...[shape, shape, shape, shape].map((shape) => [...shape]),
  ],
  bind(engine, { dy, x, mean, variance, scale }, outputs, attributes): () => void {
    const [rows, columns] = rowsOf(x, mean);
    const { varianceEpsilon: epsilon = 0.001 } = attributes;
    const factor = scale?.address ?? 0;
    const [dx = 0, dMean = 0, dVariance = 0, dScale = 0, dOffset = 0] = outputs
      .map(({ address }) => address);
    return () =>
      engine.normalizeGradient(
        dy.address,
        x.address,
        mean.address,
        variance.address,
        factor,
        epsilon,
        rows,
        columns,
        dx,
        dMean,
        dVariance,
        dScale,
        dOffset,
      );
  },
};

/** Puts the kernels into tfjs's registry, and has tfjs's gradient use the second. */
export function registerNormalize(): void {
  registerOwn(NORMALIZE);
  registerOwn(GRADIENT);
  const stock = tf.getGradient(NORMALIZE.name);
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attributes) => {
      const [x, mean, variance, scale] = saved;
      const isOurs = x && mean && variance && !Array.isArray(dy) && tf.getBackend() === "wasm" &&
        fits(x, [mean, variance, scale]);
      if (!isOurs) return stock.gradFunc(dy, saved, attributes);
      const inputs = { dy, x, mean, variance, ...scale ? { scale } : {} };
      const gradients = tf.engine().runKernel<tf.Tensor[]>(GRADIENT.name, inputs, attributes);
      const names = ["x", "mean", "variance", "scale", "offset"] as const;
      return Object.fromEntries(
        names.map((name, i) => [name, () => gradients[i] ?? tf.scalar(NaN)]),
      );
    },
  });
}

/** Whether all statistics have a value for each column of x, or all have one for each of its values. */
function fits(x: ShapedTensor, statistics: readonly (ShapedTensor | undefined)[]): boolean {
  const rank = statistics[0]?.shape.length;
  return statistics.every((one) => {
    if (!one) return true;
    const columns = rank === 1 ? x.shape.slice(-1) : x.shape;
    return one.dtype === "float32" && one.shape.length === rank &&
      tf.util.sizeFromShape([...one.shape]) === tf.util.sizeFromShape([...columns]);
  });
}

function rowsOf(x: ShapedTensor, mean: ShapedTensor): [rows: number, columns: number] {
  const columns = tf.util.sizeFromShape([...mean.shape]);
  return [tf.util.sizeFromShape([...x.shape]) / Math.max(columns, 1), columns];
}
