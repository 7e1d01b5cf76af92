/**
 * Adagrad: a rate for each parameter that shrinks with every gradient it has seen.
 *
 * @module
 */
import { slotOf } from "./_slot.ts";
import type { Optimizer } from "./rule.ts";

/** Constants of {@linkcode adagrad}. */
export interface AdagradConfig {
  /** Which rule this is. */
  readonly name: "adagrad";
  /** Base step size, 0 or more. */
  readonly learningRate: number;
  /** What the sum of squares starts from, 0 or more. */
  readonly initialAccumulator: number;
}

/** What tfjs adds to the sum of squares: the epsilon of its backends. */
const EPSILON = 1e-7;

/**
 * Adagrad (Duchi, Hazan and Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization",
 * 2011), as tf.train.adagrad computes it: `s ← s + g²`, `w ← w − lr · g / √(s + 10⁻⁷)`.
 *
 * @param config The constants.
 * @returns A rule with one slot, `s`.
 */
export function adagrad({ initialAccumulator }: AdagradConfig): Optimizer {
  return {
    slots: [initialAccumulator],
    update({ learningRate, gradient, from, to }): void {
      const s0 = slotOf(from, 0);
      const s1 = slotOf(to, 0);
      const w0 = from.parameters;
      const w1 = to.parameters;
      for (let i = 0; i < gradient.length; i++) {
        const g = gradient[i] ?? 0;
        const s = (s0[i] ?? 0) + g * g;
        s1[i] = s;
        w1[i] = (w0[i] ?? 0) - learningRate * g / Math.sqrt(s + EPSILON);
      }
    },
  };
}
