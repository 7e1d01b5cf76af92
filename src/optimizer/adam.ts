/**
 * Adam: adaptive moment estimation, and its variant with decoupled weight decay.
 *
 * @module
 */
import type { Vectors } from "../engine/vectors/vectors.ts";
import { slotOf } from "./_slot.ts";
import type { Optimizer } from "./rule.ts";

/** Constants of {@linkcode adam}. */
export interface AdamConfig {
  /** Which rule this is. */
  readonly name: "adam";
  /** Base step size, 0 or more. */
  readonly learningRate: number;
  /** Decay of the mean of the gradient, in [0, 1). */
  readonly beta1: number;
  /** Decay of the mean of its square, in [0, 1). */
  readonly beta2: number;
  /** Added to the root of the second moment, above 0. */
  readonly epsilon: number;
}

/** Constants of {@linkcode adamw}. */
export interface AdamwConfig {
  /** Which rule this is. */
  readonly name: "adamw";
  /** Base step size, 0 or more. */
  readonly learningRate: number;
  /** Decay of the mean of the gradient, in [0, 1). */
  readonly beta1: number;
  /** Decay of the mean of its square, in [0, 1). */
  readonly beta2: number;
  /** Added to the root of the second moment, above 0. */
  readonly epsilon: number;
  /** Share of each parameter that a step of rate 1 would take away, 0 or more. */
  readonly weightDecay: number;
}

/**
 * Adam, Algorithm 1 of Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015):
 * `m ← β1·m + (1−β1)·g`, `v ← β2·v + (1−β2)·g²`, `w ← w − lr · (m/(1−β1ᵗ)) / (√(v/(1−β2ᵗ)) + ε)`.
 *
 * @param config The constants.
 * @returns A rule with two slots, `m` and `v`.
 */
export function adam(config: AdamConfig): Optimizer {
  return decayed(config, 0);
}

/**
 * Adam with decoupled weight decay, Algorithm 2 of Loshchilov and Hutter, "Decoupled Weight Decay Regularization"
 * (2019): Adam's step, and `lr·λ·w` on top of it, which the moments do not see. The decay is scaled by the rate, as
 * PyTorch and Keras have it; where the paper writes λ, it is the product `lr·λ` here. Every parameter decays, biases
 * too.
 *
 * @param config The constants.
 * @returns A rule with two slots, `m` and `v`.
 */
export function adamw(config: AdamwConfig): Optimizer {
  return decayed(config, config.weightDecay);
}

function decayed(
  { beta1, beta2, epsilon }: Pick<AdamConfig, "beta1" | "beta2" | "epsilon">,
  weightDecay: number,
): Optimizer {
  return {
    slots: [0, 0],
    update({ step, learningRate, gradient, from, to }): void {
      const m0 = slotOf(from, 0);
      const v0 = slotOf(from, 1);
      const m1 = slotOf(to, 0);
      const v1 = slotOf(to, 1);
      const w0 = from.parameters;
      const w1 = to.parameters;
      const rate = learningRate / (1 - beta1 ** step);
      const unbias2 = 1 / (1 - beta2 ** step);
      const kept = 1 - learningRate * weightDecay;
      for (let i = 0; i < gradient.length; i++) {
        const g = gradient[i] ?? 0;
        const m = beta1 * (m0[i] ?? 0) + (1 - beta1) * g;
        const v = beta2 * (v0[i] ?? 0) + (1 - beta2) * g * g;
        m1[i] = m;
        v1[i] = v;
        w1[i] = kept * (w0[i] ?? 0) - rate * m / (Math.sqrt(v * unbias2) + epsilon);
      }
    },
  };
}

/**
 * The same rule as {@linkcode adam} by SIMD, in 32-bit floats throughout.
 *
 * @param config The constants.
 * @param vectors Arithmetic on the memory in which every slice lies.
 * @returns A rule with two slots, `m` and `v`.
 */
export function vectorAdam(
  { beta1, beta2, epsilon }: AdamConfig,
  vectors: Vectors,
): Optimizer {
  return {
    slots: [0, 0],
    update({ step, learningRate, gradient, from, to }): void {
      vectors.adam({
        gradient,
        weights: from.parameters,
        mean: slotOf(from, 0),
        square: slotOf(from, 1),
        nextWeights: to.parameters,
        nextMean: slotOf(to, 0),
        nextSquare: slotOf(to, 1),
        beta1,
        beta2,
        rate: learningRate / (1 - beta1 ** step),
        unbias: 1 / (1 - beta2 ** step),
        epsilon,
      });
    },
  };
}
