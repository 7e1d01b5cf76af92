/**
 * Loss and metrics of a model on a data set, on several workers.
 *
 * @module
 */
import { BOUNDS, requireBounds } from "../bounds.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { sliceSampleSet } from "../dataset/sample_set.ts";
import { type BackendName, currentBackend } from "../engine/backend.ts";
import { sampleShapes } from "../model/batch.ts";
import { requireComparable } from "../model/own_functions.ts";
import { importModules, moduleUrls } from "../model/own_modules.ts";
import { comparedOutputs, describeModel } from "../model/recipe.ts";
import { createTally } from "../model/tally.ts";
import type { LayersModel } from "../model/topology.ts";
import { DataParallel } from "../parallel/data_parallel.ts";
import { type PoolOptions, refuseInWorker } from "../parallel/pool.ts";
import { type OptionNames, refuseUnknown, withoutUndefined } from "../options.ts";
import type { Evaluation } from "./evaluate.ts";
import { collectSamples, isDataset } from "./sample_values.ts";
import type { ModelValues } from "./values.ts";

/** How {@linkcode evaluateOnWorkers} computes. */
export interface EvaluateOnWorkersOptions extends PoolOptions {
  /** Number of workers, 1 or more. @default one for each core */
  readonly workers?: number;
  /** What the workers compute with. @default the one that tfjs is set to */
  readonly backend?: BackendName;
  /** What defines layers, losses and metrics of one's own, as for {@linkcode fit}. @default none */
  readonly modules?: readonly (URL | string)[];
}

const NAMES: OptionNames<EvaluateOnWorkersOptions> = {
  workers: true,
  backend: true,
  modules: true,
  timeout: true,
  startTimeout: true,
  workerUrl: true,
};

/** Evaluation moves no weight and draws nothing at random. */
const AT_REST = { seed: 0, optimizer: { name: "sgd", learningRate: 0 } } as const;

/**
 * Computes what {@linkcode evaluate} does, on several workers of which each takes its share of the samples. The means
 * are over samples, so they do not depend on the number of workers, but for rounding.
 *
 * @param model A compiled model with one input and one output.
 * @param dataset The samples.
 * @param options See {@linkcode EvaluateOnWorkersOptions}.
 * @returns The means by name: `loss`, then the metrics that the model was compiled with.
 * @throws {TypeError} If the model is not compiled, the data set does not fit it, or a module is missing.
 * @throws {WorkerLostError} If a worker dies.
 *
 * @example
 * ```ts
 * import { createDataset, createMlp, evaluate, evaluateOnWorkers, useBackend } from "tandem";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * await useBackend("wasm");
 * const model = createMlp({ inputSize: 2, hidden: [], outputSize: 2 });
 * const dataset = createDataset({
 *   inputs: { data: new Float32Array([0, 1, 2, 3, 4, 5]), shape: [2] },
 *   targets: { data: new Uint8Array([0, 1, 1]), shape: [] },
 *   classes: 2,
 * });
 * const { loss } = await evaluateOnWorkers(model, dataset, { workers: 2 });
 * assertAlmostEquals(loss, evaluate(model, dataset).loss, 1e-6);
 * ```
 */
export function evaluateOnWorkers<Metrics extends string = string>(
  model: LayersModel,
  dataset: Dataset,
  options?: EvaluateOnWorkersOptions,
): Promise<Evaluation<Metrics>>;

/**
 * Computes the same over tensors or plain numbers, whatever `fit` takes.
 *
 * @param model A compiled model.
 * @param x Inputs, as {@linkcode evaluate} takes them.
 * @param y Targets, likewise.
 * @param options See {@linkcode EvaluateOnWorkersOptions}.
 * @returns The means by name: `loss`, then the metrics that the model was compiled with.
 */
export function evaluateOnWorkers<Metrics extends string = string>(
  model: LayersModel,
  x: ModelValues,
  y: ModelValues,
  options?: EvaluateOnWorkersOptions,
): Promise<Evaluation<Metrics>>;

export async function evaluateOnWorkers<Metrics extends string = string>(
  model: LayersModel,
  first: Dataset | ModelValues,
  second?: ModelValues | EvaluateOnWorkersOptions,
  third?: EvaluateOnWorkersOptions,
): Promise<Evaluation<Metrics>> {
  const alone = isDataset(first);
  const options = (alone ? second as EvaluateOnWorkersOptions | undefined : third) ?? {};
  const action = "Cannot evaluate with";
  refuseUnknown(action, options, NAMES);
  refuseInWorker();
  requireBounds(action, withoutUndefined(options), { workers: BOUNDS.training.workers });
  const { workers = navigator.hardwareConcurrency, backend = currentBackend() } = options;
  const recipe = describeModel(model, await importModules(moduleUrls(options.modules)));
  const compared = comparedOutputs(model);
  const y = alone ? undefined : second as ModelValues;
  const samples = collectSamples(model, compared, first, y);
  const { outputs } = sampleShapes(model, samples);
  requireComparable(compared, outputs);
  const tally = createTally(compared, outputs);
  using parallel = await DataParallel.start({
    ...options,
    workers,
    model,
    samples: sliceSampleSet(samples, 0, 0),
    validation: samples,
    kept: tally.kept,
    replica: { ...AT_REST, backend, recipe },
  });
  const { sums, kept } = await parallel.evaluate();
  return tally.logs(sums, samples.size, kept) as Evaluation<Metrics>;
}
