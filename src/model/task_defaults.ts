/**
 * What a model and its training are where nothing is said, by the task that the data set sets.
 *
 * @module
 */
import type { Task } from "../dataset/task.ts";
import { outputNamesOf } from "../dataset/task_of.ts";
import { type ActivationName, ACTIVATIONS } from "./activations.ts";
import type { LossName } from "./losses.ts";
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
  // Each output is a yes or no of its own, whatever the loss.
  "multi-label": {
    outputActivation: "sigmoid",
    loss: "binaryCrossentropy",
    metrics: ["binaryAccuracy"],
  },
  "regression": {
    outputActivation: "linear",
    loss: "meanSquaredError",
    metrics: ["meanAbsoluteError"],
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
      return ["sigmoid", "softmax"];
    case "huber":
      return ["linear", "sigmoid", "tanh", "relu"];
    default:
      // The targets of a regression may lie anywhere, those of the others from 0 to 1.
      return [kind === "regression" ? "linear" : "sigmoid", ...ACTIVATIONS];
  }
}
