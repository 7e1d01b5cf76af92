/**
 * Loss and metrics of a model on a data set, in this process alone.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../dataset/dataset.ts";
import type { Logs } from "../events.ts";
import { batchGatherer, sampleShapes } from "../model/batch.ts";
import { lossFunction } from "../model/losses.ts";
import { metricFunction } from "../model/metrics.ts";
import { describeModel } from "../model/recipe.ts";
import type { LayersModel } from "../model/topology.ts";

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
  const { loss, metrics } = describeModel(model);
  const gather = batchGatherer(dataset, sampleShapes(model, dataset));
  const names = ["loss", ...metrics];
  const functions = [lossFunction(loss), ...metrics.map(metricFunction)];
  const sums = names.map(() => 0);
  for (let start = 0; start < dataset.size; start += batchSize) {
    const end = Math.min(start + batchSize, dataset.size);
    const numbers = Array.from({ length: end - start }, (_, i) => start + i);
    const means = tf.tidy(() => {
      const { inputs, targets } = gather(numbers);
      const outputs = model.apply(inputs, { training: false }) as tf.Tensor;
      return functions.map((mean) => mean(targets, outputs).dataSync()[0] ?? NaN);
    });
    means.forEach((mean, i) => sums[i] = (sums[i] ?? 0) + mean * (end - start));
  }
  return Object.fromEntries(
    names.map((name, i) => [name, (sums[i] ?? NaN) / dataset.size]),
  ) as Evaluation<Metrics>;
}
