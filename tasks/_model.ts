/**
 * The model that a run trains.
 *
 * @module
 */
import { join } from "node:path";
import { exists } from "@std/fs/exists";
import { ARCHITECTURE_NAMES, architectureOf } from "../src/config/architectures.ts";
import type { RunConfig } from "../src/config/run_config.ts";
import type { Dataset } from "../src/dataset/dataset.ts";
import { sampleSetOf } from "../src/dataset/sample_set.ts";
import type { Task } from "../src/dataset/task.ts";
import { sampleShapes } from "../src/model/batch.ts";
import { compileModel } from "../src/model/compile.ts";
import { loadModelFile, loadTrainedFile } from "../src/model/load_file.ts";
import type { LayersModel } from "../src/model/topology.ts";
import { oneOf } from "../src/options.ts";
import { UsageError } from "./_command.ts";
import { blueprintOf } from "./_fit_options.ts";

/**
 * Builds the model of a name, or reads that of a file.
 *
 * @param config The configuration.
 * @param dataset What the model is for.
 * @param task What it is to learn.
 * @returns The model, compiled.
 * @throws {UsageError} If the file holds no model, or the data does not fit the model.
 */
export async function createModel(
  config: RunConfig,
  dataset: Dataset,
  task: Task,
): Promise<LayersModel> {
  const architecture = architectureOf(config.model);
  try {
    if (architecture) return architecture.create(blueprintOf(config, dataset, task));
    if (!/[./\\]/.test(config.model) && !await exists(config.model)) {
      throw new UsageError(
        `Cannot use --model "${config.model}": ${oneOf(ARCHITECTURE_NAMES, config.model)}`,
      );
    }
    const model = await loadModelFile(config.model, config.seed);
    sampleShapes(model, sampleSetOf(dataset));
    const { learningRate } = config.optimizer;
    return compileModel(model, { ...config, learningRate });
  } catch (error) {
    if (error instanceof Error) throw new UsageError(error.message);
    throw error;
  }
}

/**
 * Loads a model that a run has saved.
 *
 * @param folder The model's folder.
 * @param config What it is measured by.
 * @returns The model, compiled.
 */
export async function loadTrained(
  folder: string,
  { loss, metrics }: Pick<RunConfig, "loss" | "metrics">,
): Promise<LayersModel> {
  return compileModel(await loadTrainedFile(join(folder, "model.json")), { loss, metrics });
}
