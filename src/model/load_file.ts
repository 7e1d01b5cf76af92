/**
 * Models from files: `model.json` in the tfjs layers format, with or without weights.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import * as tf from "@tensorflow/tfjs";
import { asKeras2 } from "./_keras.ts";
import type { LayersModel } from "./topology.ts";

type Fields = Record<string, unknown>;

/**
 * Reads a model made of layers: as tfjs saves it, as the tensorflowjs converter writes it from Keras, or a topology
 * alone, such as Keras's `model.to_json()`, whose weights are drawn anew.
 *
 * @param path Path of the JSON file; files of weights that it names lie beside it.
 * @param seed Seed of the weights that are drawn.
 * @returns The model.
 * @throws {SyntaxError} If the file holds no JSON, no model made of layers, or a layer that tfjs does not have.
 * @throws {Deno.errors.NotFound} If a file is not there.
 */
export async function loadModelFile(path: string, seed: number): Promise<LayersModel> {
  const json = await readJson(path);
  if (json["format"] === "graph-model") {
    throw new SyntaxError(
      `Cannot read model "${path}": expected layers, got a graph model; ` +
        "convert it with --output_format=tfjs_layers_model",
    );
  }
  const topology = topologyOf(json);
  const modelTopology = topology && asKeras2(topology);
  if (!modelTopology) {
    throw new SyntaxError(
      `Cannot read model "${path}": expected the topology of a model made of layers`,
    );
  }
  const weights = await readWeights(path, json["weightsManifest"]);
  return build(path, { modelTopology, ...weights }, seed);
}

async function readJson(path: string): Promise<Fields> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new Deno.errors.NotFound(
      `Cannot read model "${path}": expected a model.json in the tfjs layers format`,
      { cause },
    );
  }
  try {
    const json: unknown = JSON.parse(text);
    if (isFields(json)) return json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new SyntaxError(`Cannot read model "${path}": expected JSON`);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The topology of a saved model, of one from Keras, or on its own. */
function topologyOf(json: Fields): Fields | undefined {
  const topology = isFields(json["modelTopology"]) ? json["modelTopology"] : json;
  const model = isFields(topology["model_config"]) ? topology["model_config"] : topology;
  return typeof model["class_name"] === "string" && isFields(model["config"]) ? model : undefined;
}

async function readWeights(path: string, manifest: unknown): Promise<tf.io.ModelArtifacts> {
  if (!Array.isArray(manifest) || manifest.length === 0) return {};
  const groups: readonly tf.io.WeightsManifestConfig[number][] = manifest;
  const weightSpecs = groups.flatMap(({ weights }) => weights);
  const paths = groups.flatMap(({ paths }) => paths);
  const parts = await Promise.all(paths.map((name) => readPart(path, name)));
  const weightData = await new Blob(parts).arrayBuffer();
  const expected = weightSpecs.reduce((sum, spec) => sum + bytesOf(spec), 0);
  if (weightData.byteLength !== expected) {
    throw new SyntaxError(
      `Cannot read model "${path}": expected ${expected} bytes of weights, got ${weightData.byteLength}`,
    );
  }
  return { weightSpecs, weightData };
}

async function readPart(path: string, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = join(dirname(path), name);
  try {
    return await Deno.readFile(file);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new Deno.errors.NotFound(
      `Cannot read model "${path}": expected its weights in "${file}"`,
      { cause },
    );
  }
}

/** Quantised weights are stored in fewer bytes than the four of a float. */
function bytesOf({ shape, dtype, quantization }: tf.io.WeightsManifestEntry): number {
  const stored = quantization?.dtype ?? dtype;
  const bytes = { uint8: 1, bool: 1, uint16: 2, float16: 2 }[stored as string] ?? 4;
  return bytes * tf.util.sizeFromShape(shape);
}

async function build(
  path: string,
  artifacts: tf.io.ModelArtifacts,
  seed: number,
): Promise<LayersModel> {
  const unseeded = Math.random;
  const generator = xoroshiro128plus(seed);
  // Initialisers without a seed of their own draw from here.
  Math.random = () => uniformFloat64(generator);
  try {
    return await tf.loadLayersModel({ load: () => Promise.resolve(artifacts) });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    const unknown = /^Unknown \w+:? ([\w.]+\w)/.exec(reason ?? "")?.[1];
    throw new SyntaxError(
      `Cannot read model "${path}": ` +
        (unknown === undefined ? reason : `TensorFlow.js has no "${unknown}"`),
      { cause },
    );
  } finally {
    Math.random = unseeded;
  }
}
