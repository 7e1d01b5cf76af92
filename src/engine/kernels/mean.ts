/**
 * The mean of all values of a tensor, which is the last kernel of most losses, and that over its first or middle
 * dimensions, as of a batch: the stock kernel of the WASM backend transposes first.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { registerOwn } from "./_registry.ts";
import { bindSums, reducedShape, type ReductionAttributes, sizesAround } from "./_reduction.ts";
import type { OwnKernel, ShapedTensor } from "./own_kernel.ts";

const MEAN: OwnKernel<ReductionAttributes, "x"> = {
  name: "Mean",
  outputShapes({ x }, attributes): number[][] | undefined {
    const { columns = 1 } = sizesAround(x.shape, attributes.axis) ?? {};
    const fits = tf.util.sizeFromShape([...x.shape]) > 0 && (columns > 1 || isOfAll(x, attributes));
    return x.dtype === "float32" && fits ? [reducedShape(x.shape, attributes)] : undefined;
  },
  bind(engine, { x }, [out], attributes): () => void {
    const sizes = sizesAround(x.shape, attributes.axis);
    const into = out.address;
    if (!sizes || isOfAll(x, attributes)) {
      const size = tf.util.sizeFromShape([...x.shape]);
      return () => engine.meanOf(x.address, size, into);
    }
    const sum = bindSums(engine, x, sizes, out);
    const size = sizes.matrices * sizes.columns;
    return () => {
      sum();
      engine.divideValues(into, size, sizes.rows, into);
    };
  },
};

/** Puts the kernel into tfjs's registry. */
export function registerMean(): void {
  registerOwn(MEAN);
}

function isOfAll({ shape }: ShapedTensor, { axis }: ReductionAttributes): boolean {
  return tf.util.parseAxisParam(axis, [...shape]).length === shape.length;
}
