/**
 * How `fit` trains.
 *
 * @module
 */
import { BOUNDS, requireBounds } from "../bounds.ts";
import { type AugmentConfig, completeAugment } from "../dataset/augment.ts";
import type { BackendName } from "../engine/backend.ts";
import type { TrainEvent } from "../events.ts";
import { type OptionNames, refuseUnknown, withoutUndefined } from "../options.ts";
import type { OptimizerInit } from "../optimizer/config.ts";
import type { ScheduleConfig } from "../optimizer/schedule.ts";
import type { PoolOptions } from "../parallel/pool.ts";
import type { FitCallback } from "./callbacks.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { KeepBestConfig, RuleOptions } from "./epoch_rules.ts";
import type { ClassWeights, PerOutput, SampleWeights, ValidationData } from "./values.ts";

/** How {@linkcode fit} trains on a stream of batches. */
export interface StreamFitOptions extends PoolOptions, RuleOptions {
  /** The epoch after which training ends, counted from 1. @default 1 */
  readonly epochs?: number;
  /** The epoch to begin with, counted from 0. @default 0 */
  readonly initialEpoch?: number;
  /** Steps after which an epoch ends. @default all batches */
  readonly stepsPerEpoch?: number;
  /** The same, as `model.fitDataset` names it. @default stepsPerEpoch */
  readonly batchesPerEpoch?: number;
  /**
   * Number of workers; `auto` takes one for each core, or for a small model none: then this thread trains.
   *
   * @default "auto"
   */
  readonly workers?: number | "auto";
  /** Seed of the order of the samples and of everything drawn at random. @default 1 */
  readonly seed?: number;
  /** What computes the gradients. @default the one that tfjs is set to, by {@linkcode useBackend} for instance */
  readonly backend?: BackendName;
  /**
   * What defines the layers, losses and metrics of one's own that the model has: URLs of modules, which each worker
   * imports. A module registers classes by `tf.serialization.registerClass` and exports losses and metrics, the same
   * functions that the model was compiled with. A relative URL depends on who imports it, so the text of one is refused.
   *
   * @default none
   *
   * @example
   * ```ts
   * import * as tf from "@tensorflow/tfjs";
   * import { fit, useBackend } from "tandem";
   * import { focalLoss, SelfAttention, wholeAccuracy } from "../../docs/examples/attention.ts";
   * import { assertEquals } from "@std/assert";
   *
   * await useBackend("cpu");
   * const input = tf.input({ shape: [5, 3] });
   * const outputs = new SelfAttention({ units: 4 }).apply(input) as tf.SymbolicTensor;
   * const model = tf.model({ inputs: input, outputs });
   * model.compile({ optimizer: "sgd", loss: focalLoss, metrics: [wholeAccuracy] });
   * const x = tf.ones([8, 5, 3]);
   * const { history } = await fit(model, x, x, {
   *   modules: [new URL("../../docs/examples/attention.ts", import.meta.url)],
   * });
   * assertEquals(Object.keys(history), ["loss", "wholeAccuracy"]);
   * ```
   */
  readonly modules?: readonly (URL | string)[];
  /** The rule that moves the weights. @default the one that the model was compiled with */
  readonly optimizer?: OptimizerInit;
  /** How the rule's step size changes from step to step. @default it does not */
  readonly schedule?: ScheduleConfig;
  /** The largest norm of the gradient of all weights together. @default none */
  readonly clipNorm?: number;
  /** The largest size of each value of the gradient. @default none */
  readonly clipValue?: number;
  /** Evaluated after every epoch, on all workers; a stream is read once, before training. @default none */
  readonly validationData?: ValidationData;
  /** Batches of a stream that validates. @default all */
  readonly validationBatches?: number;
  /** What the loss of each class is multiplied by. @default 1 */
  readonly classWeight?: PerOutput<ClassWeights>;
  /**
   * How far training images are distorted, in every epoch anew; what is left out has the values of
   * {@linkcode DEFAULT_AUGMENT}. Validation sees them as they are.
   *
   * @default not at all
   */
  readonly augment?: AugmentConfig | undefined;
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
  /**
   * Compute every step anew by tfjs. Otherwise the first steps are recorded, and the others replay them: faster, with the
   * same results.
   *
   * @default false
   */
  readonly eager?: boolean;
  /** Taken as `model.fit` takes it, without effect: training prints nothing. @default 0 */
  readonly verbose?: number | boolean;
  /** Taken as `model.fit` takes it, without effect: training keeps nobody waiting. @default "auto" */
  readonly yieldEvery?: string | number;
  /** Taken as `model.fitDataset` takes it, without effect: results do not depend on it. @default 1000 */
  readonly validationBatchSize?: number;
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

const NAMES: OptionNames<FitOptions> = {
  timeout: true,
  startTimeout: true,
  workerUrl: true,
  epochs: true,
  initialEpoch: true,
  stepsPerEpoch: true,
  batchesPerEpoch: true,
  workers: true,
  seed: true,
  backend: true,
  modules: true,
  optimizer: true,
  schedule: true,
  reduceOnPlateau: true,
  clipNorm: true,
  clipValue: true,
  validationData: true,
  validationBatches: true,
  classWeight: true,
  augment: true,
  earlyStopping: true,
  keepBest: true,
  terminateOnNaN: true,
  onCheckpoint: true,
  resume: true,
  callbacks: true,
  onEvent: true,
  signal: true,
  eager: true,
  verbose: true,
  yieldEvery: true,
  validationBatchSize: true,
  batchSize: true,
  shuffle: true,
  validationSplit: true,
  sampleWeight: true,
};

const KEEP_BEST_NAMES: OptionNames<KeepBestConfig> = { monitor: true, mode: true, save: true };

/**
 * Checks the names of options, and the numbers among them that need nothing else to be checked.
 *
 * @param options The options.
 * @throws {TypeError} If there is no option of a name, or two contradict each other.
 * @throws {RangeError} If a number is out of range.
 */
export function requireOptions(options: FitOptions): void {
  const action = "Cannot train with";
  refuseUnknown(action, options, NAMES);
  if (options.keepBest) {
    refuseUnknown("Cannot keep the best with", options.keepBest, KEEP_BEST_NAMES);
  }
  if (options.augment) completeAugment(options.augment);
  const { batchSize, workers, ...others } = withoutUndefined(options);
  const { epochs = 1, initialEpoch = 0, stepsPerEpoch, batchesPerEpoch = stepsPerEpoch } = others;
  const numbers = {
    ...others,
    ...(batchSize === "full" ? {} : { batchSize }),
    ...(workers === "auto" ? {} : { workers }),
  };
  requireBounds(action, withoutUndefined(numbers), { ...BOUNDS.training, ...BOUNDS.clip });
  if (!(initialEpoch <= epochs)) {
    throw new RangeError(
      `${action} initialEpoch ${initialEpoch}: expected a whole number, from 0 to ${epochs}`,
    );
  }
  if (stepsPerEpoch !== undefined && stepsPerEpoch !== batchesPerEpoch) {
    throw new TypeError(
      `${action} stepsPerEpoch ${stepsPerEpoch} and batchesPerEpoch ${batchesPerEpoch}: ` +
        "expected one of them",
    );
  }
}
