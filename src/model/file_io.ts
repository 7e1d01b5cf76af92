/**
 * Models on disk in the tfjs layers format: `model.json` and `weights.bin`, which open in a browser, in Node and in
 * the tensorflowjs converter.
 *
 * @module
 */
import { ensureDir } from "@std/fs/ensure-dir";
import * as tf from "@tensorflow/tfjs";
import { writeAtomically } from "../files/atomic_write.ts";
import { readText } from "../files/read_text.ts";
import { parseModelFile, readWeightFiles } from "./_model_json.ts";

/** What `model.save` and `tf.loadLayersModel` take. */
export type ModelHandler = tf.io.IOHandler;

const WEIGHTS = "weights.bin";

/**
 * Saves models into a folder, and loads them from it.
 *
 * @param folder Path of the folder; saving creates it.
 * @returns A handler for `model.save` and `tf.loadLayersModel`.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { createMlp, modelFolder, useBackend } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * await useBackend("cpu");
 * const folder = await Deno.makeTempDir();
 * const model = createMlp({ inputSize: 4, hidden: [], outputSize: 3 });
 * await model.save(modelFolder(folder));
 * const loaded = await tf.loadLayersModel(modelFolder(folder));
 * assertEquals(loaded.countParams(), model.countParams());
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function modelFolder(folder: string): ModelHandler {
  return {
    save: (artifacts) => saveModel(folder, artifacts),
    load: () => loadModel(folder),
  };
}

async function saveModel(
  folder: string,
  artifacts: tf.io.ModelArtifacts,
): Promise<tf.io.SaveResult> {
  const { modelTopology, weightSpecs = [], weightData = new ArrayBuffer(0), ...described } =
    artifacts;
  const bytes = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
  const json = {
    modelTopology,
    format: described.format ?? "layers-model",
    generatedBy: described.generatedBy ?? `TensorFlow.js tfjs-layers v${tf.version_layers}`,
    convertedBy: described.convertedBy ?? null,
    ...(described.trainingConfig ? { trainingConfig: described.trainingConfig } : {}),
    weightsManifest: [{ paths: [WEIGHTS], weights: weightSpecs }],
  };
  await ensureDir(folder);
  // The weights come first: a folder with a new model.json is whole.
  await writeAtomically(folder, WEIGHTS, bytes);
  await writeAtomically(folder, "model.json", JSON.stringify(json));
  return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
}

async function loadModel(folder: string): Promise<tf.io.ModelArtifacts> {
  const file = `${folder}/model.json`;
  const { topology, manifest } = parseModelFile(await readText(file), file);
  if (!manifest) throw new SyntaxError(`Cannot read model "${file}": expected "weightsManifest"`);
  return { modelTopology: topology, ...await readWeightFiles(file, manifest) };
}
