/**
 * Metrics by name. A metric is a sum over samples and a function of the sum, or one of all samples, so that shards of any
 * sizes give what one process gives.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { sizeOfShape } from "../arrays/shape.ts";
import type { ShapedArray } from "../arrays/shaped.ts";
import { tensorOf } from "../engine/tensors.ts";
import { type OptionNames, refuseUnknown } from "../options.ts";
import * as classification from "./_classification.ts";
import { findName, unknownName } from "./_names.ts";
import * as ranking from "./_ranking.ts";
import * as regression from "./_regression.ts";
import {
  type Comparison,
  LOSSES,
  type LossName,
  lossNameOf,
  lossPerSample,
  type OwnFunction,
} from "./losses.ts";
import type { Metric, MetricContext } from "./metric.ts";
import { arrayOf } from "./tensor.ts";

/**
 * The names of the metrics; every loss is one too.
 * - `accuracy`: as tfjs picks it, `binaryAccuracy` of a single output or under `binaryCrossentropy`, else
 *   `categoricalAccuracy`
 * - `binaryAccuracy`: the share of outputs on their target's side of one half
 * - `categoricalAccuracy`: the share of samples whose largest output is the target's class
 * - `crossentropy`: the cross-entropy that is picked likewise
 * - `top5`: the share of samples whose class is among the 5 largest outputs; any number can stand there
 * - `precision`, `recall`, `f1`: macro averages over the classes; of class 1 for a single output
 * - `precisionByClass`, `recallByClass`, `f1ByClass`: the same, and every class on its own
 * - `auc`: the area under the ROC curve, exact, equal outputs counted half; of several outputs the mean over those that
 *   have samples of both kinds, each class or label against the rest; NaN if none has
 * - `prAuc`: the average precision, which is the area under the curve of precision and recall in steps; of several
 *   outputs the mean over those that have samples of their class
 * - `meanSquaredError`, `meanAbsoluteError`, `rootMeanSquaredError`
 * - `r2`: the coefficient of determination, averaged uniformly over the outputs
 */
export const METRICS = [
  "accuracy",
  "binaryAccuracy",
  "categoricalAccuracy",
  "crossentropy",
  "top5",
  "precision",
  "recall",
  "f1",
  "precisionByClass",
  "recallByClass",
  "f1ByClass",
  "auc",
  "prAuc",
  "meanSquaredError",
  "meanAbsoluteError",
  "rootMeanSquaredError",
  "r2",
] as const;

/** Name of a metric. */
export type MetricName = typeof METRICS[number] | `top${number}` | LossName;

const CONTEXT_NAMES: OptionNames<MetricContext> = {
  outputShape: true,
  loss: true,
  classNames: true,
};

/**
 * Makes a metric.
 *
 * @param name Name of the metric.
 * @param context What it needs to know of the model.
 * @returns The metric.
 * @throws {RangeError} If there is no such metric.
 *
 * @example
 * ```ts
 * import { createMetric } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const rmse = createMetric("rootMeanSquaredError", {
 *   outputShape: [1],
 *   loss: "meanSquaredError",
 * });
 * const first = rmse.accumulate({ data: [0, 0], shape: [2, 1] }, { data: [3, 3], shape: [2, 1] });
 * const second = rmse.accumulate({ data: [0], shape: [1, 1] }, { data: [0], shape: [1, 1] });
 * const sums = first.map((sum, i) => sum + (second[i] ?? 0));
 * assertEquals(rmse.result(sums, 3), { rootMeanSquaredError: Math.sqrt(6) });
 * ```
 */
export function createMetric(name: MetricName, context: MetricContext): Metric {
  refuseUnknown(`Cannot make metric "${name}" with`, context, CONTEXT_NAMES);
  const { outputShape, loss, classNames } = context;
  const width = outputShape.at(-1) ?? 1;
  const multiLabel = loss === "binaryCrossentropy" && width > 1;
  const binary = multiLabel || width === 1;
  const counted = { width, multiLabel };
  const classes = Array.from({ length: width }, (_, i) => classNames?.[i] ?? `${i}`);
  switch (name) {
    case "accuracy":
      return binary ? classification.binaryAccuracy(name) : classification.classAccuracy(name);
    case "binaryAccuracy":
      return classification.binaryAccuracy(name);
    case "categoricalAccuracy":
      return classification.classAccuracy(name);
    case "crossentropy":
      return lossMetric(name, binary ? "binaryCrossentropy" : "sparseCategoricalCrossentropy");
    case "precision":
    case "recall":
    case "f1":
      return classification.scoreMetric(name, counted, undefined);
    case "precisionByClass":
      return classification.scoreMetric("precision", counted, classes);
    case "recallByClass":
      return classification.scoreMetric("recall", counted, classes);
    case "f1ByClass":
      return classification.scoreMetric("f1", counted, classes);
    case "auc":
      return ranking.auc(name, width);
    case "prAuc":
      return ranking.averagePrecision(name, width);
    case "meanSquaredError":
      return regression.differenceMetric(name, (difference) => difference ** 2);
    case "meanAbsoluteError":
      return regression.differenceMetric(name, Math.abs);
    case "rootMeanSquaredError":
      return regression.differenceMetric(name, (difference) => difference ** 2, Math.sqrt);
    case "r2":
      return regression.r2(name, sizeOfShape(outputShape));
  }
  const k = rankOf(name);
  if (k !== undefined) return classification.topK(name, k);
  const lossName = LOSSES.find((known) => known === name);
  if (lossName) return lossMetric(name, lossName);
  throw unknownName("metric", name, METRICS);
}

