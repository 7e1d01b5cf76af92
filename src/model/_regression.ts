/**
 * Metrics of models that give numbers, summed in float64.
 *
 * @module
 */
import type { Metric } from "./metric.ts";

/** Mean over the samples of the mean over the outputs of a function of the difference, and a function of that mean. */
export function differenceMetric(
  name: string,
  size: (difference: number) => number,
  finish: (mean: number) => number = (mean) => mean,
): Metric {
  return {
    names: [name],
    totals: 1,
    accumulate(targets, outputs): number[] {
      const t = targets.data;
      const y = outputs.data;
      let sum = 0;
      for (let i = 0; i < y.length; i++) sum += size((y[i] ?? NaN) - (t[i] ?? NaN));
      return [sum * (outputs.shape[0] ?? 0) / y.length];
    },
    result: ([sum = NaN], samples) => ({ [name]: finish(sum / samples) }),
  };
}

/**
 * The coefficient of determination, `R² = 1 − Σ(y−t)² / Σ(t−t̄)²`, of each output on its own and averaged uniformly over
 * the outputs, as in scikit-learn's `r2_score`. An output whose targets are all the same gives 1 if it is met exactly,
 * else 0. `Σ(t−t̄)²` is `Σt² − (Σt)²/n`, so that sums of shards add up.
 *
 * @param name Name of the result.
 * @param width Number of outputs of a sample.
 */
export function r2(name: string, width: number): Metric {
  return {
    names: [name],
    // Standardised targets lie around 0, where their squares lose the fewest digits.
    unitless: true,
    totals: 3 * width,
    accumulate(targets, outputs): number[] {
      const t = targets.data;
      const y = outputs.data;
      const sums = new Array<number>(3 * width).fill(0);
      for (let i = 0; i < y.length; i++) {
        const at = 3 * (i % width);
        const target = t[i] ?? NaN;
        sums[at] = (sums[at] ?? 0) + ((y[i] ?? NaN) - target) ** 2;
        sums[at + 1] = (sums[at + 1] ?? 0) + target;
        sums[at + 2] = (sums[at + 2] ?? 0) + target * target;
      }
      return sums;
    },
    result(sums, samples): Record<string, number> {
      let total = 0;
      for (let at = 0; at < sums.length; at += 3) {
        const [residual = NaN, sum = NaN, squares = NaN] = sums.slice(at, at + 3);
        total += determination(residual, squares - sum * sum / samples, squares);
      }
      return { [name]: total / width };
    },
  };
}

function determination(residual: number, spread: number, squares: number): number {
  // What rounding in float64 leaves of targets that are all the same.
  if (spread <= 1e-12 * squares) return residual === 0 ? 1 : 0;
  return 1 - residual / spread;
}
