/**
 * The model that a run trains.
 *
 * @module
 */
import { join } from "node:path";
import type { RunConfig } from "../src/config/run_config.ts";
import type { Dataset } from "../src/dataset/dataset.ts";
import { sampleSetOf } from "../src/dataset/sample_set.ts";
import { sampleShapes } from "../src/model/batch.ts";
import { compileModel } from "../src/model/compile.ts";
import { loadModelFile, loadTrainedFile } from "../src/model/load_file.ts";
import { createMlp } from "../src/model/mlp.ts";
import type { LayersModel } from "../src/model/topology.ts";
import { UsageError } from "./_command.ts";
import { mlpOptions } from "./_fit_options.ts";

/**
 * Builds a perceptron, or reads the model of a file.
 *
 * @param config The configuration.
 * @param dataset What the model is for.
 * @returns The model, compiled.
 * @throws {UsageError} If the file holds no model, or one that the data does not fit.
 */
export async function createModel(config: RunConfig, dataset: Dataset): Promise<LayersModel> {
  if (config.model === "mlp") return createMlp(mlpOptions(config, dataset));
  try {
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