/** The mean of a loss over the samples. */
function lossMetric(name: string, loss: LossName): Metric {
  const perSample = lossPerSample(loss);
  return {
    names: [name],
    totals: 1,
    accumulate(targets, outputs): number[] {
      const losses = tf.tidy(() => perSample(asTensor(targets), asTensor(outputs)).dataSync());
      let sum = 0;
      for (const value of losses) sum += value;
      return [sum];
    },
    result: ([sum = NaN], samples) => ({ [name]: sum / samples }),
  };
}

/**
 * Makes a metric of a function of one's own, as tfjs takes it: the mean of what the function gives for some samples
 * counts once for each of them. So the metric is exact where the function's mean is one over samples; of any other
 * function it is the mean over what was computed at once.
 *
 * @param own The function.
 * @returns The metric.
 */
export function ownMetric({ name, compute }: OwnFunction): Metric {
  return {
    names: [name],
    totals: 1,
    accumulate(targets, outputs): number[] {
      const values = tf.tidy(() => compute(asTensor(targets), asTensor(outputs)).dataSync());
      let sum = 0;
      for (const value of values) sum += value;
      return [sum / values.length * (outputs.shape[0] ?? 0)];
    },
    result: ([sum = NaN], samples) => ({ [name]: sum / samples }),
  };
}

function asTensor({ data, shape }: ShapedArray): tf.Tensor {
  return tensorOf(Float32Array.from(data), [...shape]);
}

/**
 * A metric of one batch as a scalar, for `model.compile`. A mean of it over batches is exact only where the metric is a
 * mean over samples; {@linkcode createMetric} is exact for all.
 *
 * @param name Name of the metric.
 * @returns A function of targets and outputs, the same one for the same name.
 */
export function metricFunction(name: MetricName): Comparison {
  const known = FUNCTIONS.get(name);
  if (known) return known;
  const compute: Comparison = (targets, outputs) => {
    const outputShape = outputs.shape.slice(1);
    const metric = createMetric(name, { outputShape, loss: "categoricalCrossentropy" });
    const [actual, predicted] = [arrayOf(targets), arrayOf(outputs)];
    const sums = metric.accumulate(actual, predicted);
    const results = metric.result(sums, outputs.shape[0] ?? 0, actual, predicted);
    return tf.scalar(results[metric.names[0] ?? ""] ?? NaN);
  };
  Object.defineProperty(compute, "name", { value: name });
  FUNCTIONS.set(name, compute);
  FUNCTION_NAMES.set(compute, name);
  return compute;
}

/**
 * Finds a metric that a model was compiled with.
 *
 * @param given What `model.metrics` holds: a name, or a function of tf.metrics or of {@linkcode metricFunction}.
 * @returns Its name, if it has one here.
 */
export function metricNameOf(given: unknown): MetricName | undefined {
  if (typeof given !== "string") return FUNCTION_NAMES.get(given) ?? lossNameOf(given);
  const k = rankOf(given.replaceAll("_", "").toLowerCase());
  return k === undefined
    ? findName(given, METRICS, METRIC_ALIASES) ?? lossNameOf(given)
    : `top${k}`;
}

function rankOf(name: string): number | undefined {
  const k = /^top([1-9]\d*)$/.exec(name)?.[1];
  return k === undefined ? undefined : Number(k);
}

const METRIC_ALIASES: Readonly<Record<string, MetricName>> = {
  acc: "accuracy",
  ce: "crossentropy",
  sparsecategoricalaccuracy: "categoricalAccuracy",
  topkcategoricalaccuracy: "top5",
  sparsetopkcategoricalaccuracy: "top5",
  f1score: "f1",
  rocauc: "auc",
  averageprecision: "prAuc",
  mse: "meanSquaredError",
  mae: "meanAbsoluteError",
  rmse: "rootMeanSquaredError",
  r2score: "r2",
};

const FUNCTIONS = new Map<MetricName, Comparison>();

const FUNCTION_NAMES = new Map<unknown, MetricName>([
  [tf.metrics.binaryAccuracy, "binaryAccuracy"],
  [tf.metrics.categoricalAccuracy, "categoricalAccuracy"],
  [tf.metrics.sparseCategoricalAccuracy, "categoricalAccuracy"],
  [tf.metrics.precision, "precision"],
  [tf.metrics.recall, "recall"],
  [tf.metrics.r2Score, "r2"],
]);
