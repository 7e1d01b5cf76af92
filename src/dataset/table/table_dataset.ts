/**
 * Inputs and targets of rows as a data set.
 *
 * @module
 */
import { createDataset, type Dataset } from "../dataset.ts";
import { encodeTargets } from "../encode_targets.ts";
import type { TablePreprocessing } from "../preprocessing.ts";
import { inputSizeOf } from "./inputs.ts";

/**
 * Puts inputs and targets together.
 *
 * @param preprocessing What they went through.
 * @param inputs The inputs. Shape: `[rows, inputs]`.
 * @param values What the targets stand for, by target, as `readTargets` gives it. Shape of each: `[rows]`.
 * @returns The data set; it shares the memory of the inputs.
 */
export function tableDataset(
  preprocessing: TablePreprocessing,
  inputs: Float32Array,
  values: readonly Float64Array[],
): Dataset {
  return createDataset({
    inputs: { data: inputs, shape: [inputSizeOf(preprocessing)] },
    ...encodeTargets(preprocessing, values),
  });
}
