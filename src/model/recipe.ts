/**
 * A compiled tf.LayersModel as plain data: what a worker needs to build the same model.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { LOSSES, type LossName, lossNameOf } from "./losses.ts";
import { type MetricName, metricNameOf, METRICS } from "./metrics.ts";

/** What a model computes and how it is trained, without its weights. */
export interface Recipe {
  /** The topology, as `model.toJSON()` gives it. */
  readonly topology: string;
  readonly loss: LossName;
  readonly metrics: readonly MetricName[];
}

/**
 * Reads topology, loss and metrics of a compiled model.
 *
 * @param model A compiled model with one input and one output.
 * @returns Its recipe.
 * @throws {TypeError} If the model is not compiled, has several inputs or outputs, or was compiled with a loss or a
 * metric that has no name here.
 */
export function describeModel(model: tf.LayersModel): Recipe {
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw new TypeError(
      `Cannot describe model "${model.name}": expected 1 input and 1 output, ` +
        `got ${model.inputs.length} and ${model.outputs.length}`,
    );
  }
  const metrics = model.metrics ?? [];
  return {
    topology: JSON.stringify(model.toJSON(null, false)),
    loss: requireName("loss", model.loss, lossNameOf, LOSSES),
    metrics: (Array.isArray(metrics) ? metrics : [metrics]).map((metric) =>
      requireName("metric", metric, metricNameOf, METRICS)
    ),
  };
}

function requireName<Name extends string>(
  kind: string,
  given: unknown,
  find: (given: unknown) => Name | undefined,
  names: readonly string[],
): Name {
  const only = Array.isArray(given) && given.length === 1 ? given[0] : given;
  const name = find(only);
  if (name) return name;
  const got = typeof only === "string" ? `"${only}"` : only === undefined ? "none" : "a function";
  throw new TypeError(
    `Cannot train with this ${kind}: expected the name of one of ${names.join(", ")}, got ${got}`,
  );
}
