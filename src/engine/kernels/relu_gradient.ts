/**
 * The gradient of ReLU in one pass over memory, where tfjs's own takes three.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { registerMasking } from "./_masking.ts";
import type { OwnKernel } from "./own_kernel.ts";

const RELU_GRADIENT: OwnKernel<unknown, "dy" | "x"> = {
  name: "ReluGrad",
  outputShapes: ({ x }) => [[...x.shape]],
  bind(engine, { dy, x }, [out]): () => void {
    const size = tf.util.sizeFromShape([...x.shape]);
    const into = out.address;
    return () => engine.stopNegative(dy.address, x.address, size, into);
  },
};

/** Registers the kernel, and has tfjs use it. */
export function registerReluGradient(): void {
  registerMasking("Relu", RELU_GRADIENT);
}
