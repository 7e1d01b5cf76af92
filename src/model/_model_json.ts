/**
 * The files of the tfjs layers format: `model.json`, and the weights that it names.
 *
 * @module
 */
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { isRecord } from "../is_record.ts";
import type { ClassJson } from "./_keras_topology.ts";

/** Files of weights, and what lies in them one after the other. */
export interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly tf.io.WeightsManifestEntry[];
}

/** What `model.json` holds. */
export interface ModelFile {
  readonly topology: ClassJson;
  /** The weights; nothing where there is the topology alone. */
  readonly manifest: readonly WeightGroup[] | undefined;
}

/** Weights as tfjs takes them. */
export interface Weights {
  readonly weightSpecs: tf.io.WeightsManifestEntry[];
  readonly weightData: ArrayBuffer;
}

/**
 * Reads what a model file says.
 *
 * @param text `model.json` of a layers model, or a topology alone: `model.toJSON()` of tfjs, `model.to_json()` of Keras.
 * @param file Its path, for the message.
 * @returns Topology and weights' places.
 * @throws {SyntaxError} If it is neither.
 */
export function parseModelFile(text: string, file: string): ModelFile {
  const json = parseJson(text, file);
  // A text of JSON within JSON is what JSON.stringify makes of model.toJSON().
  const { modelTopology, weightsManifest, format, ...bare } = fieldsOf(
    typeof json === "string" ? parseJson(json, file) : json,
  );
  const described = fieldsOf(modelTopology ?? bare);
  if (format === "graph-model" || "node" in described) {
    throw new SyntaxError(
      `Cannot read model "${file}": expected a layers model, got a graph model, whose layers are lost; ` +
        `export the Keras model with "tensorflowjs_converter --output_format tfjs_layers_model"`,
    );
  }
  // Keras's own files have more around the topology.
  const topology = fieldsOf(described["model_config"] ?? described);
  if (typeof topology["class_name"] !== "string" || typeof topology["config"] !== "object") {
    throw new SyntaxError(
      `Cannot read model "${file}": expected "modelTopology" with "class_name" and "config"`,
    );
  }
  return {
    topology: topology as unknown as ClassJson,
    manifest: weightsManifest === undefined ? undefined : groupsOf(weightsManifest, file),
  };
}

/**
 * Reads the weights that a model file names.
 *
 * @param file Path of the model file, beside which they lie.
 * @param manifest The groups of weights.
 * @returns The weights.
 * @throws {Deno.errors.NotFound} If a file is missing.
 * @throws {SyntaxError} If they are too short or too long.
 */
export async function readWeightFiles(
  file: string,
  manifest: readonly WeightGroup[],
): Promise<Weights> {
  const paths = manifest.flatMap((group) => group.paths);
  const weightSpecs = manifest.flatMap((group) => group.weights);
  const parts = await Promise.all(paths.map((path) => readPart(file, path)));
  const weightData = new Uint8Array(await new Blob(parts).arrayBuffer()).buffer;
  const expected = weightSpecs.reduce((sum, weight) => sum + bytesOf(weight), 0);
  // Strings alone do not tell their length, and are no weights that train.
  if (!Number.isNaN(expected) && weightData.byteLength !== expected) {
    throw new SyntaxError(
      `Cannot read model "${file}": expected ${expected} bytes of weights, got ${weightData.byteLength}`,
    );
  }
  return { weightSpecs, weightData };
}

async function readPart(file: string, path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(join(file, "..", path));
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new Deno.errors.NotFound(
      `Cannot read model "${file}": expected its weights beside it, got no file "${path}"`,
      { cause },
    );
  }
}

const VALUE_BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  float16: 2,
  int32: 4,
  uint16: 2,
  uint8: 1,
  bool: 1,
  complex64: 8,
};

function bytesOf({ shape, dtype, quantization }: tf.io.WeightsManifestEntry): number {
  return tf.util.sizeFromShape(shape) * (VALUE_BYTES[quantization?.dtype ?? dtype] ?? NaN);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(`Cannot read model "${file}": expected JSON`, { cause });
  }
}

function fieldsOf(json: unknown): Readonly<Record<string, unknown>> {
  return isRecord(json) ? json : {};
}

function groupsOf(manifest: unknown, file: string): WeightGroup[] {
  const isGroup = (group: unknown): boolean => {
    const { paths, weights } = fieldsOf(group);
    return Array.isArray(paths) && Array.isArray(weights);
  };
  if (Array.isArray(manifest) && manifest.every(isGroup)) return manifest;
  throw new SyntaxError(
    `Cannot read model "${file}": expected "weightsManifest" with lists of "paths" and "weights"`,
  );
}
