/**
 * The gradient of ReLU in one pass over memory, where tfjs's own takes three.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { registerOwn } from "./_registry.ts";
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

/** Registers the kernel, and has tfjs use it wherever a backend has it. */
export function registerReluGradient(): void {
  const { name } = RELU_GRADIENT;
  if (tf.getKernel(name, "wasm")) return;
  registerOwn(RELU_GRADIENT);
  const stock = tf.getGradient("Relu");
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const [x] = saved;
      if (!x || Array.isArray(dy) || !tf.getKernel(name, tf.getBackend())) {
        return stock.gradFunc(dy, saved, attrs);
      }
      return { x: () => gradient(dy, x) };
    },
  });
  // The gradient's own gradient: it is linear in dy, and flat in x.
  tf.registerGradient({
    kernelName: name,
    inputsToSave: ["x"],
    gradFunc: (ddx, [x]) => ({
      dy: () => x && !Array.isArray(ddx) ? gradient(ddx, x) : tf.scalar(NaN),
      x: () => tf.zerosLike(x ?? tf.scalar(NaN)),
    }),
  });
}

function gradient(dy: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.engine().runKernel(RELU_GRADIENT.name, { dy, x });
}
