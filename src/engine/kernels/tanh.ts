/**
 * The hyperbolic tangent, four values at a time: the stock kernel of the WASM backend calls the C library for each.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { registerOwn } from "./_registry.ts";
import type { OwnKernel } from "./own_kernel.ts";

const TANH: OwnKernel<unknown, "x"> = {
  name: "Tanh",
  outputShapes: ({ x }) => x.dtype === "float32" ? [[...x.shape]] : undefined,
  bind(engine, { x }, [out]): () => void {
    const size = tf.util.sizeFromShape([...x.shape]);
    const into = out.address;
    return () => engine.tanhValues(x.address, size, into);
  },
};

/** Puts the kernel into tfjs's registry. */
export function registerTanh(): void {
  registerOwn(TANH);
}
