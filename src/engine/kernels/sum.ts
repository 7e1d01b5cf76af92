/**
 * The sum over a tensor's first dimensions, which is the gradient of every bias: the stock kernel of the WASM backend
 * transposes first.
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

const SUM: OwnKernel<Attributes, "x"> = {
  name: "Sum",
  outputShapes({ x }, { axis, keepDims }): number[][] | undefined {
    const axes = tf.util.parseAxisParam(axis, [...x.shape]).sort((a, b) => a - b);
    const overFirst = axes.length < x.shape.length && axes.every((axis, i) => axis === i);
    if (x.dtype !== "float32" || axes.length === 0 || !overFirst) return undefined;
    return [[...keepDims ? axes.map(() => 1) : [], ...x.shape.slice(axes.length)]];
  },
  bind(engine, { x }, [out]): () => void {
    const columns = tf.util.sizeFromShape([...out.shape]);
    const rows = tf.util.sizeFromShape([...x.shape]) / Math.max(columns, 1);
    const into = out.address;
    return () => engine.sumColumns(x.address, rows, columns, into);
  },
};

/** Puts the kernel into tfjs's registry. */
export function registerSum(): void {
  registerOwn(SUM);
}
