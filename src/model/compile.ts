/**
 * Compiling a model: with the loss and the metrics that it is trained and measured by.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { compilableLoss, type LossName } from "./losses.ts";
import { metricFunction, type MetricName } from "./metrics.ts";
import { TASK_DEFAULTS } from "./task_defaults.ts";
import type { LayersModel } from "./topology.ts";

/** What {@linkcode compileModel} compiles with. */
export interface CompileOptions {
  /** What training makes small. @default "categoricalCrossentropy" */
  readonly loss?: LossName;
  /** What it is measured by besides the loss. @default ["accuracy"] */
  readonly metrics?: readonly MetricName[];
  /** Adam's step size. @default 0.001 */
  readonly learningRate?: number;
}

/**
 * Compiles a model for training with Adam, and for evaluation.
 *
 * @param model The model.
 * @param options See {@linkcode CompileOptions}.
 * @returns The same model, compiled.
 */
export function compileModel<Model extends LayersModel>(
  model: Model,
  options: CompileOptions = {},
): Model {
  const { classification } = TASK_DEFAULTS;
  const { loss = classification.loss, metrics = classification.metrics, learningRate = 0.001 } =
    options;
  model.compile({
    optimizer: tf.train.adam(learningRate, 0.9, 0.999, 1e-7),
    loss: compilableLoss(loss),
    metrics: metrics.map((name) => name === "accuracy" ? name : metricFunction(name)),
  });
  return model;
}
