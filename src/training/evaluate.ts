/**
 * Loss and metrics of a model on a data set, in this process alone.
 *
 * @module
 */
import type { Dataset } from "../dataset/dataset.ts";
import { type SampleSet, sampleSetOf } from "../dataset/sample_set.ts";
import type { Logs } from "../events.ts";
import { sampleShapes } from "../model/batch.ts";
import { createObjective } from "../model/objective.ts";
import { describeModel } from "../model/recipe.ts";
import { addSums, createTally } from "../model/tally.ts";
import type { LayersModel } from "../model/topology.ts";
import { forEachBatch } from "./_predictions.ts";

/** How {@linkcode evaluate} goes through the samples. */
export interface EvaluateOptions {
  /** Samples that are computed at once; the result does not depend on it but for rounding. @default 1000 */
  readonly batchSize?: number;
}

/** Means over samples by name: `loss`, and the metrics that the model was compiled with. */
export type Evaluation<Metrics extends string = string> =
  & Logs
  & { readonly loss: number }
  & { readonly [Name in Metrics]: number };

/**
 * Computes the mean loss and the mean of each metric over all samples of a data set.
 *
 * @param model A compiled model with one input and one output.
 * @param dataset The samples.
 * @param options See {@linkcode EvaluateOptions}.
 * @returns The means by name: `loss`, then the metrics that the model was compiled with.
 * @throws {TypeError} If the model is not compiled, or the data set does not fit it.
 *
 * @example
 * ```ts
 * import { createDataset, createMlp, evaluate, useBackend } from "tandem";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * await useBackend("cpu");
 * const model = createMlp({ inputSize: 2, hidden: [], outputSize: 2 });
 * const dataset = createDataset({
 *   inputs: { data: new Float32Array([0, 0]), shape: [2] },
 *   targets: { data: new Uint8Array([1]), shape: [] },
 *   classes: 2,
 * });
 * const { loss } = evaluate(model, dataset);
 * assertAlmostEquals(loss, Math.log(2), 1e-6);
 * ```
 */
export function evaluate<Metrics extends string = string>(
  model: LayersModel,
  dataset: Dataset,
  options: EvaluateOptions = {},
): Evaluation<Metrics> {
  const { batchSize = 1000 } = options;
  return evaluateSamples(model, sampleSetOf(dataset), batchSize) as Evaluation<Metrics>;
}

/**
 * The same for any number of inputs and outputs.
 *
 * @param model A compiled model.
 * @param samples The samples.
 * @param batchSize Samples that are computed at once.
 * @returns Loss and metrics by name.
 * @throws {TypeError} If the model is not compiled, or the samples do not fit it.
 */
export function evaluateSamples(
  model: LayersModel,
  samples: SampleSet,
  batchSize: number,
): Logs {
  const { outputs: recipes } = describeModel(model);
  const objective = createObjective(recipes);
  const tally = createTally(recipes, sampleShapes(model, samples).outputs);
  const sums: number[] = [];
  forEachBatch(model, samples, batchSize, (batch, predictions) => {
    const losses = objective.losses(batch, predictions).map((loss) => loss.dataSync()[0] ?? NaN);
    const loss = losses.reduce((sum, value) => sum + value, 0);
    addSums(sums, tally.accumulate({ ...batch, predictions, loss, losses }));
  });
  return tally.logs(sums, samples.size);
}
