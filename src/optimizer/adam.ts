/**
 * Adam: adaptive moment estimation.
 *
 * @module
 */
import type { Vectors } from "../engine/vectors/vectors.ts";
import type { Optimizer, Slice } from "./optimizer.ts";

/** Constants of {@linkcode adam}. */
export interface AdamConfig {
  readonly name: "adam";
  /** Step size, above 0. */
  readonly learningRate: number;
  /** Decay of the mean of the gradient, in [0, 1). */
  readonly beta1: number;
  /** Decay of the mean of its square, in [0, 1). */
  readonly beta2: number;
  /** Added to the root of the second moment, above 0. */
  readonly epsilon: number;
}

/**
 * Adam, Algorithm 1 of Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015):
 * `m ← β1·m + (1−β1)·g`, `v ← β2·v + (1−β2)·g²`, `w ← w − lr · (m/(1−β1ᵗ)) / (√(v/(1−β2ᵗ)) + ε)`.
 *
 * @param config The constants.
 * @returns A rule with two slots, `m` and `v`.
 * @throws {TypeError} On update, if a slice does not carry two slots.
 */
export function adam({ learningRate, beta1, beta2, epsilon }: AdamConfig): Optimizer {
  return {
    slots: 2,
    update({ step, gradient, from, to }): void {
      const [m0, v0] = moments(from);
      const [m1, v1] = moments(to);
      const w0 = from.parameters;
      const w1 = to.parameters;
      const unbias1 = 1 / (1 - beta1 ** step);
      const unbias2 = 1 / (1 - beta2 ** step);
      for (let i = 0; i < gradient.length; i++) {
        const g = gradient[i] ?? 0;
        const m = beta1 * (m0[i] ?? 0) + (1 - beta1) * g;
        const v = beta2 * (v0[i] ?? 0) + (1 - beta2) * g * g;
        m1[i] = m;
        v1[i] = v;
        w1[i] = (w0[i] ?? 0) - learningRate * m * unbias1 / (Math.sqrt(v * unbias2) + epsilon);
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
 * @throws {TypeError} On update, if a slice does not carry two slots.
 */
export function vectorAdam(
  { learningRate, beta1, beta2, epsilon }: AdamConfig,
  vectors: Vectors,
): Optimizer {
  return {
    slots: 2,
    update({ step, gradient, from, to }): void {
      const [mean, square] = moments(from);
      const [nextMean, nextSquare] = moments(to);
      vectors.adam({
        gradient,
        weights: from.parameters,
        mean,
        square,
        nextWeights: to.parameters,
        nextMean,
        nextSquare,
        beta1,
        beta2,
        rate: learningRate / (1 - beta1 ** step),
        unbias: 1 / (1 - beta2 ** step),
        epsilon,
      });
    },
  };
}

function moments({ slots: [m, v] }: Slice): [Float32Array, Float32Array] {
  if (!m || !v) throw new TypeError("Cannot update with Adam: expected 2 slots");
  return [m, v];
}
