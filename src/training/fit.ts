/**
 * Training a model, called as `model.fit` is.
 *
 * @module
 */
import { requireImages } from "../dataset/augment.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { type SampleSet, sampleSetOf, splitSampleSet, withUnits } from "../dataset/sample_set.ts";
import { sampleShapes } from "../model/batch.ts";
import { importModules, moduleUrls } from "../model/own_modules.ts";
import { describeModel } from "../model/recipe.ts";
import type { LayersModel } from "../model/topology.ts";
import { refuseInWorker } from "../parallel/pool.ts";
import { requireFinite } from "./_finite.ts";
import { kindOf } from "./_values.ts";
import { batchesOf, isStream, openStream, type ReadBatch, readStream } from "./batch_source.ts";
import { type FitOptions, requireOptions, type StreamFitOptions } from "./fit_options.ts";
import type { History } from "./history.ts";
import { collectSamples, isDataset } from "./sample_values.ts";
import type { BatchStream, ModelValues } from "./values.ts";
import { weighClasses, weighSamples } from "./sample_weights.ts";
import { trainEpochs, type TrainingJob } from "./train_epochs.ts";

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
 * ```ts
 * import { createMlp, fit, loadDataset, sliceDataset, useBackend } from "tandem";
 * import { assertEquals, assertLess } from "@std/assert";
 *
 * await useBackend("wasm");
 * const { train, test } = await loadDataset("mnist");
 * const model = createMlp({ inputSize: 784, hidden: [100], outputSize: 10 });
 * const { history } = await fit(model, sliceDataset(train, 0, 2000), {
 *   epochs: 3,
 *   batchSize: 100,
 *   workers: 2,
 *   validationData: sliceDataset(test, 0, 1000),
 *   earlyStopping: { patience: 2, restoreBestWeights: true },
 * });
 * assertEquals(Object.keys(history), ["loss", "acc", "val_loss", "val_acc"]);
 * assertLess(history["loss"]?.at(-1) ?? NaN, history["loss"]?.at(0) ?? NaN);
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
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { fit, useBackend } from "tandem";
 * import { assertEquals, assertLess } from "@std/assert";
 *
 * await useBackend("wasm");
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
 * model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
 * const x = tf.tensor2d([[0, 0], [0, 1], [1, 0], [1, 1]]);
 * const { epoch, history } = await fit(model, x, [0, 1, 1, 2], { epochs: 50 });
 * assertEquals(epoch.length, 50);
 * assertLess(history["loss"]?.at(-1) ?? NaN, 0.1);
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
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { fit, useBackend } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * await useBackend("cpu");
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
 * model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
 * async function* batches() {
 *   for (const x of [1, 2, 3]) yield { xs: [[x], [x + 1]], ys: [2 * x, 2 * x + 2] };
 * }
 * const { epoch } = await fit(model, batches, { epochs: 2 });
 * assertEquals(epoch, [0, 1]);
 * ```
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
  requireOptions(options);
  refuseInWorker();
  const recipe = describeModel(model, await importModules(moduleUrls(options.modules)));
  if (isStream(first)) return await onStream({ model, recipe, options }, first);
  const samples = collectSamples(
    model,
    recipe.outputs,
    first,
    alone ? undefined : second as ModelValues | undefined,
  );
  return await onSamples({ model, recipe, options }, samples);
}

/** What is trained, and how. */
type Training = Pick<TrainingJob, "model" | "recipe" | "options">;

async function onStream(training: Training, stream: BatchStream): Promise<History> {
  const { model, options } = training;
  refuseOfSamples(options);
  const validation = await validationOf(training);
  const { stepsPerEpoch, batchesPerEpoch = stepsPerEpoch, classWeight } = options;
  const read = readerOf(training);
  const source = await openStream(
    stream,
    (x, y, weights, units) => {
      const samples = read(x, y, weights, units);
      requireTrainable(model, samples, options);
      return weighClasses(model, samples, classWeight);
    },
    batchesPerEpoch,
  );
  return await trainEpochs({ ...training, source, validation });
}

async function onSamples(training: Training, given: SampleSet): Promise<History> {
  const { model, options } = training;
  const { validationSplit = 0, sampleWeight, classWeight, stepsPerEpoch } = options;
  sampleShapes(model, given);
  requireTrainable(model, given, options);
  const weighed = weighSamples(model, given, sampleWeight);
  const data = await validationOf(training);
  const { train, validation } = data || validationSplit === 0
    ? { train: weighed, validation: data }
    : splitSampleSet(weighed, validationSplit);
  // Classes weigh in training alone, so what validates is split off before.
  const samples = weighClasses(model, train, classWeight);
  const { batchSize: batch = Math.min(32, samples.size), batchesPerEpoch = stepsPerEpoch } =
    options;
  const batchSize = batch === "full" ? samples.size : batch;
  const source = batchesOf(samples, batchSize, batchesPerEpoch);
  return await trainEpochs({ ...training, source, validation });
}

/** Makes samples of a batch of a stream. */
function readerOf({ model, recipe }: Training): ReadBatch {
  return (x, y, weights, units) => {
    const samples = withUnits(collectSamples(model, recipe.outputs, x, y), units);
    sampleShapes(model, samples);
    return weighSamples(model, samples, weights);
  };
}

async function validationOf(training: Training): Promise<SampleSet | undefined> {
  const { validationData: given, validationBatches } = training.options;
  if (given === undefined) return undefined;
  const read = readerOf(training);
  if (isStream(given)) return await readStream(given, read, validationBatches);
  if (isDataset(given)) {
    sampleShapes(training.model, sampleSetOf(given));
    return sampleSetOf(given);
  }
  if (Array.isArray(given) && given.length >= 2) return read(given[0], given[1], given[2]);
  throw new TypeError(
    `Cannot validate: expected a data set, [x, y] or a stream of batches, got ${kindOf(given)}`,
  );
}

/** Refuses samples that would make every weight NaN, unless that was asked for, and what cannot be augmented. */
function requireTrainable(
  model: LayersModel,
  samples: SampleSet,
  { terminateOnNaN = true, augment }: FitOptions,
): void {
  if (augment) requireImages(samples);
  if (terminateOnNaN) requireFinite(model, samples);
}

/** Refuses what only makes sense for samples that are all there. */
function refuseOfSamples(options: FitOptions): void {
  for (const key of ["batchSize", "shuffle", "validationSplit", "sampleWeight"] as const) {
    if (options[key] !== undefined) {
      throw new TypeError(
        `Cannot train on a stream with ${key}: expected samples that are all there`,
      );
    }
  }
}
