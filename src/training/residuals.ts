/**
 * Targets beside predictions, for whoever wants to see where a regression errs.
 *
 * @module
 */
import { sizeOfShape } from "../arrays/shape.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { takeSamples } from "../dataset/sample_array.ts";
import { writeInOwnUnit } from "../model/own_unit.ts";
import { predictSamples } from "../model/predict_samples.ts";
import type { LayersModel } from "../model/topology.ts";

/** Samples that are looked at: more are no more to the eye. */
const MOST = 2000;

/** Targets of an output, and what a model says of them: as many of both, in the same order and unit. */
export interface Residuals {
  /** Name of the output. */
  readonly name: string;
  /** What is true. */
  readonly targets: readonly number[];
  /** What the model says, finite numbers. */
  readonly predictions: readonly number[];
}

/**
 * Lays targets beside predictions, for samples that are picked evenly where there are many.
 *
 * @param model A model of numbers, with one input and one output.
 * @param dataset The samples; where their targets have units, targets and predictions are in these.
 * @param names What each value of a target is called, in their order.
 * @param most How many samples are picked at most. @default 2000
 * @returns One for each value of a target. Predictions that are no finite numbers are left out, with their targets.
 * @throws {TypeError} If the data set does not fit the model, or has not as many values as there are names.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { createDataset, residualsOf, useBackend } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * await useBackend("cpu");
 * const layer = tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" });
 * const model = tf.sequential({ layers: [layer] });
 * const dataset = createDataset({
 *   inputs: { data: new Float32Array([1, 2]), shape: [1] },
 *   targets: { data: new Float32Array([1.5, 2]), shape: [1] },
 * });
 * assertEquals(residualsOf(model, dataset, ["price"]), [
 *   { name: "price", targets: [1.5, 2], predictions: [1, 2] },
 * ]);
 * ```
 */
export function residualsOf(
  model: LayersModel,
  { size, inputs, targets, units }: Dataset,
  names: readonly string[],
  most = MOST,
): Residuals[] {
  const width = sizeOfShape(targets.shape);
  if (width !== names.length) {
    throw new TypeError(
      `Cannot compare predictions of ${names.join(", ")}: expected a value of a target for each, ` +
        `got ${width}`,
    );
  }
  const count = Math.min(size, most);
  const picked = Uint32Array.from({ length: count }, (_, i) => Math.floor(i * size / count));
  const predictions = predictSamples(model, takeSamples(inputs, picked), units ? { units } : {});
  const { data } = takeSamples(targets, picked);
  const actual = Float64Array.from(data, (value) => value * targets.scale);
  if (units) writeInOwnUnit(actual, units, actual);
  return names.map((name, output) => {
    const places = Array.from(picked, (_, i) => i * width + output)
      .filter((place) => Number.isFinite(predictions[place]));
    return {
      name,
      targets: places.map((place) => actual[place] ?? NaN),
      predictions: places.map((place) => predictions[place] ?? NaN),
    };
  });
}
