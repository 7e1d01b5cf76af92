/**
 * Going through samples with a model, some at a time.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { numbersFrom } from "../arrays/range.ts";
import type { SampleSet } from "../dataset/sample_set.ts";
import type { Result } from "../engine/plan/repeated.ts";
import type { TensorBatch } from "./batch.ts";
import type { BatchRunner } from "./batch_runner.ts";
import type { LayersModel } from "./topology.ts";

/**
 * Computes on all samples.
 *
 * @param runner What is computed.
 * @param samples The samples.
 * @param batchSize Samples that are computed at once.
 * @param look Is given the results of each batch, and its number of samples.
 * @throws {TypeError} If the samples do not fit the model.
 */
export function forEachBatch(
  runner: BatchRunner,
  samples: SampleSet,
  batchSize: number,
  look: (results: readonly (Result | undefined)[], samples: number) => void,
): void {
  for (let start = 0; start < samples.size; start += batchSize) {
    const end = Math.min(start + batchSize, samples.size);
    runner.run(samples, numbersFrom(start, end), (results) => look(results, end - start));
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
