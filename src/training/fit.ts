/**
 * Training over epochs.
 *
 * @module
 */
import type { Dataset } from "../dataset/dataset.ts";
import { type BackendName, BACKENDS } from "../engine/backend.ts";
import type { Logs, TrainEvent } from "../events.ts";
import { sampleShapes } from "../model/batch.ts";
import { describeModel } from "../model/recipe.ts";
import type { LayersModel } from "../model/topology.ts";
import { createOptimizer, type OptimizerConfig } from "../optimizer/optimizer.ts";
import { createSchedule, type Schedule, type ScheduleConfig } from "../optimizer/schedule.ts";
import { type Batch, DataParallel } from "../parallel/data_parallel.ts";
import type { PoolOptions } from "../parallel/pool.ts";
import { optimizerOf } from "./optimizer_of.ts";

/** How {@linkcode fit} trains. */
export interface FitOptions extends PoolOptions {
  /** Times that every sample is visited. @default 1 */
  readonly epochs?: number;
  /** Samples in a step, over all workers; `full` takes the whole set. @default 32, or the whole set if it is smaller */
  readonly batchSize?: number | "full";
  /** Number of workers. @default one for each core */
  readonly workers?: number;
  /** Seed of the order of the samples and of everything drawn at random. @default 1 */
  readonly seed?: number;
  /** Visit the samples in a new order in every epoch. @default true */
  readonly shuffle?: boolean;
  /** What the workers compute with. @default "wasm" */
  readonly backend?: BackendName;
  /** The rule that moves the weights. @default the one that the model was compiled with */
  readonly optimizer?: OptimizerConfig;
  /** How the rule's step size changes from step to step. @default it does not */
  readonly schedule?: ScheduleConfig;
  /** Evaluated after every epoch, on all workers. @default none */
  readonly validation?: Dataset;
  /** Is told what happens. @default nobody */
  readonly onEvent?: (event: TrainEvent) => void;
  /** Stops training at the end of the step that is under way. @default none */
  readonly signal?: AbortSignal;
}

/** What happened over the epochs. */
export interface History {
  /** Means of each epoch, one entry an epoch. */
  readonly epochs: readonly Logs[];
}

/**
 * Trains a compiled model on several workers, each of which computes the gradient of its part of every batch. The
 * result is what one process computes on the same batches, to rounding.
 *
 * @param model A compiled model with one input and one output; its weights are updated in place.
 * @param dataset The training set.
 * @param options See {@linkcode FitOptions}.
 * @returns The means of every epoch.
 * @throws {TypeError} If the model cannot be trained here, or the data does not fit it.
 * @throws {RangeError} If an option is out of range.
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
 * const history = await fit(model, train, { epochs: 10, batchSize: 1000, validation: test });
 * ```
 */
export async function fit(
  model: LayersModel,
  dataset: Dataset,
  options: FitOptions = {},
): Promise<History> {
  const {
    epochs = 1,
    batchSize: batch = Math.min(32, dataset.size),
    workers = navigator.hardwareConcurrency,
    seed = 1,
    shuffle = true,
    backend = "wasm",
    optimizer = optimizerOf(model),
    schedule = { name: "constant" },
    validation,
    onEvent = () => {},
    signal,
  } = options;
  const batchSize = batch === "full" ? dataset.size : batch;
  requireWhole("epochs", epochs, 1, Infinity);
  requireWhole("batchSize", batchSize, 1, dataset.size);
  requireWhole("workers", workers, 1, Infinity);
  requireWhole("seed", seed, 0, 0xffffffff);
  if (!BACKENDS.includes(backend)) {
    throw new RangeError(
      `Cannot train on backend "${backend}": expected one of ${BACKENDS.join(", ")}`,
    );
  }
  const recipe = describeModel(model);
  // Refuses constants that are out of range before anything starts.
  createOptimizer(optimizer);
  const rate = createSchedule(schedule, optimizer.learningRate);
  sampleShapes(model, dataset);
  if (validation) sampleShapes(model, validation);
  signal?.throwIfAborted();

  const began = performance.now();
  using parallel = await DataParallel.start({
    ...options,
    workers,
    model,
    dataset,
    validation,
    replica: { seed, backend, recipe, optimizer },
  });
  onEvent({
    type: "train-begin",
    workers,
    epochs,
    steps: Math.ceil(dataset.size / batchSize),
    samples: dataset.size,
    parameters: model.countParams(),
  });
  const names = ["loss", ...recipe.metrics];
  const history: Logs[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const epochBegan = performance.now();
    parallel.beginEpoch(epoch, shuffle);
    const sums = names.map(() => 0);
    const logs = (seen: number): Logs =>
      Object.fromEntries(names.map((name, i) => [name, (sums[i] ?? 0) / seen]));
    let step = 0;
    for await (const { means } of parallel.steps(batches(epoch, dataset.size, batchSize, rate))) {
      const end = Math.min((step + 1) * batchSize, dataset.size);
      const samples = end - step * batchSize;
      means.forEach((mean, i) => sums[i] = (sums[i] ?? 0) + mean * samples);
      const seconds = secondsSince(epochBegan);
      onEvent({ type: "step", epoch, step, seen: end, logs: logs(end), seconds });
      if (signal?.aborted) {
        parallel.copyWeightsTo(model);
        throw signal.reason;
      }
      step++;
    }
    const seconds = secondsSince(epochBegan);
    parallel.copyWeightsTo(model);
    const means = validation ? await parallel.evaluate() : [];
    const validationLogs = means.map((mean, i) => [`val_${names[i]}`, mean] as const);
    const epochLogs = { ...logs(dataset.size), ...Object.fromEntries(validationLogs) };
    history.push(epochLogs);
    onEvent({
      type: "epoch",
      epoch,
      logs: epochLogs,
      seconds,
      samplesPerSecond: dataset.size / seconds,
    });
  }
  onEvent({ type: "train-end", seconds: secondsSince(began) });
  return { epochs: history };
}

function* batches(
  epoch: number,
  samples: number,
  batchSize: number,
  rate: Schedule,
): Generator<Batch> {
  const before = epoch * Math.ceil(samples / batchSize);
  for (let start = 0, step = 0; start < samples; start += batchSize, step++) {
    const end = Math.min(start + batchSize, samples);
    yield { epoch, start, end, learningRate: rate(before + step) };
  }
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}

function requireWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Infinity ? `${least} or more` : `from ${least} to ${most}`;
  throw new RangeError(
    `Cannot train with ${name} ${value}: expected a whole number, ${range}`,
  );
}
