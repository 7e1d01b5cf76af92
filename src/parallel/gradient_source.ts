/**
 * What computes a rank's part of a gradient. The rank knows nothing of how: waiting, summing and updating are its own.
 *
 * @module
 */
import type { SampleSet } from "../dataset/sample_set.ts";
import type { WriteInputs } from "../model/batch.ts";
import type { KeptPlace } from "../model/kept.ts";
import type { Row, Version } from "./arena.ts";

/** A rank's part of a batch: one sample or more. */
export interface Shard {
  /** What the samples are taken from. */
  readonly samples: SampleSet;
  /** Which of them, in their order. */
  readonly numbers: ArrayLike<number>;
  /** Their share of the batch, above 0 and at most 1. */
  readonly share: number;
  /** Gives the next number in [0, 1), for what is drawn at random. */
  readonly random: () => number;
  /** Writes their inputs where they are read, augmented. @default they are as they are */
  readonly write?: WriteInputs | undefined;
  /** Where its targets and predictions are kept. @default nowhere */
  readonly keep?: KeptPlace | undefined;
}

/** Computes gradients and evaluations, always from weights that are given. */
export interface GradientSource {
  /**
   * Computes the gradient of a shard's mean loss.
   *
   * @param version The weights.
   * @param shard The shard.
   * @param into Is overwritten with the gradient and the new state, both times the shard's share.
   * @returns Sums of loss and metrics over the shard, as the tally takes them.
   */
  gradient(version: Version, shard: Shard, into: Row): number[];

  /**
   * Evaluates samples.
   *
   * @param version The weights.
   * @param samples The samples; there may be none.
   * @param keep Where their targets and predictions are kept. @default nowhere
   * @returns Sums of loss and metrics over them, as the tally takes them.
   */
  evaluate(version: Version, samples: SampleSet, keep?: KeptPlace): number[];

  /** Number of tensors that are alive in this thread: it must not grow from step to step. */
  tensors(): number;

  /** Why it does not replay steps as they were recorded; nothing if it does, or may yet. */
  obstacle(): string | undefined;

  /** The kernels that the cpu backend has computed in place of another, each once; nothing if there are no new ones. */
  cpuKernels(): readonly string[] | undefined;

  /** Gives back what it holds. */
  dispose(): void;
}
