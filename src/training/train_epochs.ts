/**
 * The loop over epochs and steps.
 *
 * @module
 */
import { completeAugment } from "../dataset/augment.ts";
import type { SampleSet } from "../dataset/sample_set.ts";
import { BACKENDS, currentBackend } from "../engine/backend.ts";
import type { Logs } from "../events.ts";
import { sampleShapes } from "../model/batch.ts";
import { KeptSamples } from "../model/kept.ts";
import { requireComparable } from "../model/own_functions.ts";
import { comparedOutputs, type Recipe } from "../model/recipe.ts";
import { addSums, createTally } from "../model/tally.ts";
import type { LayersModel } from "../model/topology.ts";
import type { ClipConfig } from "../optimizer/clip.ts";
import { completeOptimizer } from "../optimizer/complete.ts";
import { createSchedule } from "../optimizer/schedule.ts";
import { DataParallel, type StepResult } from "../parallel/data_parallel.ts";
import type { Batch } from "../parallel/protocol.ts";
import type { Batches, BatchSource } from "./batch_source.ts";
import { Callbacks } from "./callbacks.ts";
import { DivergenceError } from "./divergence_error.ts";
import { EpochRules } from "./epoch_rules.ts";
import type { FitOptions } from "./fit_options.ts";
import { addEpoch, emptyHistory, type History, renamer } from "./history.ts";
import { optimizerOf } from "./optimizer_of.ts";
import { chooseWorkers } from "./worker_count.ts";

