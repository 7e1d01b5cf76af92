/**
 * Loss and metrics of a model on a data set, on several workers.
 *
 * @module
 */
import { type Dataset, sliceDataset } from "../dataset/dataset.ts";
import type { BackendName } from "../engine/backend.ts";
import { sampleShapes } from "../model/batch.ts";
import { describeModel } from "../model/recipe.ts";
import type { LayersModel } from "../model/topology.ts";
import { DataParallel } from "../parallel/data_parallel.ts";
import type { PoolOptions } from "../parallel/pool.ts";
import type { Evaluation } from "./evaluate.ts";

/** How {@linkcode evaluateOnWorkers} computes. */
export interface EvaluateOnWorkersOptions extends PoolOptions {
  /** Number of workers, 1 or more. @default one for each core */
  readonly workers?: number;
  /** What the workers compute with. @default "wasm" */
  readonly backend?: BackendName;
}

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
 * @throws {TypeError} If the model is not compiled, or the data set does not fit it.
 * @throws {WorkerLostError} If a worker dies.
 *
 * @example
 * ```ts ignore
 * import { createMlp, evaluateOnWorkers, loadDataset, useBackend } from "tandem";
 *
 * await useBackend("wasm");
 * const { test } = await loadDataset("mnist");
 * const model = createMlp({ inputSize: 784, hidden: [500, 250, 100], outputSize: 10 });
 * const { loss } = await evaluateOnWorkers(model, test, { workers: 4 });
 * ```
 */
export async function evaluateOnWorkers<Metrics extends string = string>(
  model: LayersModel,
  dataset: Dataset,
  options: EvaluateOnWorkersOptions = {},
): Promise<Evaluation<Metrics>> {
  const { workers = navigator.hardwareConcurrency, backend = "wasm" } = options;
  const recipe = describeModel(model);
  sampleShapes(model, dataset);
  using parallel = await DataParallel.start({
    ...options,
    workers,
    model,
    dataset: sliceDataset(dataset, 0, 0),
    validation: dataset,
    replica: { ...AT_REST, backend, recipe },
  });
  const means = await parallel.evaluate();
  return Object.fromEntries(
    ["loss", ...recipe.metrics].map((name, i) => [name, means[i] ?? NaN]),
  ) as Evaluation<Metrics>;
}
