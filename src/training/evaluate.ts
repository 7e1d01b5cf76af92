/**
 * Loss and metrics of a model on a data set, in this process alone.
 *
 * @module
 */
import type { Dataset } from "../dataset/dataset.ts";
import { BOUNDS, requireBounds } from "../bounds.ts";
import { unitsOf } from "../dataset/sample_set.ts";
import type { Logs } from "../events.ts";
import { sampleShapes } from "../model/batch.ts";
import { Evaluator } from "../model/evaluate_samples.ts";
import { createKept } from "../model/kept.ts";
import { requireComparable } from "../model/own_functions.ts";
import { comparedOutputs } from "../model/recipe.ts";
import { samplesTogether } from "../model/samples_together.ts";
import { createTally } from "../model/tally.ts";
import type { LayersModel } from "../model/topology.ts";
import { type OptionNames, refuseUnknown, withoutUndefined } from "../options.ts";
import { collectSamples, isDataset } from "./sample_values.ts";
import { weighSamples } from "./sample_weights.ts";
import type { ModelValues, PerOutput, SampleWeights } from "./values.ts";

/** How {@linkcode evaluate} goes through the samples. */
export interface EvaluateOptions {
  /**
   * Samples that are computed at once; the result does not depend on it but for rounding.
   *
   * @default 1000, or as many as the layers give 32 MB for
   */
  readonly batchSize?: number;
  /** What the loss of each sample is multiplied by. @default 1 */
  readonly sampleWeight?: PerOutput<SampleWeights>;
  /** Taken as `model.evaluate` takes it, without effect: evaluation prints nothing. @default 0 */
  readonly verbose?: number | boolean;
}

const NAMES: OptionNames<EvaluateOptions> = { batchSize: true, sampleWeight: true, verbose: true };

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
  options?: EvaluateOptions,
): Evaluation<Metrics>;

/**
 * Computes the mean loss and the mean of each metric over tensors or plain numbers, whatever `fit` takes.
 *
 * @param model A compiled model.
 * @param x Inputs: a tensor `[samples, ...input]`, plain numbers or lists of them; of several inputs a list, or by name.
 * @param y Targets, likewise.
 * @param options See {@linkcode EvaluateOptions}.
 * @returns The means by name: `loss`, then the metrics that the model was compiled with.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { evaluate, useBackend } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * await useBackend("cpu");
 * const layer = tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" });
 * const model = tf.sequential({ layers: [layer] });
 * model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
 * assertEquals(evaluate(model, [[1], [2]], [1, 4]), { loss: 2 });
 * ```
 */
export function evaluate<Metrics extends string = string>(
  model: LayersModel,
  x: ModelValues,
  y: ModelValues,
  options?: EvaluateOptions,
): Evaluation<Metrics>;

export function evaluate<Metrics extends string = string>(
  model: LayersModel,
  first: Dataset | ModelValues,
  second?: ModelValues | EvaluateOptions,
  third?: EvaluateOptions,
): Evaluation<Metrics> {
  const alone = isDataset(first);
  const options = (alone ? second as EvaluateOptions | undefined : third) ?? {};
  requireEvaluateOptions(options);
  const { batchSize = samplesTogether(model), sampleWeight } = options;
  const y = alone ? undefined : second as ModelValues;
  const outputs = comparedOutputs(model);
  const samples = weighSamples(model, collectSamples(model, outputs, first, y), sampleWeight);
  const shapes = sampleShapes(model, samples).outputs;
  requireComparable(outputs, shapes, samples);
  const tally = createTally(outputs, shapes, unitsOf(samples));
  using evaluator = new Evaluator({ model, outputs, tally });
  const kept = createKept(tally.kept, samples.size);
  const sums = evaluator.evaluate(samples, batchSize, { kept, at: 0 });
  return tally.logs(sums, samples.size, kept) as Evaluation<Metrics>;
}

/**
 * Checks options.
 *
 * @param options The options.
 * @param names The names that they may have. @default those of {@linkcode EvaluateOptions}
 * @throws {TypeError} If there is no option of a name.
 * @throws {RangeError} If a number is out of range.
 */
export function requireEvaluateOptions(
  options: Pick<EvaluateOptions, "batchSize">,
  names: Readonly<Record<string, true>> = NAMES,
): void {
  const action = "Cannot evaluate with";
  refuseUnknown(action, options, names);
  requireBounds(action, withoutUndefined(options), { batchSize: BOUNDS.training.batchSize });
}
