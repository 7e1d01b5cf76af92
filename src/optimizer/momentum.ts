/**
 * Gradient descent with momentum, plain and as Nesterov looks ahead.
 *
 * @module
 */
import { slotOf } from "./_slot.ts";
import type { Optimizer } from "./rule.ts";

/** Constants of {@linkcode momentum}. */
export interface MomentumConfig {
  /** Which rule this is. */
  readonly name: "momentum";
  /** Base step size, 0 or more. */
  readonly learningRate: number;
  /** Share of the accumulated gradient that is kept, in [0, 1). */
  readonly momentum: number;
}

/** Constants of {@linkcode momentum} with a look ahead. */
export interface NesterovConfig {
  /** Which rule this is. */
  readonly name: "nesterov";
  /** Base step size, 0 or more. */
  readonly learningRate: number;
  /** Share of the accumulated gradient that is kept, in [0, 1). */
  readonly momentum: number;
}

/**
 * Momentum, as tf.train.momentum computes it: `a ← μ·a + g`, then `w ← w − lr·a` (Polyak, "Some methods of speeding up
 * the convergence of iteration methods", 1964) or, for `nesterov`, `w ← w − lr·(g + μ·a)` (Sutskever, Martens, Dahl and
 * Hinton, "On the importance of initialization and momentum in deep learning", 2013). The rate scales the accumulated
 * gradient when it is used, so that a schedule acts on all of it at once.
 *
 * @param config The constants; the name says whether the rule looks ahead.
 * @returns A rule with one slot, `a`.
 */
export function momentum({ name, momentum: mu }: MomentumConfig | NesterovConfig): Optimizer {
  // w ← w − lr·(direct·g + carried·a) covers both.
  const direct = name === "nesterov" ? 1 : 0;
  const carried = name === "nesterov" ? mu : 1;
  return {
    slots: [0],
    update({ learningRate, gradient, from, to }): void {
      const a0 = slotOf(from, 0);
      const a1 = slotOf(to, 0);
      const w0 = from.parameters;
      const w1 = to.parameters;
      for (let i = 0; i < gradient.length; i++) {
        const g = gradient[i] ?? 0;
        const a = mu * (a0[i] ?? 0) + g;
        a1[i] = a;
        w1[i] = (w0[i] ?? 0) - learningRate * (direct * g + carried * a);
      }
    },
  };
}
