/**
 * What training makes small: the losses of all outputs of a model.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { TensorBatch } from "./batch.ts";
import {
  lossFunction,
  lossPerSample,
  sigmoidCrossEntropyPerSample,
  softmaxCrossEntropy,
  softmaxCrossEntropyPerSample,
} from "./losses.ts";
import type { ComparedOutput } from "./recipe.ts";

/** The last activation of an output, if it was taken off the model to be fused with the loss. */
export type Head = "softmax" | "sigmoid" | undefined;

/** The losses of a model. */
export interface Objective {
  /** Mean loss of each output over the samples of a batch, weighted where the batch has weights. */
  losses(batch: TensorBatch, outputs: readonly tf.Tensor[]): tf.Scalar[];
  /** What the whole model would have given: the outputs, and the activations that were taken off. */
  predictions(outputs: readonly tf.Tensor[]): tf.Tensor[];
}

/**
 * Makes the losses of a model.
 *
 * @param outputs What each output is compared by.
 * @param heads The activations that were taken off. @default none
 * @returns The losses.
 */
export function createObjective(
  outputs: readonly ComparedOutput[],
  heads: readonly Head[] = [],
): Objective {
  const means = outputs.map(({ loss }, i) => meanLoss(loss, heads[i]));
  return {
    losses: ({ targets, weights }, given) =>
      means.map((mean, i) => mean(required(targets, i), required(given, i), weights[i])),
    predictions: (given) =>
      given.map((output, i) => {
        if (heads[i] === "softmax") return tf.softmax(output);
        return heads[i] === "sigmoid" ? tf.sigmoid(output) : output;
      }),
  };
}

type MeanLoss = (
  targets: tf.Tensor,
  outputs: tf.Tensor,
  weights: tf.Tensor1D | undefined,
) => tf.Scalar;

function meanLoss(loss: ComparedOutput["loss"], head: Head): MeanLoss {
  const perSample = head === "softmax"
    ? softmaxCrossEntropyPerSample
    : head === "sigmoid"
    ? sigmoidCrossEntropyPerSample
    : lossPerSample(loss);
  // Without weights the mean needs no loss of each sample on its own.
  const mean = head === "softmax" ? softmaxCrossEntropy : head ? undefined : lossFunction(loss);
  return (targets, outputs, weights) => {
    if (!weights && mean) return mean(targets, outputs).asScalar();
    const losses = perSample(targets, outputs);
    return tf.mean(weights ? tf.mul(losses, weights) : losses).asScalar();
  };
}

function required(tensors: readonly tf.Tensor[], index: number): tf.Tensor {
  const tensor = tensors[index];
  if (tensor) return tensor;
  throw new TypeError(
    `Cannot compute a loss: expected ${index + 1} tensors, got ${tensors.length}`,
  );
}
