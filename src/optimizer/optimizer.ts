/**
 * The interface of every optimizer: a pure rule on plain slices of the flat parameter vector. It knows nothing of
 * tensors, workers or shared memory, so a rank can apply it to its own slice alone.
 *
 * @module
 */
import type { Vectors } from "../engine/vectors/vectors.ts";
import { completeOptimizer } from "./complete.ts";
import { adadelta, type AdadeltaConfig } from "./adadelta.ts";
import { adagrad, type AdagradConfig } from "./adagrad.ts";
import { adam, type AdamConfig, adamw, type AdamwConfig, vectorAdam } from "./adam.ts";
import { adamax, type AdamaxConfig } from "./adamax.ts";
import { momentum, type MomentumConfig, type NesterovConfig } from "./momentum.ts";
import { rmsprop, type RmspropConfig } from "./rmsprop.ts";
import { sgd, type SgdConfig } from "./sgd.ts";

/** One version of a slice: its parameters, and the optimizer's slots beside them. */
export interface Slice {
  /** Parameters. Shape: `[n]`. */
  readonly parameters: Float32Array;
  /** The optimizer's memory, an array of shape `[n]` for each of `Optimizer.slots`. */
  readonly slots: readonly Float32Array[];
}

/** What one update reads and writes. */
export interface Update {
  /** Number of this update, counted from 1. */
  readonly step: number;
  /** Step size of this update, 0 or more. */
  readonly learningRate: number;
  /** Gradient of the batch's mean loss. Shape: `[n]`. */
  readonly gradient: Float32Array;
  /** The version that is read. */
  readonly from: Slice;
  /** The version that is written; it does not overlap `from`. */
  readonly to: Slice;
}

/** A rule that turns a gradient into new parameters. */
export interface Optimizer {
  /** The values that the rule remembers for each parameter, each given by what it starts from. */
  readonly slots: readonly number[];
  /** Writes `to` from `from` and the gradient. */
  update(update: Update): void;
}

/** A rule by name, with all of its constants: what is sent to the workers. */
export type OptimizerConfig =
  | SgdConfig
  | MomentumConfig
  | NesterovConfig
  | AdagradConfig
  | AdadeltaConfig
  | RmspropConfig
  | AdamConfig
  | AdamwConfig
  | AdamaxConfig;

/** A rule by name, with some of its constants or none: the others are those of {@linkcode DEFAULT_OPTIMIZERS}. */
export type OptimizerInit = {
  readonly [Name in OptimizerName]:
    & { readonly name: Name }
    & {
      readonly [Key in keyof Omit<Extract<OptimizerConfig, { readonly name: Name }>, "name">]?:
        | Extract<OptimizerConfig, { readonly name: Name }>[Key]
        | undefined;
    };
}[OptimizerName];

/** Name of a rule. */
export type OptimizerName = OptimizerConfig["name"];

/**
 * Makes the rule that a configuration names.
 *
 * @param init Name and constants of the rule.
 * @param vectors SIMD arithmetic on the memory in which every slice lies, for the rules that have it. @default none
 * @returns The rule.
 * @throws {RangeError} If a constant is out of range.
 * @throws {TypeError} If the rule has no constant of a name that is given.
 */
export function createOptimizer(init: OptimizerInit, vectors?: Vectors): Optimizer {
  const config = completeOptimizer(init);
  switch (config.name) {
    case "sgd":
      return sgd();
    case "momentum":
    case "nesterov":
      return momentum(config);
    case "adagrad":
      return adagrad(config);
    case "adadelta":
      return adadelta(config);
    case "rmsprop":
      return rmsprop(config);
    case "adam":
      return vectors ? vectorAdam(config, vectors) : adam(config);
    case "adamw":
      return adamw(config);
    case "adamax":
      return adamax(config);
  }
}
