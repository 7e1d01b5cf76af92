/**
 * Losses and metrics of a model as sums over samples, which shards of any sizes add up to.
 *
 * @module
 */
import type { ShapedArray } from "../arrays/shaped.ts";
import type { Logs } from "../events.ts";
import type { Metric } from "./metric.ts";
import { createMetric, ownMetric } from "./metrics.ts";
import type { ComparedOutput } from "./recipe.ts";

/** The sums of a model, and what follows from them. */
export interface Tally {
  /** Number of sums. */
  readonly totals: number;
  /** Name of every value of the logs, in their order. */
  readonly names: readonly string[];
  /** Name of the first value of each loss and metric, in the order of tfjs's `model.metricsNames`. */
  readonly leaders: readonly string[];
  /** Sums over the samples of some targets and predictions, from the mean losses over them. */
  accumulate(given: Compared): number[];
  /** Means and scores by name, `loss` first, from the sums over all samples and their number. */
  logs(sums: readonly number[], samples: number): Logs;
}

/** What is added to a {@linkcode Tally}. */
export interface Compared {
  /** Number of samples. */
  readonly samples: number;
  /** Mean loss with everything that belongs to it. */
  readonly loss: number;
  /** Mean loss of each output. */
  readonly losses: readonly number[];
  /** Targets of each output. Shape: `[samples, ...output]`. */
  readonly targets: readonly ShapedArray[];
  /** Predictions of each output. Shape: `[samples, ...output]`. */
  readonly predictions: readonly ShapedArray[];
}

/**
 * Makes the sums of a model. With several outputs each has a loss and metrics of its own, named after it:
 * `left_loss`, `left_accuracy`.
 *
 * @param outputs What each output is compared by.
 * @param shapes Shape of one sample of each output.
 * @returns The sums.
 */
export function createTally(
  outputs: readonly ComparedOutput[],
  shapes: readonly (readonly number[])[],
): Tally {
  const several = outputs.length > 1;
  const lossNames = several ? outputs.map(({ name }) => `${name}_loss`) : [];
  const metrics = outputs.flatMap(({ name, loss, metrics }, output) =>
    metrics.map((metric) => ({
      output,
      prefix: several ? `${name}_` : "",
      metric: typeof metric === "string"
        ? createMetric(metric, {
          outputShape: shapes[output] ?? [],
          loss: typeof loss === "string" ? loss : undefined,
        })
        : ownMetric(metric),
    }))
  );
  const first = 1 + lossNames.length;
  const totals = metrics.reduce((sum, { metric }) => sum + metric.totals, first);
  const leaders = metrics.map(({ prefix, metric }) => prefix + (metric.names[0] ?? ""));
  const names = metrics.flatMap(({ prefix, metric }) => metric.names.map((name) => prefix + name));
  return {
    totals,
    names: ["loss", ...lossNames, ...names],
    leaders: ["loss", ...lossNames, ...leaders],
    accumulate({ samples, loss, losses, targets, predictions }): number[] {
      // Made for every step: in its size from the start, it leaves the least garbage.
      const sums = new Array<number>(totals);
      let at = 0;
      sums[at++] = loss * samples;
      for (let i = 0; i < lossNames.length; i++) sums[at++] = (losses[i] ?? NaN) * samples;
      for (const { output, metric } of metrics) {
        for (const sum of sumsOf(metric, targets[output], predictions[output])) sums[at++] = sum;
      }
      return sums;
    },
    logs(sums, samples): Logs {
      const logs: Record<string, number> = {};
      ["loss", ...lossNames].forEach((name, i) => logs[name] = (sums[i] ?? NaN) / samples);
      let at = first;
      for (const { metric, prefix } of metrics) {
        const results = metric.result(sums.slice(at, at + metric.totals), samples);
        for (const name of metric.names) logs[prefix + name] = results[name] ?? NaN;
        at += metric.totals;
      }
      return logs;
    },
  };
}

/**
 * Adds sums to others.
 *
 * @param sums Are changed in place.
 * @param more What is added.
 */
export function addSums(sums: number[], more: readonly number[]): void {
  more.forEach((value, i) => sums[i] = (sums[i] ?? 0) + value);
}

function sumsOf(
  metric: Metric,
  targets: ShapedArray | undefined,
  predictions: ShapedArray | undefined,
): number[] {
  return targets && predictions ? metric.accumulate(targets, predictions) : [];
}
