/**
 * What a model and its training are where nothing is said, by the task that the data set sets.
 *
 * @module
 */
import type { Task } from "../dataset/task.ts";
import { outputNamesOf } from "../dataset/task_of.ts";
import { type ActivationName, ACTIVATIONS } from "./activations.ts";
import { LOSSES, type LossName } from "./losses.ts";
import type { MetricName } from "./metrics.ts";

/** What a kind of task decides. */
export interface KindDefaults {
  /** What the last layer applies. */
  readonly outputActivation: ActivationName;
  /** What training makes small. */
  readonly loss: LossName;
  /** What is measured besides. */
  readonly metrics: readonly MetricName[];
}

/** What a task decides. */
export interface TaskDefaults extends KindDefaults {
  /** Number of a model's outputs. */
  readonly outputSize: number;
}

/** What is decided by each kind of task. */
export const TASK_DEFAULTS: Readonly<Record<Task["kind"], KindDefaults>> = {
  "classification": {
    outputActivation: "softmax",
    loss: "categoricalCrossentropy",
    metrics: ["accuracy"],
  },
  "binary": {
    outputActivation: "sigmoid",
    loss: "binaryCrossentropy",
    metrics: ["accuracy", "auc"],
  },
  // Each output is a yes or no of its own, whatever the loss.
  "multi-label": {
    outputActivation: "sigmoid",
    loss: "binaryCrossentropy",
    metrics: ["binaryAccuracy", "auc"],
  },
  "regression": {
    outputActivation: "linear",
    loss: "meanSquaredError",
    metrics: ["r2", "meanAbsoluteError", "rootMeanSquaredError"],
  },
};

/**
 * What a task decides.
 *
 * @param task The task.
 * @returns The number of outputs, and what stands where nothing is said.
 */
export function defaultsOf(task: Task): TaskDefaults {
  return { ...TASK_DEFAULTS[task.kind], outputSize: outputNamesOf(task).length };
}

/** The losses whose outputs exclude each other: what a sample is, and not how much, or of what more. */
const OF_CLASSES: readonly LossName[] = [
  "categoricalCrossentropy",
  "sparseCategoricalCrossentropy",
  "categoricalHinge",
  "kullbackLeiblerDivergence",
];

/** The losses whose targets are a yes or a no. */
const OF_LABELS: readonly LossName[] = ["binaryCrossentropy", "hinge", "squaredHinge"];

/**
 * The losses that make sense for a kind of task: those of classes need an output for each, those of labels need targets
 * that are a yes or a no.
 *
 * @param kind The kind of task.
 * @returns Their names, in the order of {@linkcode LOSSES}.
 */
export function fittingLosses(kind: Task["kind"]): readonly LossName[] {
  switch (kind) {
    case "classification":
      return LOSSES;
    case "binary":
    case "multi-label":
      return LOSSES.filter((loss) => !OF_CLASSES.includes(loss));
    case "regression":
      return LOSSES.filter((loss) => !OF_CLASSES.includes(loss) && !OF_LABELS.includes(loss));
  }
}

/** The metrics of how far off amounts are: all others count answers that are right. */
const OF_AMOUNTS: readonly MetricName[] = [
  "meanSquaredError",
  "meanAbsoluteError",
  "rootMeanSquaredError",
  "r2",
];

/**
 * Whether a metric makes sense for a kind of task.
 *
 * @param kind The kind of task.
 * @param metric The metric.
 * @returns Whether it says something of the answers.
 */
export function isFittingMetric(kind: Task["kind"], metric: MetricName): boolean {
  if (kind !== "regression") return true;
  return OF_AMOUNTS.includes(metric) || fittingLosses(kind).some((loss) => loss === metric);
}

/** One activation or more, the default first. */
type Activations = readonly [ActivationName, ...ActivationName[]];

/**
 * The activations of the last layer that make sense with a loss.
 *
 * @param kind The kind of task.
 * @param loss The loss.
 * @returns Their names, the default first.
 */
export function fittingActivations(kind: Task["kind"], loss: LossName): Activations {
  switch (loss) {
    case "categoricalCrossentropy":
    case "sparseCategoricalCrossentropy":
    case "kullbackLeiblerDivergence":
      return ["softmax"];
    case "binaryCrossentropy":
      // A softmax makes the classes exclude each other, of which there must be several.
      return kind === "binary" || kind === "multi-label" ? ["sigmoid"] : ["sigmoid", "softmax"];
    case "huber":
      return ["linear", "sigmoid", "tanh", "relu"];
    default:
      // The targets of a regression may lie anywhere, those of the others from 0 to 1.
      return [kind === "regression" ? "linear" : "sigmoid", ...ACTIVATIONS];
  }
}
