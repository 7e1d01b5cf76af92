/**
 * From a configuration to what a model is built from, and the options of `fit`.
 *
 * @module
 */
import type { Blueprint } from "../src/config/architectures.ts";
import type { RunConfig } from "../src/config/run_config.ts";
import type { Dataset } from "../src/dataset/dataset.ts";
import type { Task } from "../src/dataset/task.ts";
import { defaultsOf } from "../src/model/task_defaults.ts";
import type { DecaySchedule, ScheduleConfig } from "../src/optimizer/schedule.ts";
import type { FitOptions } from "../src/training/fit_options.ts";

/**
 * What a model that is built by name is to be built from.
 *
 * @param config The configuration.
 * @param dataset What the model is for.
 * @param task What it is to learn.
 * @returns Its choices and sizes.
 */
export function blueprintOf(config: RunConfig, { inputs }: Dataset, task: Task): Blueprint {
  const { filters, convolutions, kernelSize, hidden, activation, outputActivation, initializer } =
    config;
  const { dropout, batchNorm, l1, l2, loss, metrics, seed } = config;
  return {
    filters,
    convolutions,
    kernelSize,
    hidden,
    activation,
    outputActivation,
    initializer,
    dropout,
    batchNorm,
    l1,
    l2,
    loss,
    metrics,
    seed,
    inputShape: inputs.shape,
    outputSize: defaultsOf(task).outputSize,
    learningRate: config.optimizer.learningRate,
  };
}

/**
 * How `fit` is to train.
 *
 * @param config The configuration.
 * @param samples Number of training samples.
 * @returns The options, but for those that belong to one run alone.
 */
export function fitOptions(config: RunConfig, samples: number): FitOptions {
  const { augment, monitor, clipNorm, clipValue, classWeight, earlyStopping, reduceOnPlateau } =
    config;
  const batchSize = config.batchSize === "full" ? samples : config.batchSize;
  const steps = config.epochs * Math.ceil(samples / batchSize);
  return {
    epochs: config.epochs,
    batchSize,
    workers: config.workers,
    seed: config.seed,
    backend: config.backend,
    optimizer: config.optimizer,
    schedule: scheduleOf(config, steps),
    ...(augment === null ? {} : { augment }),
    ...(clipNorm === null ? {} : { clipNorm }),
    ...(clipValue === null ? {} : { clipValue }),
    ...(classWeight === null ? {} : { classWeight }),
    ...(reduceOnPlateau === null ? {} : { reduceOnPlateau: { ...reduceOnPlateau, monitor } }),
    ...(earlyStopping === null ? {} : { earlyStopping: stoppingOf(earlyStopping, monitor) }),
  };
}

function stoppingOf(
  { restoreBest, baseline, ...rest }: NonNullable<RunConfig["earlyStopping"]>,
  monitor: string,
): NonNullable<FitOptions["earlyStopping"]> {
  return {
    ...rest,
    monitor,
    restoreBestWeights: restoreBest,
    ...(baseline === null ? {} : { baseline }),
  };
}

function scheduleOf({ schedule, warmupSteps }: RunConfig, steps: number): ScheduleConfig {
  const rest = Math.max(1, steps - warmupSteps);
  const then: DecaySchedule = "decaySteps" in schedule
    ? { ...schedule, decaySteps: schedule.decaySteps ?? rest }
    : schedule;
  return warmupSteps === 0 ? then : { name: "warmup", steps: warmupSteps, then };
}
