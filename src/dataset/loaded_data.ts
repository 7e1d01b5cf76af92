/**
 * Samples together with what is to be learnt of them, and what they went through: what every loader gives.
 *
 * @module
 */
import type { Dataset, DatasetSplits } from "./dataset.ts";
import type { Preprocessing } from "./preprocessing.ts";
import type { Task } from "./task.ts";

/** What a loader gives: samples for training and for the test, ready for `fit`. */
export interface LoadedData<Kind extends Preprocessing = Preprocessing> extends DatasetSplits {
  /** What a model is to learn of them. */
  readonly task: Task;
  /** What the inputs went through, learnt from the training samples alone. */
  readonly preprocessing: Kind;
}

/** What a loader gives that reads samples as those of a model that is there: nothing is learnt of them. */
export interface LoadedSamples {
  /** All samples, as the model knows its own. */
  readonly dataset: Dataset;
}

/** How samples are divided into those for training and those for the test. */
export interface DivideOptions {
  /** Share of the samples that is kept for the test. @default 0.2 */
  readonly testSplit?: number;
  /**
   * Share of the training samples that validates, the last ones, as `splitDataset` splits them off: they are kept out of
   * what is learnt from the training samples.
   *
   * @default 0
   */
  readonly validationSplit?: number;
  /** Seed of the order that the samples are put in before they are divided. @default 1 */
  readonly seed?: number;
}
