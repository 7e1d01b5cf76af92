/**
 * RMSProp: gradients divided by a running root of their mean square.
 *
 * @module
 */
import { slotOf } from "./_slot.ts";
import type { Optimizer, Update } from "./rule.ts";

/** Constants of {@linkcode rmsprop}. */
export interface RmspropConfig {
  /** Which rule this is. */
  readonly name: "rmsprop";
  /** Base step size, 0 or more. */
  readonly learningRate: number;
  /** Decay of the mean of the squared gradient, in [0, 1). */
  readonly decay: number;
  /** Share of the last change that is kept, in [0, 1). */
  readonly momentum: number;
  /** Added to the mean square under the root, above 0. */
  readonly epsilon: number;
  /** Divide by the deviation from the mean gradient instead, as Graves does. */
  readonly centered: boolean;
}

/**
 * RMSProp (Tieleman and Hinton, "Neural Networks for Machine Learning", lecture 6.5, 2012), as tf.train.rmsprop
 * computes it: `s ← ρ·s + (1−ρ)·g²`, `d ← μ·d + lr · g / √(s + ε)`, `w ← w − d`.
 *
 * Centered (Graves, "Generating Sequences With Recurrent Neural Networks", 2013, equations 38 to 41):
 * `n ← ρ·n + (1−ρ)·g` and `√(s − n² + ε)` in place of `√(s + ε)`. tfjs subtracts the ε there, which gives the root of
 * a negative number for every parameter whose gradient is zero; this rule adds it, as the paper and TensorFlow do.
 *
 * @param config The constants.
 * @returns A rule with the slots `s` and `d` and, centered, `n`.
 */
export function rmsprop(config: RmspropConfig): Optimizer {
  return config.centered
    ? { slots: [0, 0, 0], update: (update): void => updateCentered(config, update) }
    : { slots: [0, 0], update: (update): void => updatePlain(config, update) };
}

function updatePlain(
  { decay, momentum, epsilon }: RmspropConfig,
  { learningRate, gradient, from, to }: Update,
): void {
  const s0 = slotOf(from, 0);
  const d0 = slotOf(from, 1);
  const s1 = slotOf(to, 0);
  const d1 = slotOf(to, 1);
  const w0 = from.parameters;
  const w1 = to.parameters;
  for (let i = 0; i < gradient.length; i++) {
    const g = gradient[i] ?? 0;
    const s = decay * (s0[i] ?? 0) + (1 - decay) * g * g;
    const d = momentum * (d0[i] ?? 0) + learningRate * g / Math.sqrt(s + epsilon);
    s1[i] = s;
    d1[i] = d;
    w1[i] = (w0[i] ?? 0) - d;
  }
}

function updateCentered(
  { decay, momentum, epsilon }: RmspropConfig,
  { learningRate, gradient, from, to }: Update,
): void {
  const s0 = slotOf(from, 0);
  const d0 = slotOf(from, 1);
  const n0 = slotOf(from, 2);
  const s1 = slotOf(to, 0);
  const d1 = slotOf(to, 1);
  const n1 = slotOf(to, 2);
  const w0 = from.parameters;
  const w1 = to.parameters;
  for (let i = 0; i < gradient.length; i++) {
    const g = gradient[i] ?? 0;
    const s = decay * (s0[i] ?? 0) + (1 - decay) * g * g;
    const n = decay * (n0[i] ?? 0) + (1 - decay) * g;
    // The slots are rounded to float32, so a variance of zero may come out below it.
    const variance = Math.max(0, s - n * n);
    const d = momentum * (d0[i] ?? 0) + learningRate * g / Math.sqrt(variance + epsilon);
    s1[i] = s;
    d1[i] = d;
    n1[i] = n;
    w1[i] = (w0[i] ?? 0) - d;
  }
}
