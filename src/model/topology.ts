/**
 * Builds models from their topology.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { readTensor, tensorOf } from "../engine/tensors.ts";

/** A tfjs model made of layers. */
export type LayersModel = tf.LayersModel;

/** A model that a worker trains, and whether it stops short of its softmax. */
export interface BuiltModel {
  readonly model: tf.LayersModel;
  /** The model gives logits: the softmax of its last layer was taken off, to be fused with the loss. */
  readonly logits: boolean;
}

type ModelJson = Parameters<typeof tf.models.modelFromJSON>[0];

interface LayerJson {
  class_name: string;
  config: { name: string; activation?: string };
}

interface TopologyJson {
  class_name: string;
  config: { layers: LayerJson[]; output_layers?: [string, number, number][] };
}

/**
 * Builds a model from its topology.
 *
 * @param topology JSON text, as `model.toJSON()` gives it.
 * @param fuseSoftmax Take off the softmax of the last layer, if it has one.
 * @returns The model, with initial weights of its own.
 */
export async function buildModel(topology: string, fuseSoftmax: boolean): Promise<BuiltModel> {
  const json: TopologyJson = JSON.parse(topology);
  const logits = fuseSoftmax && takeOffSoftmax(json);
  // tfjs declares the topology with a type that it does not export.
  const model = await tf.models.modelFromJSON({ modelTopology: json } as unknown as ModelJson);
  return { model, logits };
}

function takeOffSoftmax({ config }: TopologyJson): boolean {
  const outputName = config.output_layers?.[0]?.[0];
  const last = outputName === undefined
    ? config.layers.at(-1)
    : config.layers.find((layer) => layer.config.name === outputName);
  if (last?.config.activation !== "softmax") return false;
  if (last.class_name !== "Dense" && last.class_name !== "Activation") return false;
  last.config.activation = "linear";
  return true;
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
