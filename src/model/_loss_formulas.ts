/**
 * The formulas of the losses, on tensors. Each takes targets t and outputs y of shape `[samples, ..., n]`, and gives one
 * value for every vector of n: shape `[samples, ...]`. All but {@linkcode sumOfSquares} and {@linkcode huber} compute
 * what tfjs's loss of the same name does, with its ε of 10⁻⁷.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

const EPSILON = 1e-7;

/**
 * Class targets as one-hot vectors.
 *
 * @param targets Class numbers, of shape `[samples, ...]` or `[samples, ..., 1]`; or vectors over the classes, which are
 * given back as they are.
 * @param outputs Shape: `[samples, ..., classes]`.
 * @returns Shape: that of the outputs.
 */
export function classVectors(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  if (targets.size === outputs.size) return targets;
  const labels = tf.cast(targets.flatten(), "int32").as1D();
  return tf.cast(tf.oneHot(labels, outputs.shape.at(-1) ?? 1), "float32").reshape(outputs.shape);
}

/** `−Σ t·ln y`, y being scaled to a sum of 1 and clipped to [ε, 1−ε]; class numbers or one-hot. */
export function sparseCategoricalCrossentropy(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  return tf.metrics.categoricalCrossentropy(classVectors(targets, outputs), outputs);
}

/** `½ Σ (y−t)²`, the sum of squares of Bishop, "Pattern Recognition and Machine Learning", equation 5.11. */
export function sumOfSquares(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  return tf.sum(tf.squaredDifference(outputs, targets), -1).mul(0.5);
}

/**
 * Mean of `½e²` where `e = |y−t|` is at most δ = 1, and of `δ·e − ½δ²` beyond it (Huber, "Robust Estimation of a
 * Location Parameter", 1964).
 */
export function huber(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  const distance = tf.abs(tf.sub(outputs, targets));
  const near = tf.minimum(distance, 1);
  return tf.mean(near.square().mul(0.5).add(distance.sub(near)), -1);
}

/** Mean of `100·|t−y| / max(|t|, ε)`. */
export function meanAbsolutePercentageError(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  const size = tf.maximum(tf.abs(targets), EPSILON);
  return tf.mean(tf.abs(tf.sub(targets, outputs)).div(size), -1).mul(100);
}

/** Mean of `(ln(1 + max(t, ε)) − ln(1 + max(y, ε)))²`. */
export function meanSquaredLogarithmicError(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  const log = (values: tf.Tensor): tf.Tensor => tf.log(tf.maximum(values, EPSILON).add(1));
  return tf.mean(log(targets).sub(log(outputs)).square(), -1);
}

/** Mean of `max(0, 1 − t·y)`; targets are −1 or 1. */
export function hinge(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  return tf.mean(margins(targets, outputs), -1);
}

/** Mean of `max(0, 1 − t·y)²`; targets are −1 or 1. */
export function squaredHinge(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  return tf.mean(margins(targets, outputs).square(), -1);
}

function margins(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  return tf.maximum(tf.scalar(1).sub(tf.mul(targets, outputs)), 0);
}

/** `max(0, 1 + max((1−t)·y) − Σ t·y)`; targets are one-hot. */
export function categoricalHinge(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  const right = tf.sum(tf.mul(targets, outputs), -1);
  const wrong = tf.max(tf.scalar(1).sub(targets).mul(outputs), -1);
  return tf.maximum(wrong.sub(right).add(1), 0);
}

/** Mean of `ln cosh(y−t)`, computed as `e + softplus(−2e) − ln 2`. */
export function logcosh(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  const difference = tf.sub(outputs, targets);
  return tf.mean(difference.add(tf.softplus(difference.mul(-2))).sub(Math.LN2), -1);
}

/** `Σ t·ln(t/y)`, both being clipped to [ε, 1] within the logarithm. */
export function kullbackLeiblerDivergence(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  const clip = (values: tf.Tensor): tf.Tensor => tf.clipByValue(values, EPSILON, 1);
  return tf.sum(tf.mul(targets, tf.log(clip(targets).div(clip(outputs)))), -1);
}

/** Mean of `y − t·ln(y + ε)`. */
export function poisson(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  return tf.mean(tf.sub(outputs, tf.mul(targets, tf.log(tf.add(outputs, EPSILON)))), -1);
}
