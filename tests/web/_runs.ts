/**
 * Folders of runs for the tests of the page.
 *
 * @module
 */
import { ensureDir } from "@std/fs/ensure-dir";
import * as tf from "@tensorflow/tfjs";
import { createMlp, type DatasetName, modelFolder, useBackend } from "tandem";
import { resolveConfig } from "../../src/config/resolve.ts";
import { metricsLine } from "../../src/run/metrics_file.ts";
import { saveConfig } from "../../src/run/run_folder.ts";

/**
 * Appends an epoch to a run.
 *
 * @param run The run's folder; it is created.
 * @param epoch The epoch, counted from 0.
 * @param dataset The run's data set.
 */
export async function endEpoch(
  run: string,
  epoch: number,
  dataset: DatasetName = "mnist",
): Promise<void> {
  const logs = { loss: 1 / (epoch + 1), val_loss: 2 / (epoch + 1) };
  const line = metricsLine({ type: "epoch", epoch, logs, seconds: 1, samplesPerSecond: 9 });
  await ensureDir(run);
  await saveConfig(run, resolveConfig({ flags: new Map([["dataset", dataset]]) }));
  await Deno.writeTextFile(`${run}/metrics.jsonl`, line, { append: true });
}

/**
 * Saves a model that always says the same class.
 *
 * @param folder Where to.
 * @param label The class.
 * @param inputSize Number of pixels that the model takes.
 */
export async function saveConstantModel(
  folder: string,
  label: number,
  inputSize = 784,
): Promise<void> {
  await useBackend("cpu");
  const model = createMlp({ inputSize, hidden: [], outputSize: 10 });
  const bias = tf.tidy(() => tf.oneHot(label, 10).mul(1000));
  model.setWeights([tf.zeros([inputSize, 10]), bias]);
  await model.save(modelFolder(folder));
  model.dispose();
}
