/**
 * Adamax: Adam with the largest gradient in place of the mean square.
 *
 * @module
 */
import { slotOf } from "./_slot.ts";
import type { Optimizer } from "./rule.ts";

/** Constants of {@linkcode adamax}. */
export interface AdamaxConfig {
  /** Which rule this is. */
  readonly name: "adamax";
  /** Base step size, 0 or more. */
  readonly learningRate: number;
  /** Decay of the mean of the gradient, in [0, 1). */
  readonly beta1: number;
  /** Decay of its largest size, in [0, 1). */
  readonly beta2: number;
  /** Added to the largest size, above 0. */
  readonly epsilon: number;
  /** Decay of the rate: update `t`, from 1, uses `lr / (1 + decay·(t−1))`. 0 or more. */
  readonly decay: number;
}

/**
 * Adamax, Algorithm 2 of Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015), as tf.train.adamax
 * computes it: `m ← β1·m + (1−β1)·g`, `u ← max(β2·u, |g|)`, `w ← w − lr/(1−β1ᵗ) · m / (u + ε)`.
 *
 * @param config The constants.
 * @returns A rule with two slots, `m` and `u`.
 */
export function adamax({ beta1, beta2, epsilon, decay }: AdamaxConfig): Optimizer {
  return {
    slots: [0, 0],
    update({ step, learningRate, gradient, from, to }): void {
      const m0 = slotOf(from, 0);
      const u0 = slotOf(from, 1);
      const m1 = slotOf(to, 0);
      const u1 = slotOf(to, 1);
      const w0 = from.parameters;
      const w1 = to.parameters;
      const rate = learningRate / (1 + decay * (step - 1)) / (1 - beta1 ** step);
      for (let i = 0; i < gradient.length; i++) {
        const g = gradient[i] ?? 0;
        const m = beta1 * (m0[i] ?? 0) + (1 - beta1) * g;
        const u = Math.max(beta2 * (u0[i] ?? 0), Math.abs(g));
        m1[i] = m;
        u1[i] = u;
        w1[i] = (w0[i] ?? 0) - rate * m / (u + epsilon);
      }
    },
  };
}
