/**
 * Metrics of how well a classifier's outputs rank samples: those of a class above all others. They follow from every
 * output, and from no sums over samples.
 *
 * @module
 */
import type { ShapedArray } from "../arrays/shaped.ts";
import { areVectors } from "./_classes.ts";
import type { Metric } from "./metric.ts";

/** Outputs of the samples of a class and of the others, each from the smallest to the largest. */
interface Ranked {
  readonly positives: Float32Array;
  readonly negatives: Float32Array;
}

/**
 * The area under the receiver operating characteristic: the share of pairs of a sample of the class and one of another
 * in which the first has the larger output, equal ones counted half (Mann and Whitney, 1947). It takes both kinds.
 */
export function auc(name: string, width: number): Metric {
  return rankingMetric(name, width, ({ positives, negatives }) => {
    const pairs = positives.length * negatives.length;
    if (pairs === 0) return undefined;
    // Sums of whole numbers: exact, and so the same in any order of the samples.
    let below = 0;
    let upTo = 0;
    let twice = 0;
    for (const output of positives) {
      while (below < negatives.length && (negatives[below] ?? NaN) < output) below++;
      while (upTo < negatives.length && (negatives[upTo] ?? NaN) <= output) upTo++;
      twice += below + upTo;
    }
    return twice / (2 * pairs);
  });
}

/**
 * The average precision, `Σ (Rₙ − Rₙ₋₁)·Pₙ` over the thresholds n from the largest output down, with precision P and
 * recall R of all outputs that reach them: the area under the curve of both in steps, as scikit-learn's
 * `average_precision_score`. It takes samples of the class.
 */
export function averagePrecision(name: string, width: number): Metric {
  return rankingMetric(name, width, ({ positives, negatives }) => {
    if (positives.length === 0) return undefined;
    let sum = 0;
    let others = negatives.length;
    for (let left = positives.length; left > 0;) {
      const before = left;
      const threshold = positives[left - 1] ?? NaN;
      while (left > 0 && (positives[left - 1] ?? NaN) >= threshold) left--;
      while (others > 0 && (negatives[others - 1] ?? NaN) >= threshold) others--;
      const hits = positives.length - left;
      sum += (before - left) * hits / (hits + negatives.length - others);
    }
    return sum / positives.length;
  });
}

/** The mean over the outputs for which there is an area; NaN where there is none, or an output is NaN. */
function rankingMetric(
  name: string,
  width: number,
  area: (ranked: Ranked) => number | undefined,
): Metric {
  return {
    names: [name],
    totals: 0,
    whole: true,
    accumulate: () => [],
    result(_sums, _samples, targets, outputs): Record<string, number> {
      if (!targets || !outputs || hasNaN(outputs.data)) return { [name]: NaN };
      let sum = 0;
      let count = 0;
      for (let label = 0; label < width; label++) {
        const one = area(rank(targets, outputs, label, width));
        if (one === undefined) continue;
        sum += one;
        count++;
      }
      return { [name]: count === 0 ? NaN : sum / count };
    },
  };
}

/** Whether some output has no rank, as it is no number. */
function hasNaN(outputs: ArrayLike<number>): boolean {
  for (let i = 0; i < outputs.length; i++) if (Number.isNaN(outputs[i])) return true;
  return false;
}

function rank(targets: ShapedArray, outputs: ShapedArray, label: number, width: number): Ranked {
  const t = targets.data;
  const y = outputs.data;
  const samples = y.length / width;
  const vectors = areVectors(t, y.length);
  // Positives fill it from the start, negatives from the end.
  const ranked = new Float32Array(samples);
  let positives = 0;
  let negatives = samples;
  for (let i = 0; i < samples; i++) {
    const positive = vectors ? (t[i * width + label] ?? 0) > 0.5 : t[i] === label;
    ranked[positive ? positives++ : --negatives] = y[i * width + label] ?? NaN;
  }
  return {
    positives: ranked.subarray(0, positives).sort(),
    negatives: ranked.subarray(positives).sort(),
  };
}
