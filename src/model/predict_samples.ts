/**
 * What a model says of samples whose targets are not known.
 *
 * @module
 */
import { BOUNDS, requireBounds } from "../bounds.ts";
import { sizeOfShape } from "../arrays/shape.ts";
import type { Unit } from "../dataset/dataset.ts";
import type { SampleArray } from "../dataset/sample_array.ts";
import { requireUnits } from "../dataset/units.ts";
import { type OptionNames, refuseUnknown, withoutUndefined } from "../options.ts";
import { BatchRunner } from "./batch_runner.ts";
import { forEachBatch, outputsOf } from "./for_each_batch.ts";
import { writeInOwnUnit } from "./own_unit.ts";
import { samplesTogether } from "./samples_together.ts";
import { type LayersModel, weightTensors } from "./topology.ts";

/** How {@linkcode predictSamples} goes through the samples. */
export interface PredictOptions {
  /**
   * Samples that are computed at once; the result does not depend on it but for rounding.
   *
   * @default 1000, or as many as the layers give 32 MB for
   */
  readonly batchSize?: number;
  /** The units of the targets that the model was trained on, where they were standardised. @default none */
  readonly units?: readonly Unit[];
}

const NAMES: OptionNames<PredictOptions> = { batchSize: true, units: true };

/** Batches that are over before there is anything to replay. */
const FEW = 3;

/**
 * Computes the outputs of a model, in this process.
 *
 * @param model A model with one input and one output.
 * @param inputs The samples; there may be none.
 * @param options See {@linkcode PredictOptions}.
 * @returns The outputs of one sample after another, in their own unit where units are given. Shape: `[samples, ...output]`.
 * @throws {TypeError} If the samples do not fit the model, or there are not as many units as a sample has outputs.
 * @throws {RangeError} If the batch size or a unit is out of range.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { predictSamples, useBackend } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * await useBackend("cpu");
 * const layer = tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: "ones" });
 * const model = tf.sequential({ layers: [layer] });
 * const inputs = { data: new Float32Array([1, 2, 3, 4]), shape: [2], scale: 1 };
 * assertEquals(predictSamples(model, inputs), new Float32Array([3, 7]));
 * const units = [{ mean: 100, deviation: 10 }];
 * assertEquals(predictSamples(model, inputs, { units }), new Float32Array([130, 170]));
 * ```
 */
export function predictSamples(
  model: LayersModel,
  inputs: SampleArray,
  options: PredictOptions = {},
): Float32Array {
  const action = "Cannot predict with";
  refuseUnknown(action, options, NAMES);
  requireBounds(action, withoutUndefined({ batchSize: options.batchSize }), {
    batchSize: BOUNDS.training.batchSize,
  });
  const { batchSize = samplesTogether(model), units } = options;
  if (model.outputs.length !== 1) {
    throw new TypeError(
      `Cannot predict with model "${model.name}": expected one output, got ${model.outputs.length}`,
    );
  }
  const size = countSamples(model, inputs);
  using runner = new BatchRunner({
    model,
    given: weightTensors(model),
    compute: (batch) => outputsOf(model, batch, false),
    eager: size <= FEW * batchSize,
  });
  let rows = new Float32Array();
  let at = 0;
  forEachBatch(runner, { size, inputs: [inputs], targets: [] }, batchSize, ([output], count) => {
    if (!output) return;
    const { data, shape } = output;
    const width = data.length / count;
    if (at === 0) {
      if (units) requireUnits(`Cannot predict with model "${model.name}"`, units, shape.slice(1));
      rows = new Float32Array(size * width);
    }
    const into = rows.subarray(at, at += data.length);
    if (units) writeInOwnUnit(data, units, into);
    else into.set(data);
  });
  return rows;
}

function countSamples({ name }: LayersModel, { data, shape }: SampleArray): number {
  const size = data.length / sizeOfShape(shape);
  if (Number.isInteger(size)) return size;
  throw new TypeError(
    `Cannot predict with model "${name}": expected a multiple of ${sizeOfShape(shape)} values ` +
      `for inputs of shape [${shape}], got ${data.length}`,
  );
}
