/**
 * What a metric is: a sum over samples and a function of the sum.
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
  /** Number of sums. */
  readonly totals: number;
  /**
   * Sums over the samples of some targets and outputs, which are added to those of the other shards. Shapes:
   * `[samples, ...output]`; targets that are class numbers lack the last axis, or have 1 there.
   */
  accumulate(targets: ShapedArray, outputs: ShapedArray): number[];
  /** The results, from the sums over all samples and their number, 1 or more. */
  result(sums: readonly number[], samples: number): Record<string, number>;
}
