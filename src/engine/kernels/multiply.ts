/**
 * The product of two tensors of the same shape, value by value; where shapes differ the stock kernel broadcasts.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { registerOwn } from "./_registry.ts";
import type { OwnKernel } from "./own_kernel.ts";

const MULTIPLY: OwnKernel<unknown, "a" | "b"> = {
  name: "Multiply",
  outputShapes({ a, b }): number[][] | undefined {
    const alike = a.dtype === "float32" && b.dtype === "float32" &&
      tf.util.arraysEqual([...a.shape], [...b.shape]);
    return alike ? [[...a.shape]] : undefined;
  },
  bind(engine, { a, b }, [out]): () => void {
    const size = tf.util.sizeFromShape([...a.shape]);
    const into = out.address;
    return () => engine.multiplyValues(a.address, b.address, size, into);
  },
};

/** Puts the kernel into tfjs's registry. */
export function registerMultiply(): void {
  registerOwn(MULTIPLY);
}
