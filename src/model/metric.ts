/**
 * What a metric is: a sum over samples and a function of the sum, or of all samples.
 *
 * @module
 */
import type { ShapedArray } from "../arrays/shaped.ts";
import type { LossName } from "./losses.ts";

/** What a metric needs to know of the model. */
export interface MetricContext {
  /** Shape of the outputs of one sample. */
  readonly outputShape: readonly number[];
  /** The loss that the model is trained with. @default one of one's own */
  readonly loss?: LossName | undefined;
  /** Names of the classes, for results of each class. @default their numbers */
  readonly classNames?: readonly string[];
}

/** A sum over samples, and what follows from it. */
export interface Metric {
  /** Names of the results. */
  readonly names: readonly string[];
  /** Whether the result follows from all targets and outputs, which are kept for it. @default false */
  readonly whole?: boolean;
  /** Whether it is the same in every unit of targets and outputs. @default false */
  readonly unitless?: boolean;
  /** Number of sums. */
  readonly totals: number;
  /**
   * Sums over the samples of some targets and outputs, which are added to those of the other shards. Shapes:
   * `[samples, ...output]`; targets that are class numbers lack the last axis, or have 1 there.
   */
  accumulate(targets: ShapedArray, outputs: ShapedArray): number[];
  /**
   * The results, from the sums over all samples and their number, 1 or more. A metric that is `whole` is given the
   * targets and outputs of all samples, in any order.
   */
  result(
    sums: readonly number[],
    samples: number,
    targets?: ShapedArray,
    outputs?: ShapedArray,
  ): Record<string, number>;
}
