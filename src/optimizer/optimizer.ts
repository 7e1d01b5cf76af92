/**
 * The interface of every optimizer: a pure rule on plain slices of the flat parameter vector. It knows nothing of
 * tensors, workers or shared memory, so a rank can apply it to its own slice alone.
 *
 * @module
 */
import type { Vectors } from "../engine/vectors/vectors.ts";
import { adam, type AdamConfig, vectorAdam } from "./adam.ts";
import { sgd, type SgdConfig } from "./sgd.ts";

/** One version of a slice: its parameters, and the optimizer's slots beside them. */
export interface Slice {
  /** Parameters. Shape: `[n]`. */
  readonly parameters: Float32Array;
  /** The optimizer's memory, `Optimizer.slots` arrays of shape `[n]`. */
  readonly slots: readonly Float32Array[];
}

/** What one update reads and writes. */
export interface Update {
  /** Number of this update, counted from 1. */
  readonly step: number;
  /** Gradient of the batch's mean loss. Shape: `[n]`. */
  readonly gradient: Float32Array;
  /** The version that is read. */
  readonly from: Slice;
  /** The version that is written; it does not overlap `from`. */
  readonly to: Slice;
}

/** A rule that turns a gradient into new parameters. */
export interface Optimizer {
  /** Number of values that the rule remembers for each parameter; they start at zero. */
  readonly slots: number;
  /** Writes `to` from `from` and the gradient. */
  update(update: Update): void;
}

/** A rule by name, with its constants: what is sent to the workers. */
export type OptimizerConfig = AdamConfig | SgdConfig;

/**
 * Makes the rule that a configuration names.
 *
 * @param config Name and constants of the rule.
 * @param vectors SIMD arithmetic on the memory in which every slice lies, for the rules that have it. @default none
 * @returns The rule.
 */
export function createOptimizer(config: OptimizerConfig, vectors?: Vectors): Optimizer {
  switch (config.name) {
    case "adam":
      return vectors ? vectorAdam(config, vectors) : adam(config);
    case "sgd":
      return sgd(config);
  }
}
