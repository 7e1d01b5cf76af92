/**
 * Losses and metrics of a model as sums over samples, which shards of any sizes add up to; and what is kept of samples
 * for metrics that are no sums.
 *
 * @module
 */
import type { ShapedArray } from "../arrays/shaped.ts";
import { sizeOfShape } from "../arrays/shape.ts";
import type { Unit } from "../dataset/dataset.ts";
import type { Logs } from "../events.ts";
import type { Kept, KeptOutput, KeptPlace } from "./kept.ts";
import type { Metric } from "./metric.ts";
import { createMetric, ownMetric } from "./metrics.ts";
import { ownUnit } from "./own_unit.ts";
import type { ComparedOutput } from "./recipe.ts";

/** The sums of a model, and what follows from them. */
export interface Tally {
  /** Number of sums. */
  readonly totals: number;
  /** Name of every value of the logs, in their order. */
  readonly names: readonly string[];
  /** Name of the first value of each loss and metric, in the order of tfjs's `model.metricsNames`. */
  readonly leaders: readonly string[];
  /** The outputs of which all targets and predictions are to be kept. */
  readonly kept: readonly KeptOutput[];
  /** Sums over the samples of some targets and predictions, from the mean losses over them. */
  accumulate(given: Compared): number[];
  /** Keeps the targets and predictions that it is to keep, at their place among others. */
  keep(compared: Pick<Compared, "targets" | "predictions">, place: KeptPlace): void;
  /**
   * Means and scores by name, `loss` first, from the sums over all samples and their number, and from what was kept of
   * them. Where nothing was, the metrics that it is for are left out.
   */
  logs(sums: readonly number[], samples: number, kept?: readonly Kept[]): Logs;
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
 * @param units The units of the targets of each output, where they are standardised: its metrics are then computed in
 * these units, and its loss as it is trained. @default none
 * @returns The sums.
 */
export function createTally(
  outputs: readonly ComparedOutput[],
  shapes: readonly (readonly number[])[],
  units: readonly (readonly Unit[] | undefined)[] = [],
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
  const converters = outputs.map((_, output) => converterOf(units[output]));
  const kept = shapes.map((shape, output) => ({ output, shape }))
    .filter(({ output }) => metrics.some((one) => one.output === output && one.metric.whole));
  const first = 1 + lossNames.length;
  const totals = metrics.reduce((sum, { metric }) => sum + metric.totals, first);
  const leaders = metrics.map(({ prefix, metric }) => prefix + (metric.names[0] ?? ""));
  const names = metrics.flatMap(({ prefix, metric }) => metric.names.map((name) => prefix + name));
  return {
    totals,
    names: ["loss", ...lossNames, ...names],
    leaders: ["loss", ...lossNames, ...leaders],
    kept,
    accumulate({ samples, loss, losses, targets, predictions }): number[] {
      // Made for every step: in its size from the start, it leaves the least garbage.
      const sums = new Array<number>(totals);
      let at = 0;
      sums[at++] = loss * samples;
      for (let i = 0; i < lossNames.length; i++) sums[at++] = (losses[i] ?? NaN) * samples;
      for (const { output, metric } of metrics) {
        const convert = metric.unitless ? undefined : converters[output];
        const some = sumsOf(metric, targets[output], predictions[output], convert);
        for (const sum of some) sums[at++] = sum;
      }
      return sums;
    },
    keep({ targets, predictions }, { kept: into, at }): void {
      kept.forEach(({ output, shape }, i) => {
        const offset = at * sizeOfShape(shape);
        into[i]?.targets.set(targets[output]?.data ?? [], offset);
        into[i]?.predictions.set(predictions[output]?.data ?? [], offset);
      });
    },
    logs(sums, samples, all): Logs {
      const logs: Record<string, number> = {};
      ["loss", ...lossNames].forEach((name, i) => logs[name] = (sums[i] ?? NaN) / samples);
      let at = first;
      for (const { metric, prefix, output } of metrics) {
        const own = sums.slice(at, at += metric.totals);
        const whole = all?.[kept.findIndex((one) => one.output === output)];
        if (metric.whole && !whole) continue;
        const shape = [samples, ...shapes[output] ?? []];
        const results = metric.result(
          own,
          samples,
          whole && { data: whole.targets, shape },
          whole && { data: whole.predictions, shape },
        );
        for (const name of metric.names) logs[prefix + name] = results[name] ?? NaN;
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
  convert: Converter | undefined,
): number[] {
  if (!targets || !predictions) return [];
  if (!convert) return metric.accumulate(targets, predictions);
  return metric.accumulate(convert.targets(targets), convert.predictions(predictions));
}

/** Gives targets and predictions their own unit, each in an array of its own. */
type Converter = Readonly<Record<"targets" | "predictions", ReturnType<typeof ownUnit>>>;

function converterOf(units: readonly Unit[] | undefined): Converter | undefined {
  return units && { targets: ownUnit(units), predictions: ownUnit(units) };
}
