/**
 * The loop over epochs and steps.
 *
 * @module
 */
import type { SampleSet } from "../dataset/sample_set.ts";
import { BACKENDS, currentBackend } from "../engine/backend.ts";
import type { Logs } from "../events.ts";
import { sampleShapes } from "../model/batch.ts";
import type { Recipe } from "../model/recipe.ts";
import { addSums, createTally } from "../model/tally.ts";
import type { LayersModel } from "../model/topology.ts";
import type { ClipConfig } from "../optimizer/clip.ts";
import { completeOptimizer } from "../optimizer/complete.ts";
import { createSchedule } from "../optimizer/schedule.ts";
import { type Batch, DataParallel, type StepResult } from "../parallel/data_parallel.ts";
import { requirePositive, requireWhole } from "./_ranges.ts";
import type { BatchSource } from "./batch_source.ts";
import { Callbacks } from "./callbacks.ts";
import { DivergenceError } from "./divergence_error.ts";
import { EpochRules } from "./epoch_rules.ts";
import type { FitOptions } from "./fit_options.ts";
import { addEpoch, emptyHistory, type History, renamer } from "./history.ts";
import { optimizerOf } from "./optimizer_of.ts";

/** What is trained, and on what. */
export interface TrainingJob {
  readonly model: LayersModel;
  readonly recipe: Recipe;
  readonly source: BatchSource;
  readonly validation: SampleSet | undefined;
  /** Samples in a step, unless each batch has a size of its own. */
  readonly batchSize?: number;
  readonly options: FitOptions;
}

/**
 * Trains over epochs.
 *
 * @param job What is trained, and on what.
 * @returns The loss and the metrics of every epoch.
 * @throws As `fit` does.
 */
export async function trainEpochs(job: TrainingJob): Promise<History> {
  const { model, recipe, source, validation, options } = job;
  const {
    epochs = 1,
    resume,
    initialEpoch = resume?.epochs ?? 0,
    workers = navigator.hardwareConcurrency,
    seed = 1,
    shuffle = true,
    backend = currentBackend(),
    schedule = { name: "constant" },
    terminateOnNaN = true,
    onEvent = () => {},
    signal,
  } = options;
  requireWhole("epochs", epochs, 1);
  requireWhole("initialEpoch", initialEpoch, 0, epochs);
  requireWhole("workers", workers, 1);
  requireWhole("seed", seed, 0, 0xffffffff);
  if (!BACKENDS.includes(backend)) {
    throw new RangeError(
      `Cannot train on backend "${backend}": expected one of ${BACKENDS.join(", ")}`,
    );
  }
  const clip = clipOf(options);
  const optimizer = completeOptimizer(options.optimizer ?? optimizerOf(model));
  const rate = createSchedule(schedule, optimizer.learningRate);
  const tally = createTally(recipe.outputs, sampleShapes(model, source.samples).outputs);
  const validated = validation ? tally.names.map((name) => `val_${name}`) : [];
  const names = [...tally.names, ...validated];
  const rules = new EpochRules(options, names, model, resume?.rules);
  const callbacks = new Callbacks(options.callbacks);
  const theirNames = renamer(model, tally.leaders);
  signal?.throwIfAborted();

  const began = performance.now();
  using parallel = await DataParallel.start({
    ...options,
    workers,
    model,
    samples: source.samples,
    validation,
    progress: resume?.progress,
    replica: { seed, backend, recipe, optimizer, clip },
  });
  const known = {
    ...(source.steps === undefined ? {} : { steps: source.steps }),
    ...(source.visited === undefined ? {} : { samples: source.visited }),
  };
  if (resume) parallel.copyWeightsTo(model);
  onEvent({
    type: "train-begin",
    workers,
    backend,
    epochs,
    ...known,
    parameters: model.countParams(),
  });
  await callbacks.trainBegin(model, {
    epochs,
    initialEpoch,
    ...known,
    ...(job.batchSize === undefined ? {} : { batchSize: job.batchSize }),
    doValidation: validation !== undefined,
    verbose: 0,
    metrics: Object.keys(theirNames(Object.fromEntries(names.map((name) => [name, 0])))),
  });
  model.stopTraining = false;
  const history = emptyHistory();
  let done = initialEpoch;
  let made = resume?.progress.steps ?? initialEpoch * (source.steps ?? 0);

  for (let epoch = initialEpoch; epoch < epochs; epoch++) {
    await callbacks.epochBegin(epoch);
    const epochBegan = performance.now();
    parallel.beginEpoch(epoch, shuffle);
    const sums: number[] = [];
    let seen = 0;
    let step = 0;
    for await (const result of results(epoch)) {
      addSums(sums, result.sums);
      seen += result.samples;
      const [loss = NaN] = result.sums;
      if (terminateOnNaN && !Number.isFinite(loss)) throw new DivergenceError(epoch, step, loss);
      const logs = tally.logs(sums, seen);
      onEvent({ type: "step", epoch, step, seen, logs, seconds: secondsSince(epochBegan) });
      if (signal?.aborted) {
        parallel.copyWeightsTo(model);
        throw signal.reason;
      }
      if (callbacks.perStep) {
        parallel.copyWeightsTo(model);
        const own = theirNames(tally.logs(result.sums, result.samples));
        await callbacks.batchEnd(epoch, step, result.samples, own);
        if (model.stopTraining) break;
      }
      step++;
    }
    const seconds = secondsSince(epochBegan);
    parallel.copyWeightsTo(model);
    const logs = { ...tally.logs(sums, seen), ...await validationLogs() };
    addEpoch(history, epoch, theirNames(logs));
    onEvent({ type: "epoch", epoch, logs, seconds, samplesPerSecond: seen / seconds });
    await rules.look(epoch, logs);
    if (options.onCheckpoint) {
      const progress = parallel.progress();
      await options.onCheckpoint({ epochs: epoch + 1, progress, rules: rules.state });
    }
    await callbacks.epochEnd(epoch, theirNames(logs));
    done = epoch + 1;
    if (rules.stopped || model.stopTraining) break;
  }
  rules.finish();
  onEvent({ type: "train-end", epochs: done, seconds: secondsSince(began) });
  await callbacks.trainEnd();
  return history;

  async function* batches(epoch: number): AsyncGenerator<Batch> {
    for await (const batch of source.epoch()) {
      yield { ...batch, epoch, learningRate: rules.rateShare * rate(made++) };
    }
  }

  /** The steps of an epoch: each sent while the one before runs, unless somebody wants to look in between. */
  async function* results(epoch: number): AsyncGenerator<StepResult> {
    if (!callbacks.perStep) return yield* parallel.steps(batches(epoch));
    let step = 0;
    for await (const batch of batches(epoch)) {
      await callbacks.batchBegin(step++, batch.end - batch.start);
      yield await parallel.step(batch);
    }
  }

  async function validationLogs(): Promise<Logs> {
    if (!validation) return {};
    const logs = tally.logs(await parallel.evaluate(), validation.size);
    return Object.fromEntries(Object.entries(logs).map(([name, value]) => [`val_${name}`, value]));
  }
}

function clipOf({ clipNorm, clipValue }: FitOptions): ClipConfig | undefined {
  if (clipNorm !== undefined && clipValue !== undefined) {
    throw new TypeError("Cannot clip the gradient twice: expected clipNorm or clipValue, got both");
  }
  if (clipNorm !== undefined) {
    requirePositive("clipNorm", clipNorm);
    return { by: "globalNorm", limit: clipNorm };
  }
  if (clipValue === undefined) return undefined;
  requirePositive("clipValue", clipValue);
  return { by: "value", limit: clipValue };
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}
