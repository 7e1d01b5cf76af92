/**
 * How `fit` trains.
 *
 * @module
 */
import type { BackendName } from "../engine/backend.ts";
import type { Logs, TrainEvent } from "../events.ts";
import type { Direction } from "../model/direction.ts";
import type { OptimizerInit } from "../optimizer/optimizer.ts";
import type { PlateauConfig } from "../optimizer/plateau.ts";
import type { ScheduleConfig } from "../optimizer/schedule.ts";
import type { PoolOptions } from "../parallel/pool.ts";
import type { FitCallback } from "./callbacks.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { EarlyStoppingConfig } from "./early_stopping.ts";
import type { ValidationData } from "./sample_values.ts";
import type { ClassWeights, PerOutput, SampleWeights } from "./sample_weights.ts";

/** When a model is kept: Keras's ModelCheckpoint with `save_best_only`. */
export interface KeepBestConfig {
  /** Name of the value that is watched. @default "val_loss" */
  readonly monitor?: string;
  /** Whether smaller or larger is better. @default what {@linkcode directionOf} says of the value's name */
  readonly mode?: Direction;
  /** Is called and waited for after every epoch that is the best so far; the model holds its weights. */
  save(epoch: number, logs: Logs): void | Promise<void>;
}

/** How {@linkcode fit} trains on a stream of batches. */
export interface StreamFitOptions extends PoolOptions {
  /** The epoch after which training ends, counted from 1. @default 1 */
  readonly epochs?: number;
  /** The epoch to begin with, counted from 0. @default 0 */
  readonly initialEpoch?: number;
  /** Steps after which an epoch ends. @default all batches */
  readonly stepsPerEpoch?: number;
  /** Number of workers. @default one for each core */
  readonly workers?: number;
  /** Seed of the order of the samples and of everything drawn at random. @default 1 */
  readonly seed?: number;
  /** What computes the gradients. @default the one that tfjs is set to, by {@linkcode useBackend} for instance */
  readonly backend?: BackendName;
  /** The rule that moves the weights. @default the one that the model was compiled with */
  readonly optimizer?: OptimizerInit;
  /** How the rule's step size changes from step to step. @default it does not */
  readonly schedule?: ScheduleConfig;
  /** Lowers the step size when training no longer gets better; multiplies what the schedule gives. @default never */
  readonly reduceOnPlateau?: PlateauConfig;
  /** The largest norm of the gradient of all weights together. @default none */
  readonly clipNorm?: number;
  /** The largest size of each value of the gradient. @default none */
  readonly clipValue?: number;
  /** Evaluated after every epoch, on all workers. @default none */
  readonly validationData?: ValidationData;
  /** What the loss of each class is multiplied by. @default 1 */
  readonly classWeight?: PerOutput<ClassWeights>;
  /** Ends training when it no longer gets better. @default never */
  readonly earlyStopping?: EarlyStoppingConfig;
  /** Is given every model that is the best so far. @default nobody */
  readonly keepBest?: KeepBestConfig;
  /** End with a {@linkcode DivergenceError} when the loss is not a finite number. @default true */
  readonly terminateOnNaN?: boolean;
  /** Is given, after every epoch, what training can go on from. @default nobody */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void | Promise<void>;
  /** Goes on from there: the result is that of training that was never interrupted. @default from the model's weights */
  readonly resume?: Checkpoint | undefined;
  /** The hooks of `model.fit`. @default none */
  readonly callbacks?: FitCallback | readonly FitCallback[];
  /** Is told what happens. @default nobody */
  readonly onEvent?: (event: TrainEvent) => void;
  /** Stops training at the end of the step that is under way. @default none */
  readonly signal?: AbortSignal;
}

/** How {@linkcode fit} trains. */
export interface FitOptions extends StreamFitOptions {
  /** Samples in a step, over all workers; `full` takes the whole set. @default 32, or the whole set if it is smaller */
  readonly batchSize?: number | "full";
  /** Visit the samples in a new order in every epoch. @default true */
  readonly shuffle?: boolean;
  /** Share of the samples that validates, the last ones; for want of `validationData`. @default 0 */
  readonly validationSplit?: number;
  /** What the loss of each sample is multiplied by. @default 1 */
  readonly sampleWeight?: PerOutput<SampleWeights>;
}
