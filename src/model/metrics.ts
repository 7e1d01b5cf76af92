/**
 * Metrics by name, as means over samples.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Comparison } from "./losses.ts";

/** The names of the metrics. */
export const METRICS = ["accuracy", "meanSquaredError", "meanAbsoluteError"] as const;

/** Name of a metric. */
export type MetricName = typeof METRICS[number];

/**
 * The mean of a metric over the samples of a batch. `accuracy` is the share of samples whose largest output is the
 * target's class or, with a single output, whose output lies on the target's side of one half.
 *
 * @param name Name of the metric.
 * @returns A function of targets and outputs that gives a scalar.
 */
export function metricFunction(name: MetricName): Comparison {
  const each = metricOfEach(name);
  return (targets, outputs) => tf.mean(each(targets, outputs));
}

function metricOfEach(name: MetricName): Comparison {
  switch (name) {
    case "accuracy":
      return (targets, outputs) =>
        outputs.shape.at(-1) === 1
          ? tf.metrics.binaryAccuracy(targets, outputs)
          : tf.metrics.categoricalAccuracy(targets, outputs);
    case "meanSquaredError":
      return tf.metrics.meanSquaredError;
    case "meanAbsoluteError":
      return tf.metrics.meanAbsoluteError;
  }
}
