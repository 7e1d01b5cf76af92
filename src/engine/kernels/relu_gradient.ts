/**
 * The gradient of ReLU in one pass over memory, where tfjs's own takes three.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { engineOf } from "../engines.ts";
import { addressOf } from "../wasm_heap.ts";
import { replaceKernel } from "./_registry.ts";

const RELU_GRADIENT = "ReluGrad";

interface Inputs {
  readonly dy: tf.TensorInfo;
  readonly x: tf.TensorInfo;
}

/** Registers the kernel, and has tfjs use it wherever a backend has it. */
export function registerReluGradient(): void {
  if (tf.getKernel(RELU_GRADIENT, "wasm")) return;
  replaceKernel<Inputs, unknown>(RELU_GRADIENT, (backend, { dy, x }) => {
    const out = backend.makeOutput(x.shape, "float32");
    const [gradient, input, result] = [dy, x, out].map((tensor) => addressOf(backend, tensor));
    const size = tf.util.sizeFromShape(x.shape);
    engineOf(backend).stopNegative(gradient ?? 0, input ?? 0, size, result ?? 0);
    return out;
  });
  const stock = tf.getGradient("Relu");
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const [x] = saved;
      if (!x || Array.isArray(dy) || !tf.getKernel(RELU_GRADIENT, tf.getBackend())) {
        return stock.gradFunc(dy, saved, attrs);
      }
      return { x: () => gradient(dy, x) };
    },
  });
  // The gradient's own gradient: it is linear in dy, and flat in x.
  tf.registerGradient({
    kernelName: RELU_GRADIENT,
    inputsToSave: ["x"],
    gradFunc: (ddx, [x]) => ({
      dy: () => x && !Array.isArray(ddx) ? gradient(ddx, x) : tf.scalar(NaN),
      x: () => tf.zerosLike(x ?? tf.scalar(NaN)),
    }),
  });
}

function gradient(dy: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.engine().runKernel(RELU_GRADIENT, { dy, x });
}
