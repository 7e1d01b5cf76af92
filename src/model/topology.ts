/**
 * Builds models from their topology.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { readTensor, tensorOf } from "../engine/tensors.ts";
import { isRecord } from "../is_record.ts";
import { buildAnew } from "./_build_anew.ts";
import { fusedActivation } from "./losses.ts";
import { drawInKernels } from "./noise_layers.ts";
import type { Head } from "./objective.ts";
import type { Recipe } from "./recipe.ts";

/** A tfjs model made of layers. */
export type LayersModel = tf.LayersModel;

/** A model that a worker trains, and the activations that it stops short of. */
export interface BuiltModel {
  readonly model: tf.LayersModel;
  /** The activation that was taken off each output, to be fused with its loss. */
  readonly heads: readonly Head[];
}

interface LayerJson {
  class_name: string;
  config: { name: string; activation?: string; seed?: unknown };
  inbound_nodes?: unknown;
}

interface TopologyJson {
  class_name: string;
  config: { layers: LayerJson[]; output_layers?: [string, number, number][] };
}

/**
 * Builds a model from its recipe, without the last activations that can be fused with the losses. What it draws at random in a step it draws from `Math.random`: the seeds of dropout
 * layers are left out, since a seeded one draws the same mask in every step of tfjs.
 *
 * @param recipe The recipe.
 * @returns The model, whose weights are all zero.
 * @throws {TypeError} If a class is neither tfjs's nor registered in this thread, or layers of one's own do not give
 * their whole configuration.
 */
export async function buildModel(recipe: Recipe): Promise<BuiltModel> {
  const json: TopologyJson = JSON.parse(recipe.topology);
  const heads = recipe.outputs.map(({ loss }, output) =>
    takeOff(fusedActivation(loss), json, output)
  );
  for (const { class_name, config } of json.config.layers) {
    if (class_name === "Dropout") delete config.seed;
  }
  const model = await buildAnew(recipe, startFromZero(json));
  drawInKernels(model);
  return { model, heads };
}

/** The weights are given to the model in every step: drawing them would only take time. */
function startFromZero<Json>(json: Json): Json {
  const zeros = { class_name: "Zeros", config: {} };
  return JSON.parse(JSON.stringify(
    json,
    (key, value) => key.endsWith("_initializer") && isRecord(value) ? zeros : value,
  ));
}

/** Takes the activation off the layer of an output, where it is the given one and nothing else depends on it. */
function takeOff(activation: Head, { config }: TopologyJson, output: number): Head {
  const names = config.output_layers?.map(([name]) => name);
  const last = names === undefined
    ? config.layers.at(-1)
    : config.layers.find((layer) => layer.config.name === names[output]);
  if (!activation || last?.config.activation !== activation) return undefined;
  if (last.class_name !== "Dense" && last.class_name !== "Activation") return undefined;
  const name = JSON.stringify(last.config.name);
  const fed = config.layers.some(({ inbound_nodes: nodes }) =>
    JSON.stringify(nodes ?? []).includes(name)
  );
  const calls = Array.isArray(last.inbound_nodes) ? last.inbound_nodes.length : 1;
  if (fed || calls > 1) return undefined;
  last.config.activation = "linear";
  return activation;
}

/**
 * The weights of a model in the order in which they lie in shared memory.
 *
 * @param model The model.
 * @returns The weights that the gradient moves, and those that training moves without one.
 */
export function splitWeights(
  model: tf.LayersModel,
): { trainable: LayerWeight[]; state: LayerWeight[] } {
  return { trainable: model.trainableWeights, state: model.nonTrainableWeights };
}

/**
 * The tensors that hold the weights of a model: those that the gradient moves, then the others.
 *
 * @param model The model.
 * @returns The weights, until a layer or an optimizer gives them others.
 */
export function weightTensors(model: tf.LayersModel): tf.Tensor[] {
  const { trainable, state } = splitWeights(model);
  return [...trainable, ...state].map((weight) => weight.read());
}

/** A weight of a layer: a variable with a shape. */
export type LayerWeight = tf.LayersModel["trainableWeights"][number];

/**
 * Counts the values of weights.
 *
 * @param weights The weights.
 * @returns The sum of their sizes.
 */
export function countValues(weights: readonly LayerWeight[]): number {
  return weights.reduce((sum, weight) => sum + tf.util.sizeFromShape(weight.shape as number[]), 0);
}

/**
 * Copies weights into a flat vector, one after another.
 *
 * @param weights The weights.
 * @param into Is overwritten. Shape: `[countValues(weights)]`.
 */
export function readWeights(weights: readonly LayerWeight[], into: Float32Array): void {
  let offset = 0;
  for (const weight of weights) {
    const tensor = weight.read();
    readTensor(tensor, into.subarray(offset, offset + tensor.size));
    offset += tensor.size;
  }
}

/**
 * Sets weights from a flat vector, one after another.
 *
 * @param weights The weights.
 * @param from The values; they are copied. Shape: `[countValues(weights)]`.
 */
export function writeWeights(weights: readonly LayerWeight[], from: Float32Array): void {
  let offset = 0;
  for (const weight of weights) {
    const shape = weight.shape as number[];
    const size = tf.util.sizeFromShape(shape);
    const values = tensorOf(from.subarray(offset, offset + size), shape);
    weight.write(values);
    values.dispose();
    offset += size;
  }
}

/**
 * Copies all weights of a model: those that the gradient moves, then the others.
 *
 * @param model The model.
 * @returns The weights, one after another.
 */
export function copyWeights(model: tf.LayersModel): Float32Array {
  const { trainable, state } = splitWeights(model);
  const weights = [...trainable, ...state];
  const values = new Float32Array(countValues(weights));
  readWeights(weights, values);
  return values;
}

/**
 * Gives a model the weights that {@linkcode copyWeights} copied.
 *
 * @param model The model.
 * @param values The weights.
 */
export function pasteWeights(model: tf.LayersModel, values: Float32Array): void {
  const { trainable, state } = splitWeights(model);
  writeWeights([...trainable, ...state], values);
}
