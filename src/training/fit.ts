/**
 * Training a model, called as `model.fit` is.
 *
 * @module
 */
import type { Dataset } from "../dataset/dataset.ts";
import { type SampleSet, splitSampleSet } from "../dataset/sample_set.ts";
import { sampleShapes } from "../model/batch.ts";
import { describeModel, type Recipe } from "../model/recipe.ts";
import type { LayersModel } from "../model/topology.ts";
import {
  batchesOf,
  type BatchSource,
  type BatchStream,
  isStream,
  openStream,
} from "./batch_source.ts";
import type { FitOptions, StreamFitOptions } from "./fit_options.ts";
import type { History } from "./history.ts";
import { requireWhole } from "./_ranges.ts";
import { collectSamples, isDataset, type ModelValues } from "./sample_values.ts";
import { trainEpochs } from "./train_epochs.ts";

/**
 * Trains a compiled model on several workers, each of which computes the gradient of its part of every batch. The
 * result is what one process computes on the same batches, to rounding.
 *
 * @param model A compiled model; its weights are updated in place.
 * @param dataset The training set, for a model with one input and one output.
 * @param options See {@linkcode FitOptions}.
 * @returns The loss and the metrics of every epoch.
 * @throws {TypeError} If the model cannot be trained here, or the data does not fit it.
 * @throws {RangeError} If an option is out of range.
 * @throws {DivergenceError} If the loss is not a finite number; the model keeps the weights of the last epoch that ended.
 * @throws {WorkerLostError} If a worker dies; the model keeps the weights of the last epoch that ended.
 * @throws {DOMException} The signal's reason, if it stops training; the model holds the weights of the last step.
 *
 * @example
 * ```ts ignore
 * import { createMlp, fit, loadDataset, useBackend } from "tandem";
 *
 * await useBackend("wasm");
 * const { train, test } = await loadDataset("mnist");
 * const model = createMlp({ inputSize: 784, hidden: [500, 250, 100], outputSize: 10 });
 * const { history } = await fit(model, train, {
 *   epochs: 10,
 *   batchSize: 1000,
 *   validationData: test,
 *   earlyStopping: { patience: 2, restoreBestWeights: true },
 * });
 * ```
 */
export function fit(
  model: LayersModel,
  dataset: Dataset,
  options?: FitOptions,
): Promise<History>;

/**
 * Trains a compiled model on tensors or typed arrays.
 *
 * @param model A compiled model; its weights are updated in place.
 * @param x Inputs: a tensor `[samples, ...input]` or its plain numbers; of several inputs a list, or by name.
 * @param y Targets, likewise; under sparse categorical cross-entropy class numbers.
 * @param options See {@linkcode FitOptions}.
 * @returns The loss and the metrics of every epoch.
 *
 * @example
 * ```ts ignore
 * import * as tf from "@tensorflow/tfjs";
 * import { fit, useBackend } from "tandem";
 *
 * await useBackend("wasm");
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
 * model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
 * const x = tf.tensor2d([[0, 0], [0, 1], [1, 0], [1, 1]]);
 * const { history } = await fit(model, x, tf.tensor2d([[0], [1], [1], [2]]), { epochs: 20 });
 * ```
 */
export function fit(
  model: LayersModel,
  x: ModelValues,
  y: ModelValues,
  options?: FitOptions,
): Promise<History>;

/**
 * Trains a compiled model on a stream of batches, as `model.fitDataset` does.
 *
 * @param model A compiled model; its weights are updated in place.
 * @param batches An async iterable of batches, a function that makes one for each epoch, or a tf.data.Dataset.
 * @param options See {@linkcode StreamFitOptions}.
 * @returns The loss and the metrics of every epoch.
 */
export function fit(
  model: LayersModel,
  batches: BatchStream,
  options?: StreamFitOptions,
): Promise<History>;

export async function fit(
  model: LayersModel,
  first: Dataset | ModelValues | BatchStream,
  second?: ModelValues | FitOptions,
  third?: FitOptions,
): Promise<History> {
  const alone = isDataset(first) || isStream(first);
  const options = (alone ? second as FitOptions | undefined : third) ?? {};
  const recipe = describeModel(model);
  const validation = await validationOf(model, recipe, options);
  if (isStream(first)) {
    requireNone(options);
    const source = await openStream(first, model, recipe, options);
    return trainEpochs({ model, recipe, source, validation, options });
  }
  const samples = await collectSamples(
    model,
    recipe,
    first,
    alone ? undefined : second as ModelValues | undefined,
    options,
  );
  const { validationSplit = 0 } = options;
  if (validation || validationSplit === 0) {
    return onSamples(model, recipe, samples, validation, options);
  }
  const parts = splitSampleSet(samples, validationSplit);
  return onSamples(model, recipe, parts.train, parts.validation, options);
}

function onSamples(
  model: LayersModel,
  recipe: Recipe,
  samples: SampleSet,
  validation: SampleSet | undefined,
  options: FitOptions,
): Promise<History> {
  const { batchSize: batch = Math.min(32, samples.size), stepsPerEpoch } = options;
  const batchSize = batch === "full" ? samples.size : batch;
  requireWhole("batchSize", batchSize, 1, samples.size);
  if (stepsPerEpoch !== undefined) requireWhole("stepsPerEpoch", stepsPerEpoch, 1);
  sampleShapes(model, samples);
  const source: BatchSource = batchesOf(samples, batchSize, stepsPerEpoch);
  return trainEpochs({ model, recipe, source, validation, batchSize, options });
}

async function validationOf(
  model: LayersModel,
  recipe: Recipe,
  { validationData: given }: FitOptions,
): Promise<SampleSet | undefined> {
  if (given === undefined) return undefined;
  const samples = isDataset(given)
    ? await collectSamples(model, recipe, given, undefined)
    : await collectSamples(model, recipe, given[0], given[1], { sampleWeight: given[2] });
  sampleShapes(model, samples);
  return samples;
}

/** Refuses what only makes sense for samples that are all there. */
function requireNone(options: FitOptions): void {
  for (const key of ["batchSize", "shuffle", "validationSplit", "sampleWeight"] as const) {
    if (options[key] !== undefined) {
      throw new TypeError(
        `Cannot train on a stream with ${key}: expected samples that are all there`,
      );
    }
  }
}
