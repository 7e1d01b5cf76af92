/**
 * Stochastic gradient descent.
 *
 * @module
 */
import type { Optimizer } from "./rule.ts";

/** Constants of {@linkcode sgd}. */
export interface SgdConfig {
  /** Which rule this is. */
  readonly name: "sgd";
  /** Base step size, 0 or more. */
  readonly learningRate: number;
}

/**
 * Stochastic gradient descent: `w ← w − lr·g` (Robbins and Monro, "A Stochastic Approximation Method", 1951).
 *
 * @returns A rule without slots.
 */
export function sgd(): Optimizer {
  return {
    slots: [],
    update({ learningRate, gradient, from, to }): void {
      const w0 = from.parameters;
      const w1 = to.parameters;
      for (let i = 0; i < gradient.length; i++) {
        w1[i] = (w0[i] ?? 0) - learningRate * (gradient[i] ?? 0);
      }
    },
  };
}
