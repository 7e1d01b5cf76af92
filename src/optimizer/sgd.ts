/**
 * Stochastic gradient descent.
 *
 * @module
 */
import type { Optimizer } from "./optimizer.ts";

/** Constants of {@linkcode sgd}. */
export interface SgdConfig {
  readonly name: "sgd";
  /** Step size, above 0. */
  readonly learningRate: number;
}

/**
 * Stochastic gradient descent: `w ← w − lr·g`.
 *
 * @param config The constants.
 * @returns A rule without slots.
 */
export function sgd({ learningRate }: SgdConfig): Optimizer {
  return {
    slots: 0,
    update({ gradient, from, to }): void {
      for (let i = 0; i < gradient.length; i++) {
        to.parameters[i] = (from.parameters[i] ?? 0) - learningRate * (gradient[i] ?? 0);
      }
    },
  };
}
