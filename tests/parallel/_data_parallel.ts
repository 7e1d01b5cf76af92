/**
 * Starts data parallelism as `fit` does, for tests that look at single steps.
 *
 * @module
 */
import type { BackendName, Dataset } from "tandem";
import { sampleSetOf } from "../../src/dataset/sample_set.ts";
import { describeModel } from "../../src/model/recipe.ts";
import { countValues, type LayersModel } from "../../src/model/topology.ts";
import { readWeights, splitWeights } from "../../src/model/topology.ts";
import { DataParallel } from "../../src/parallel/data_parallel.ts";
import type { PoolOptions } from "../../src/parallel/pool.ts";
import { optimizerOf } from "../../src/training/optimizer_of.ts";

/** Starts workers on a model. */
export function startParallel(
  model: LayersModel,
  dataset: Dataset,
  workers: number,
  backend: BackendName = "wasm",
  pool: PoolOptions = {},
): Promise<DataParallel> {
  const recipe = describeModel(model);
  const replica = { seed: 1, backend, recipe, optimizer: optimizerOf(model) };
  return DataParallel.start({ ...pool, workers, model, samples: sampleSetOf(dataset), replica });
}

/** All trainable weights of a model, one after another. */
export function flatWeights(model: LayersModel): Float32Array {
  const { trainable } = splitWeights(model);
  const flat = new Float32Array(countValues(trainable));
  readWeights(trainable, flat);
  return flat;
}
