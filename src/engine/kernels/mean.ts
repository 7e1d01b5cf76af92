/**
 * The mean of all values of a tensor, which is the last kernel of most losses.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { registerOwn } from "./_registry.ts";
import type { OwnKernel } from "./own_kernel.ts";

interface Attributes {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

const MEAN: OwnKernel<Attributes, "x"> = {
  name: "Mean",
  outputShapes({ x }, { axis, keepDims }): number[][] | undefined {
    const axes = tf.util.parseAxisParam(axis, [...x.shape]);
    const ofAll = axes.length === x.shape.length && tf.util.sizeFromShape([...x.shape]) > 0;
    return x.dtype === "float32" && ofAll ? [keepDims ? axes.map(() => 1) : []] : undefined;
  },
  bind(engine, { x }, [out]): () => void {
    const size = tf.util.sizeFromShape([...x.shape]);
    const into = out.address;
    return () => engine.meanOf(x.address, size, into);
  },
};

/** Puts the kernel into tfjs's registry. */
export function registerMean(): void {
  registerOwn(MEAN);
}
