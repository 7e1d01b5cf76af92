/**
 * What the coordinator says to a rank, and what it hears: plain data and shared memory.
 *
 * @module
 */
import type { Strength } from "../dataset/augment.ts";
import type { SampleSet } from "../dataset/sample_set.ts";
import type { BackendName } from "../engine/backend.ts";
import type { Kept } from "../model/kept.ts";
import type { Recipe } from "../model/recipe.ts";
import type { ClipConfig } from "../optimizer/clip.ts";
import type { OptimizerConfig } from "../optimizer/config.ts";
import type { Arena } from "./arena.ts";
import type { LocalPlace, WorldPlace } from "./place.ts";

/** What a rank is made from. */
export interface RankConfig {
  /** Its place in this process: which row it writes, and which slice of the parameters it owns. */
  readonly local: LocalPlace;
  /** Its place in the world: which shard of a batch it takes, and what it draws. */
  readonly world: WorldPlace;
  readonly seed: number;
  readonly backend: BackendName;
  readonly recipe: Recipe;
  readonly optimizer: OptimizerConfig;
  /** Bounds on the gradient of the whole batch. @default none */
  readonly clip?: ClipConfig | undefined;
  /** How far the images of a step are distorted. @default they are as they are */
  readonly augment?: Strength | undefined;
  /** Whether tfjs is to compute every step anew, in place of steps that are recorded once. @default false */
  readonly eager?: boolean | undefined;
  readonly arena: Arena;
}

/** What a step is made on: a range of an epoch's order, or samples of its own. */
export interface Batch {
  readonly epoch: number;
  /** The batch is `order[start]` to `order[end - 1]`; with samples of its own, those are counted from `start`. */
  readonly start: number;
  readonly end: number;
  /** Step size of the update. @default the optimizer's own */
  readonly learningRate?: number;
  /** The samples of the batch itself, in their order. @default those of the epoch's order */
  readonly samples?: SampleSet;
}

/** A batch and its number. */
export interface Step extends Batch {
  /** Number of the step, counted from 1 over the whole run: it reads version `number - 1`, and writes `number`. */
  readonly number: number;
  /** Where the ranks keep targets and predictions of the batch, each in its place. @default nowhere */
  readonly kept?: readonly Kept[];
}

/** What a rank tells the coordinator. */
export interface Answer {
  /** Sums over the rank's samples, as the tally of the recipe takes them. */
  readonly totals: readonly number[];
  /** Number of tensors that are alive afterwards. */
  readonly tensors: number;
  /** Why steps are not replayed, where they are not. */
  readonly obstacle?: string | undefined;
  /** Kernels that the cpu backend has computed in place of another, where there are new ones. */
  readonly cpuKernels?: readonly string[] | undefined;
}

/** A rank, wherever it computes. */
export interface Rank {
  /** Starts the backend and builds the model. */
  init(config: RankConfig): Promise<void>;

  /**
   * The first half of a step: waits until every rank has finished the step before, writes the gradient of the rank's
   * shard into its row, waits until every rank has done so, and sums the rows over the rank's slice.
   *
   * @returns Loss and metrics of the rank's shard, before the update.
   */
  sum(step: Step): Promise<Answer>;

  /** The second half: writes the next version of the rank's slice from the sum, which others may have changed since. */
  update(step: Step): Promise<void>;

  /**
   * Both halves of one step after another, for ranks that wait for nobody else. Once the arena says that training is to
   * stop, the ranks agree on the last step to be made.
   *
   * @returns An answer for each step that was made.
   */
  steps(steps: readonly Step[]): Promise<Answer[]>;

  /**
   * Evaluates the rank's shard of the validation samples.
   *
   * @param steps Number of steps that were made: which version of the weights is evaluated.
   * @param kept Where the ranks keep targets and predictions, each in its place. @default nowhere
   * @returns Loss and metrics of the shard.
   */
  evaluate(steps: number, kept?: readonly Kept[]): Promise<Answer>;
}