/** What is trained, and on what. */
export interface TrainingJob {
  readonly model: LayersModel;
  readonly recipe: Recipe;
  readonly source: BatchSource;
  readonly validation: SampleSet | undefined;
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
    workers: wanted = "auto",
    seed = 1,
    shuffle = true,
    backend = currentBackend(),
    schedule = { name: "constant" },
    terminateOnNaN = true,
    onEvent = () => {},
    signal,
  } = options;
  if (!BACKENDS.includes(backend)) {
    throw new RangeError(
      `Cannot train on backend "${backend}": expected one of ${BACKENDS.join(", ")}`,
    );
  }
  const clip = clipOf(options);
  const augment = options.augment && completeAugment(options.augment);
  const optimizer = completeOptimizer(options.optimizer ?? optimizerOf(model));
  const rate = createSchedule(schedule, optimizer.learningRate);
  const outputs = comparedOutputs(model);
  const shapes = sampleShapes(model, source.samples).outputs;
  requireComparable(outputs, shapes, source.samples, validation);
  const tally = createTally(outputs, shapes);
  const validated = validation ? tally.names.map((name) => `val_${name}`) : [];
  const names = [...tally.names, ...validated];
  const rules = new EpochRules(options, names, model, resume?.rules);
  const callbacks = new Callbacks(options.callbacks);
  const theirNames = renamer(model, tally.leaders);
  signal?.throwIfAborted();

  const began = performance.now();
  const trained = {
    model,
    samples: source.samples,
    replica: { seed, backend, recipe, optimizer, clip, augment, eager: options.eager },
  };
  const { workers, reason } = wanted === "auto"
    ? await chooseWorkers(
      { ...trained, batchSize: source.firstSize },
      navigator.hardwareConcurrency,
    )
    : { workers: wanted, reason: undefined };
  using parallel = await DataParallel.start({
    ...options,
    ...trained,
    workers,
    validation,
    kept: tally.kept,
    snapshot: resume?.snapshot,
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
  if (reason !== undefined) {
    const who = workers === 0 ? "this thread trains" : `${workers} workers train`;
    onEvent({ type: "detail", message: `${who}: ${reason}` });
  }
  await callbacks.trainBegin(model, {
    epochs,
    initialEpoch,
    ...known,
    ...(source.batchSize === undefined ? {} : { batchSize: source.batchSize }),
    doValidation: validation !== undefined,
    verbose: 0,
    metrics: Object.keys(theirNames(Object.fromEntries(names.map((name) => [name, 0])))),
  });
  model.stopTraining = false;
  const history = emptyHistory();
  const kept = new KeptSamples(tally.kept);
  let done = initialEpoch;
  let toldObstacle = false;
  const toldKernels = new Set<string>();
  let made = resume?.snapshot.steps ?? initialEpoch * (source.steps ?? 0);

  for (let epoch = initialEpoch; epoch < epochs && !rules.stopped; epoch++) {
    const ahead = await source.epoch();
    if (!ahead) {
      warn(epoch, 0);
      break;
    }
    await callbacks.epochBegin(epoch);
    const epochBegan = performance.now();
    parallel.beginEpoch(epoch, shuffle);
    const sums: number[] = [];
    kept.clear();
    let seen = 0;
    let step = 0;
    for await (const result of results(ahead, epoch)) {
      addSums(sums, result.sums);
      kept.add(result.kept, result.samples);
      seen += result.samples;
      tellObstacle(result.obstacle);
      tellCpuKernels(result.cpuKernels);
      const [loss = NaN] = result.sums;
      if (terminateOnNaN && !Number.isFinite(loss)) throw new DivergenceError(epoch, step, loss);
      const logs = tally.logs(sums, seen);
      onEvent({ type: "step", epoch, step, seen, logs, seconds: secondsSince(epochBegan) });
      if (callbacks.perStep) {
        parallel.copyWeightsTo(model);
        const own = theirNames(tally.logs(result.sums, result.samples, result.kept));
        await callbacks.batchEnd(epoch, step, result.samples, own);
      }
      step++;
      if (!signal?.aborted && !model.stopTraining) continue;
      if (callbacks.perStep) break;
      // Steps that are under way are still told of.
      parallel.stop();
    }
    const seconds = secondsSince(epochBegan);
    parallel.copyWeightsTo(model);
    signal?.throwIfAborted();
    // As in tfjs, an epoch that a callback cuts short is not validated; so no rule looks at it.
    const cut = model.stopTraining && step < (source.steps ?? Infinity);
    const logs = { ...tally.logs(sums, seen, kept.all), ...cut ? {} : await validationLogs() };
    addEpoch(history, epoch, theirNames(logs));
    onEvent({ type: "epoch", epoch, logs, seconds, samplesPerSecond: seen / seconds });
    if (!cut) await rules.look(epoch, logs);
    if (options.onCheckpoint) {
      const snapshot = parallel.snapshot();
      await options.onCheckpoint({ epochs: epoch + 1, snapshot, rules: rules.state });
    }
    await callbacks.epochEnd(epoch, theirNames(logs));
    done = epoch + 1;
    if (model.stopTraining) break;
    if (step < (source.steps ?? 0)) {
      warn(epoch, step);
      break;
    }
  }
  rules.finish();
  onEvent({ type: "train-end", epochs: done, seconds: secondsSince(began) });
  await callbacks.trainEnd();
  return history;

  function tellObstacle(obstacle: string | undefined): void {
    if (obstacle === undefined || toldObstacle) return;
    toldObstacle = true;
    onEvent({ type: "detail", message: `tfjs computes every step anew: ${obstacle}` });
  }

  function tellCpuKernels(kernels: readonly string[]): void {
    const unheard = kernels.filter((kernel) => !toldKernels.has(kernel));
    if (unheard.length === 0) return;
    for (const kernel of unheard) toldKernels.add(kernel);
    const names = [...new Set(unheard)].join(", ");
    onEvent({
      type: "detail",
      message: `tfjs's cpu kernels compute on copies what "${backend}" lacks: ${names}`,
    });
  }

  /** As tfjs does, training that runs out of batches ends with those that there were. */
  function warn(epoch: number, step: number): void {
    const message =
      `The stream ended after step ${step} of ${source.steps} in epoch ${epoch + 1} ` +
      `of ${epochs}: training ends there`;
    onEvent({ type: "warning", message });
  }

  async function* withRates(batches: Batches, epoch: number): AsyncGenerator<Batch> {
    for await (const batch of batches) {
      yield { ...batch, epoch, learningRate: rules.rateShare * rate(made++) };
    }
  }

  /** The steps of an epoch: each sent while the one before runs, unless somebody wants to look in between. */
  async function* results(batches: Batches, epoch: number): AsyncGenerator<StepResult> {
    if (!callbacks.perStep) return yield* parallel.steps(withRates(batches, epoch));
    let step = 0;
    for await (const batch of withRates(batches, epoch)) {
      await callbacks.batchBegin(step++, batch.end - batch.start);
      yield await parallel.step(batch);
    }
  }

  async function validationLogs(): Promise<Logs> {
    if (!validation) return {};
    const { sums, kept } = await parallel.evaluate();
    const logs = tally.logs(sums, validation.size, kept);
    return Object.fromEntries(Object.entries(logs).map(([name, value]) => [`val_${name}`, value]));
  }
}

function clipOf({ clipNorm, clipValue }: FitOptions): ClipConfig | undefined {
  if (clipNorm !== undefined && clipValue !== undefined) {
    throw new TypeError("Cannot clip the gradient twice: expected clipNorm or clipValue, got both");
  }
  if (clipNorm !== undefined) return { by: "globalNorm", limit: clipNorm };
  return clipValue === undefined ? undefined : { by: "value", limit: clipValue };
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}
