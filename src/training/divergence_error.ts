/**
 * The error of training that cannot go on.
 *
 * @module
 */

/** The loss is no longer a finite number: every weight that follows from it would be lost. */
export class DivergenceError extends Error {
  /** Epoch of the step, counted from 0. */
  readonly epoch: number;
  /** The step, counted from 0 in its epoch. */
  readonly step: number;

  /**
   * Tells where training diverged.
   *
   * @param epoch Epoch of the step, counted from 0.
   * @param step The step, counted from 0 in its epoch.
   * @param loss The loss.
   */
  constructor(epoch: number, step: number, loss: number) {
    super(
      `Cannot train on: the loss is ${loss} in epoch ${epoch + 1}, step ${step + 1}; ` +
        "use a lower learning rate, or clip the gradient",
    );
    this.name = "DivergenceError";
    this.epoch = epoch;
    this.step = step;
  }
}
