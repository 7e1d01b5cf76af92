/**
 * Losses by name, as means over samples.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** The names of the losses, spelled as tfjs spells them. */
export const LOSSES = [
  "categoricalCrossentropy",
  "sparseCategoricalCrossentropy",
  "binaryCrossentropy",
  "meanSquaredError",
  "meanAbsoluteError",
] as const;

/** Name of a loss. */
export type LossName = typeof LOSSES[number];

/** Compares targets with outputs: both of shape `[samples, ...output]`. */
export type Comparison = (targets: tf.Tensor, outputs: tf.Tensor) => tf.Tensor;

/**
 * The mean loss over the samples of a batch. Class targets are one-hot for both cross-entropies.
 *
 * @param name Name of the loss.
 * @returns A function of targets and outputs that gives a scalar.
 */
export function lossFunction(name: LossName): Comparison {
  const each = lossOfEach(name);
  return (targets, outputs) => tf.mean(each(targets, outputs));
}

/**
 * Cross-entropy of one-hot targets against logits, fused with the softmax: its gradient is `softmax(z) − t`
 * (Bishop, "Pattern Recognition and Machine Learning", equation 4.109), and no logarithm of zero can arise.
 *
 * @param targets One-hot classes. Shape: `[samples, ..., classes]`.
 * @param logits What the softmax would be given. Shape: `[samples, ..., classes]`.
 * @returns The mean over the samples, a scalar.
 */
export function softmaxCrossEntropy(targets: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  return tf.losses.softmaxCrossEntropy(targets, logits);
}

/** Whether a loss is the cross-entropy of a distribution over classes. */
export function isCrossEntropyOfClasses(name: LossName): boolean {
  return name === "categoricalCrossentropy" || name === "sparseCategoricalCrossentropy";
}

function lossOfEach(name: LossName): Comparison {
  switch (name) {
    case "categoricalCrossentropy":
    case "sparseCategoricalCrossentropy":
      return tf.metrics.categoricalCrossentropy;
    case "binaryCrossentropy":
      return tf.metrics.binaryCrossentropy;
    case "meanSquaredError":
      return tf.metrics.meanSquaredError;
    case "meanAbsoluteError":
      return tf.metrics.meanAbsoluteError;
  }
}
