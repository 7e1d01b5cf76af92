/**
 * A compiled tf.LayersModel as plain data: what a worker needs to build the same model.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { isRecord } from "../is_record.ts";
import { type Comparison, LOSSES, type LossName, lossNameOf, type OwnFunction } from "./losses.ts";
import { type MetricName, metricNameOf, METRICS } from "./metrics.ts";
import { type ExportedFunction, exportOf, ownFunctionOf, type OwnModule } from "./own_modules.ts";

/** What one output of a model is compared with its targets by. */
export interface ComparedOutput<Own = OwnFunction> {
  /** Name of the layer that gives the output. */
  readonly name: string;
  readonly loss: LossName | Own;
  readonly metrics: readonly (MetricName | Own)[];
}

/** What a model computes and how it is trained, without its weights. */
export interface Recipe {
  /** Name of the model. */
  readonly name: string;
  /** The topology, as `model.toJSON()` gives it. */
  readonly topology: string;
  /** What {@linkcode weightKinds} says of the weights. */
  readonly weights: readonly string[];
  /** The models within it that are not trained, by {@linkcode innerModels}: tfjs leaves that out of a topology. */
  readonly frozen: readonly string[];
  /** One for each output of the model. */
  readonly outputs: readonly ComparedOutput<ExportedFunction>[];
  /** URLs of the modules that define what tfjs does not have. */
  readonly modules: readonly string[];
}

/**
 * Reads topology, losses and metrics of a compiled model.
 *
 * @param model A compiled model.
 * @param modules What losses and metrics of one's own come from. @default none
 * @returns Its recipe.
 * @throws {TypeError} If the model is not compiled, or was compiled with a loss or a metric that has no name here, and
 * that no module exports.
 */
export function describeModel(model: tf.LayersModel, modules: readonly OwnModule[] = []): Recipe {
  return {
    name: model.name,
    topology: JSON.stringify(model.toJSON(null, false)),
    weights: weightKinds(model),
    frozen: innerModels(model).filter(({ inner }) => !inner.trainable).map(({ path }) => path),
    outputs: comparedOutputs(model).map((output) =>
      withFunctions(output, (kind, own) => exportOf(kind, own, modules))
    ),
    modules: modules.map(({ url }) => url),
  };
}

/**
 * Tells the weights of models apart: only between models whose weights are alike can they be copied.
 *
 * @param model The model.
 * @returns The shape of each weight: of those that the gradient moves, then of the others, which says so.
 */
export function weightKinds(model: tf.LayersModel): string[] {
  return [
    ...model.trainableWeights.map(({ shape }) => `[${shape}]`),
    ...model.nonTrainableWeights.map(({ shape }) => `[${shape}], not trained`),
  ];
}

/**
 * The models that a model has among its layers, and those within them.
 *
 * @param model The model.
 * @param path The names that lead to it. @default none
 * @returns Each model, with the names that lead to it.
 */
export function innerModels(
  { layers }: tf.LayersModel,
  path = "",
): { path: string; inner: tf.LayersModel }[] {
  return layers.filter((layer) => "layers" in layer).flatMap((layer) => {
    const found = { path: `${path}/${layer.name}`, inner: layer as tf.LayersModel };
    return [found, ...innerModels(found.inner, found.path)];
  });
}

/**
 * Reads what the outputs of a compiled model are compared by in this thread, where functions need no module.
 *
 * @param model A compiled model.
 * @returns One for each output of the model.
 * @throws {TypeError} If the model is not compiled, or was compiled with a name that is none here.
 */
export function comparedOutputs(model: tf.LayersModel): ComparedOutput[] {
  const losses = itemsOf(model, "loss", model.loss);
  const metrics = metricsOf(model);
  return model.outputNames.map((name, i) => ({
    name,
    loss: known("loss", losses[i], lossNameOf, LOSSES),
    metrics: (metrics[i] ?? []).map((metric) => known("metric", metric, metricNameOf, METRICS)),
  }));
}

/**
 * Finds the functions of one's own in the modules that this thread has imported.
 *
 * @param recipe The recipe.
 * @param modules The modules.
 * @returns What each output is compared by.
 * @throws {TypeError} If a module lacks a function.
 */
export function outputsFrom({ outputs }: Recipe, modules: readonly OwnModule[]): ComparedOutput[] {
  return outputs.map((output) =>
    withFunctions(output, (_, reference) => ownFunctionOf(reference, modules))
  );
}

/** The same output, with other things in place of the functions of one's own. */
function withFunctions<From extends object, To>(
  { name, loss, metrics }: ComparedOutput<From>,
  other: (kind: string, own: From) => To,
): ComparedOutput<To> {
  return {
    name,
    loss: typeof loss === "string" ? loss : other("loss", loss),
    metrics: metrics.map((metric) => typeof metric === "string" ? metric : other("metric", metric)),
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

/** A loss or a metric by its name, or a function that has none here. */
function known<Name extends string>(
  kind: string,
  given: unknown,
  find: (given: unknown) => Name | undefined,
  names: readonly string[],
): Name | OwnFunction {
  const name = find(given);
  if (name) return name;
  if (typeof given === "function") {
    return { name: given.name || kind, compute: given as Comparison };
  }
  const got = typeof given === "string"
    ? `"${given}"`
    : given === undefined
    ? "none"
    : typeof given;
  throw new TypeError(
    `Cannot train with this ${kind}: expected a function, or the name of one of ` +
      `${names.join(", ")}, got ${got}`,
  );
}
