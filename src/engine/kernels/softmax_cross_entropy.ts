/**
 * The softmax, and its cross-entropy with targets fused with it: one pass forward and one backward, where tfjs takes
 * more than thirty kernels.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { registerOwn } from "./_registry.ts";
import type { OwnKernel, ShapedTensor } from "./own_kernel.ts";

/** The name in tfjs of the kernel that gives losses and probabilities. */
export const CROSS_ENTROPY = "SoftmaxCrossEntropy";
const GRADIENT = "SoftmaxCrossEntropyGrad";

const SOFTMAX: OwnKernel<{ readonly dim: number }, "logits"> = {
  name: "Softmax",
  outputShapes({ logits }, { dim }): number[][] | undefined {
    const { shape, dtype } = logits;
    const isLast = dim === -1 || dim === shape.length - 1;
    return dtype === "float32" && isLast && shape.at(-1) !== 0 ? [[...shape]] : undefined;
  },
  bind(engine, { logits }, [out]): () => void {
    const [rows, columns] = rowsOf(logits);
    const into = out.address;
    return () => engine.softmaxCrossEntropy(logits.address, 0, rows, columns, 0, into);
  },
};

/** Gives the loss of each row, and the softmax of each. */
const FORWARD: OwnKernel<unknown, "logits" | "targets"> = {
  name: CROSS_ENTROPY,
  outputShapes: ({ logits }) => [logits.shape.slice(0, -1), [...logits.shape]],
  bind(engine, { logits, targets }, [losses, probabilities]): () => void {
    const [rows, columns] = rowsOf(logits);
    const [each, all] = [losses.address, probabilities?.address ?? 0];
    return () =>
      engine.softmaxCrossEntropy(logits.address, targets.address, rows, columns, each, all);
  },
};

const BACKWARD: OwnKernel<unknown, "probabilities" | "targets" | "dLosses"> = {
  name: GRADIENT,
  outputShapes: ({ probabilities }) => [[...probabilities.shape]],
  bind(engine, { probabilities, targets, dLosses }, [out]): () => void {
    const [rows, columns] = rowsOf(probabilities);
    const into = out.address;
    const [p, t, scales] = [probabilities.address, targets.address, dLosses.address];
    return () => engine.crossEntropyGradient(p, t, scales, rows, columns, into);
  },
};

/** Puts the kernels and the gradient into tfjs's registry. */
export function registerSoftmaxCrossEntropy(): void {
  registerOwn(SOFTMAX);
  registerOwn(FORWARD);
  registerOwn(BACKWARD);
  tf.registerGradient({
    kernelName: CROSS_ENTROPY,
    inputsToSave: ["targets"],
    outputsToSave: [false, true],
    gradFunc: (dy, [targets, probabilities]) => {
      const dLosses = Array.isArray(dy) ? dy[0] : dy;
      if (!dLosses || !targets || !probabilities) {
        throw new Error("Cannot compute a gradient of nothing");
      }
      const inputs = { probabilities, targets, dLosses };
      return {
        logits: () => tf.engine().runKernel<tf.Tensor>(GRADIENT, inputs),
        targets: () => tf.mul(dLosses.expandDims(-1), tf.neg(tf.log(probabilities))),
      };
    },
  });
}

/**
 * The cross-entropy of the softmax of logits, where the current backend has a kernel for it.
 *
 * @param targets Shape: `[..., classes]`.
 * @param logits Shape: `[..., classes]`.
 * @returns The loss of each vector, of shape `[...]`; nothing where there is no such kernel.
 */
export function fusedCrossEntropy(targets: tf.Tensor, logits: tf.Tensor): tf.Tensor | undefined {
  if (!tf.getKernel(CROSS_ENTROPY, tf.getBackend())) return undefined;
  const inputs = { logits, targets: tf.cast(targets, "float32") };
  return tf.engine().runKernel<tf.Tensor[]>(CROSS_ENTROPY, inputs)[0];
}

function rowsOf({ shape }: ShapedTensor): [rows: number, columns: number] {
  return [tf.util.sizeFromShape(shape.slice(0, -1)), shape.at(-1) ?? 1];
}
