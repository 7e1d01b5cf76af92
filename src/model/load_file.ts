/**
 * Models from files: of tfjs, or of Keras, with weights or without.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { distance } from "fastest-levenshtein";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { readText } from "../files/read_text.ts";
import { toKeras2 } from "./_keras_topology.ts";
import {
  type ModelFile,
  parseModelFile,
  readWeightFiles,
  type WeightGroup,
  type Weights,
} from "./_model_json.ts";
import { drawingFrom } from "./draw.ts";
import type { LayersModel } from "./topology.ts";

/**
 * Reads a layers model from a JSON file, which is one of:
 * - `model.json` with its weights in files beside it, as tfjs saves it and tensorflowjs_converter exports it from Keras;
 *   weights that were stored in fewer bits become float32
 * - a topology alone: `model.toJSON()` of tfjs, or `model.to_json()` of Keras 2 or 3
 *
 * Layers of classes of one's own have to be registered with tfjs before; to be trained, they take the modules that
 * define them.
 *
 * @param path Path of the file.
 * @param seed Seed of the initial weights, where the file has none. An initializer with a seed of its own keeps it.
 * @returns The model, not compiled.
 * @throws {Deno.errors.NotFound} If there is no such file, or a file of weights is missing.
 * @throws {SyntaxError} If the file holds no layers model, or its weights are too short or too long.
 * @throws {TypeError} If tfjs cannot build the model, for instance for a class of layers that it does not know.
 *
 * @example
 * ```ts
 * import { createMlp, loadModelFile, useBackend } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * await useBackend("cpu");
 * const model = createMlp({ inputSize: 4, hidden: [8], outputSize: 3 });
 * const file = await Deno.makeTempFile();
 * await Deno.writeTextFile(file, JSON.stringify(model.toJSON(null, false)));
 * assertEquals((await loadModelFile(file, 1)).countParams(), model.countParams());
 * await Deno.remove(file);
 * ```
 */
export async function loadModelFile(path: string, seed: number): Promise<LayersModel> {
  const file = parseModelFile(await readModelText(path), path);
  if (file.manifest) return await buildWithWeights(path, file.topology, file.manifest);
  const generator = xoroshiro128plus(seed);
  return await building(path, () => {
    const topology = toKeras2(file.topology) as unknown as ModelJson;
    return drawingFrom(
      () => uniformFloat64(generator),
      () => tf.models.modelFromJSON(topology),
    );
  });
}

/**
 * Reads a layers model that was trained: as {@linkcode loadModelFile} does, but never without weights.
 *
 * @param path Path of the file.
 * @returns The model, not compiled.
 * @throws {Deno.errors.NotFound} If there is no such file, or a file of weights is missing.
 * @throws {SyntaxError} If the file holds no layers model, or one without weights.
 * @throws {TypeError} If tfjs cannot build the model.
 */
export async function loadTrainedFile(path: string): Promise<LayersModel> {
  const { topology, manifest } = parseModelFile(await readModelText(path), path);
  if (manifest) return await buildWithWeights(path, topology, manifest);
  throw new SyntaxError(
    `Cannot read model "${path}": expected weights beside its layers, got the layers alone`,
  );
}

async function buildWithWeights(
  path: string,
  topology: ModelFile["topology"],
  manifest: readonly WeightGroup[],
): Promise<LayersModel> {
  const weights = await readWeightFiles(path, manifest);
  return await building(path, () => withWeights(toKeras2(topology), weights));
}

/** Builds a model, and says of which file it cannot. */
async function building(path: string, build: () => Promise<LayersModel>): Promise<LayersModel> {
  try {
    return await build();
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw new TypeError(`Cannot build model "${path}": ${reasonOf(cause)}`, { cause });
  }
}

// tfjs declares the topology with a type that it does not export.
type ModelJson = Parameters<typeof tf.models.modelFromJSON>[0];

async function readModelText(path: string): Promise<string> {
  try {
    return await readText(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) {
      throw new Deno.errors.NotFound(
        `Cannot read model "${path}": expected a JSON file, got no file of this name`,
        { cause },
      );
    }
    if (cause instanceof Deno.errors.IsADirectory) {
      throw new TypeError(`Cannot read model "${path}": expected a JSON file, got a folder`, {
        cause,
      });
    }
    throw cause;
  }
}

function withWeights(
  topology: ModelFile["topology"],
  { weightSpecs, weightData }: Weights,
): Promise<tf.LayersModel> {
  // Keras 3 puts the model's name before all others.
  const prefix = `${topology.config["name"]}/`;
  const prefixed = weightSpecs.every(({ name }) => name.startsWith(prefix));
  const specs = prefixed
    ? weightSpecs.map((spec) => ({ ...spec, name: spec.name.slice(prefix.length) }))
    : weightSpecs;
  const artifacts = { modelTopology: topology, weightSpecs: specs, weightData };
  return tf.loadLayersModel({ load: () => Promise.resolve(artifacts) });
}

/** What tfjs could not build, in one line. */
function reasonOf({ message }: Error): string {
  const [, kind, name] = /^Unknown (\w+): (.*?)\. This may be/.exec(message) ?? [];
  if (kind === undefined || name === undefined) return message.split("\n", 1)[0] ?? "";
  const known = Object.keys(tf.serialization.SerializationMap.getMap().classNameMap);
  const near = known.toSorted((a, b) => distance(name, a) - distance(name, b))[0] ?? "";
  const hint = distance(name, near) <= 2 ? `; did you mean "${near}"?` : "";
  return `tfjs knows no ${kind} "${name}"${hint}`;
}
