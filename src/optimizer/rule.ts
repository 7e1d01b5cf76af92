/**
 * What every rule is: a pure function on plain slices of the flat parameter vector. It knows nothing of tensors, workers
 * or shared memory, so a rank can apply it to its own slice alone.
 *
 * @module
 */

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
