/**
 * Gradients that pass in some places and are stopped in others, as kernels of one pass.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { registerOwn } from "./_registry.ts";
import type { OwnKernel } from "./own_kernel.ts";

/**
 * Registers the gradient of a function, and has tfjs use it wherever a backend has it.
 *
 * @param kernelName The function's name in tfjs.
 * @param kernel Its gradient, which is given the function's attributes.
 */
export function registerMasking<Attributes>(
  kernelName: string,
  kernel: OwnKernel<Attributes, "dy" | "x">,
): void {
  const { name } = kernel;
  if (tf.getKernel(name, "wasm")) return;
  registerOwn(kernel);
  const stock = tf.getGradient(kernelName);
  const gradient = (dy: tf.Tensor, x: tf.Tensor, attributes: tf.NamedAttrMap): tf.Tensor =>
    tf.engine().runKernel(name, { dy, x }, attributes);
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attributes) => {
      const [x] = saved;
      const isThere = tf.getKernel(name, tf.getBackend()) !== undefined;
      if (!isThere || x?.dtype !== "float32" || Array.isArray(dy)) {
        return stock.gradFunc(dy, saved, attributes);
      }
      return { x: () => gradient(dy, x, attributes) };
    },
  });
  // The gradient's own gradient: it is linear in dy, and flat in x.
  tf.registerGradient({
    kernelName: name,
    inputsToSave: ["x"],
    gradFunc: (ddx, [x], attributes) => ({
      dy: () => x && !Array.isArray(ddx) ? gradient(ddx, x, attributes) : tf.scalar(NaN),
      x: () => tf.zerosLike(x ?? tf.scalar(NaN)),
    }),
  });
}
