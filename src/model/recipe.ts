/**
 * A compiled tf.LayersModel as plain data: what a worker needs to build the same model.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { isRecord } from "../is_record.ts";
import { LOSSES, type LossName, lossNameOf } from "./losses.ts";
import { type MetricName, metricNameOf, METRICS } from "./metrics.ts";

/** What one output of a model is compared with its targets by. */
export interface OutputRecipe {
  /** Name of the layer that gives the output. */
  readonly name: string;
  readonly loss: LossName;
  readonly metrics: readonly MetricName[];
}

/** What a model computes and how it is trained, without its weights. */
export interface Recipe {
  /** The topology, as `model.toJSON()` gives it. */
  readonly topology: string;
  /** One for each output of the model. */
  readonly outputs: readonly OutputRecipe[];
}

/**
 * Reads topology, losses and metrics of a compiled model.
 *
 * @param model A compiled model.
 * @returns Its recipe.
 * @throws {TypeError} If the model is not compiled, or was compiled with a loss or a metric that has no name here.
 */
export function describeModel(model: tf.LayersModel): Recipe {
  const names = model.outputNames;
  const losses = itemsOf(model, "loss", model.loss);
  const metrics = metricsOf(model);
  return {
    topology: JSON.stringify(model.toJSON(null, false)),
    outputs: names.map((name, i) => ({
      name,
      loss: requireName("loss", losses[i], lossNameOf, LOSSES),
      metrics: (metrics[i] ?? []).map((metric) =>
        requireName("metric", metric, metricNameOf, METRICS)
      ),
    })),
  };
}

/** One loss an output, from the forms that `model.compile` takes: one for all, a list, or by name of the output. */
function itemsOf(model: tf.LayersModel, kind: string, given: unknown): readonly unknown[] {
  const names = model.outputNames;
  if (Array.isArray(given)) {
    if (given.length === names.length) return given;
    throw new TypeError(
      `Cannot train model "${model.name}": expected a ${kind} for each of its ${names.length} outputs, ` +
        `got ${given.length}`,
    );
  }
  if (isRecord(given)) return names.map((name) => given[name]);
  return names.map(() => given);
}

/** The metrics of each output; a list without names of outputs is for each of them, as in tfjs. */
function metricsOf({ metrics, outputNames }: tf.LayersModel): readonly (readonly unknown[])[] {
  const given: unknown = metrics;
  const listOf = (one: unknown): readonly unknown[] =>
    one === undefined || one === null ? [] : Array.isArray(one) ? one : [one];
  if (isRecord(given)) return outputNames.map((name) => listOf(given[name]));
  return outputNames.map(() => listOf(given));
}

function requireName<Name extends string>(
  kind: string,
  given: unknown,
  find: (given: unknown) => Name | undefined,
  names: readonly string[],
): Name {
  const name = find(given);
  if (name) return name;
  const got = typeof given === "string"
    ? `"${given}"`
    : given === undefined
    ? "none"
    : "a function";
  throw new TypeError(
    `Cannot train with this ${kind}: expected the name of one of ${names.join(", ")}, got ${got}`,
  );
}
