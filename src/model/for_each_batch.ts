/**
 * Going through samples with a model, some at a time.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { numbersFrom } from "../arrays/range.ts";
import type { SampleSet } from "../dataset/sample_set.ts";
import { batchGatherer, sampleShapes, type TensorBatch } from "./batch.ts";
import type { LayersModel } from "./topology.ts";

/**
 * Computes a model's outputs for all samples.
 *
 * @param model The model.
 * @param samples The samples.
 * @param batchSize Samples that are computed at once.
 * @param look Is given each batch with its outputs; their tensors are disposed afterwards.
 * @throws {TypeError} If the samples do not fit the model.
 */
export function forEachBatch(
  model: LayersModel,
  samples: SampleSet,
  batchSize: number,
  look: (batch: TensorBatch, outputs: tf.Tensor[]) => void,
): void {
  const gather = batchGatherer(samples, sampleShapes(model, samples));
  for (let start = 0; start < samples.size; start += batchSize) {
    const end = Math.min(start + batchSize, samples.size);
    tf.tidy(() => {
      const batch = gather(numbersFrom(start, end));
      look(batch, outputsOf(model, batch, false));
    });
  }
}

/**
 * Computes the outputs of a batch.
 *
 * @param model The model.
 * @param batch The batch.
 * @param training Whether layers behave as they do in training.
 * @returns A tensor for each output of the model. Shape: `[samples, ...output]`.
 */
export function outputsOf(
  model: LayersModel,
  { inputs }: TensorBatch,
  training: boolean,
): tf.Tensor[] {
  const given = model.apply(inputs, { training }) as tf.Tensor | tf.Tensor[];
  return Array.isArray(given) ? given : [given];
}
