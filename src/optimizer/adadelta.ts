/**
 * Adadelta: steps in the units of the parameters, from running means of squares.
 *
 * @module
 */
import { slotOf } from "./_slot.ts";
import type { Optimizer } from "./rule.ts";

/** Constants of {@linkcode adadelta}. */
export interface AdadeltaConfig {
  /** Which rule this is. */
  readonly name: "adadelta";
  /** Base step size, 0 or more; the paper has none, which is 1. */
  readonly learningRate: number;
  /** Decay of both means of squares, in [0, 1). */
  readonly rho: number;
  /** Added to both means under the root, above 0. */
  readonly epsilon: number;
}

/**
 * Adadelta (Zeiler, "ADADELTA: An Adaptive Learning Rate Method", 2012), as tf.train.adadelta computes it:
 * `d = g · √(u + ε) / √(s + ε)`, `s ← ρ·s + (1−ρ)·g²`, `u ← ρ·u + (1−ρ)·d²`, `w ← w − lr·d`. The paper's Algorithm 1
 * divides by the mean square that has seen this gradient; tfjs, followed here, by the one before, so that the very
 * first step is `lr·g`.
 *
 * @param config The constants.
 * @returns A rule with two slots, `s` and `u`.
 */
export function adadelta({ rho, epsilon }: AdadeltaConfig): Optimizer {
  return {
    slots: [0, 0],
    update({ learningRate, gradient, from, to }): void {
      const s0 = slotOf(from, 0);
      const u0 = slotOf(from, 1);
      const s1 = slotOf(to, 0);
      const u1 = slotOf(to, 1);
      const w0 = from.parameters;
      const w1 = to.parameters;
      for (let i = 0; i < gradient.length; i++) {
        const g = gradient[i] ?? 0;
        const s = s0[i] ?? 0;
        const u = u0[i] ?? 0;
        const d = g * Math.sqrt((u + epsilon) / (s + epsilon));
        s1[i] = rho * s + (1 - rho) * g * g;
        u1[i] = rho * u + (1 - rho) * d * d;
        w1[i] = (w0[i] ?? 0) - learningRate * d;
      }
    },
  };
}
