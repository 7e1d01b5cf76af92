/**
 * Going through samples with a model, in this process.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { SampleSet } from "../dataset/sample_set.ts";
import { batchGatherer, sampleShapes, type TensorBatch } from "../model/batch.ts";
import type { LayersModel } from "../model/topology.ts";

/**
 * Computes the predictions for all samples, some at a time.
 *
 * @param model The model.
 * @param samples The samples.
 * @param batchSize Samples that are computed at once.
 * @param look Is given each batch with its predictions, an output each; their tensors are disposed afterwards.
 * @throws {TypeError} If the samples do not fit the model.
 */
export function forEachBatch(
  model: LayersModel,
  samples: SampleSet,
  batchSize: number,
  look: (batch: TensorBatch, predictions: tf.Tensor[]) => void,
): void {
  const gather = batchGatherer(samples, sampleShapes(model, samples));
  for (let start = 0; start < samples.size; start += batchSize) {
    const end = Math.min(start + batchSize, samples.size);
    const numbers = Array.from({ length: end - start }, (_, i) => start + i);
    tf.tidy(() => {
      const batch = gather(numbers);
      const given = model.apply(batch.inputs, { training: false }) as tf.Tensor | tf.Tensor[];
      look(batch, Array.isArray(given) ? given : [given]);
    });
  }
}
