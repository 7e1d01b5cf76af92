/**
 * Finding numbers that are none among samples, before a loss that follows from them is blamed on training.
 *
 * @module
 */
import { sizeOfShape } from "../arrays/shape.ts";
import type { SampleArray } from "../dataset/sample_array.ts";
import type { SampleSet } from "../dataset/sample_set.ts";
import type { LayersModel } from "../model/topology.ts";

/**
 * Refuses samples that hold NaN or infinity.
 *
 * @param model The model that they are for.
 * @param samples The samples.
 * @throws {RangeError} If there is one; the message names the input or output, and the sample.
 */
export function requireFinite(
  { inputNames, outputNames }: LayersModel,
  { inputs, targets }: SampleSet,
): void {
  inputs.forEach((array, i) => refuse(array, `input "${inputNames[i]}"`));
  targets.forEach((array, i) => refuse(array, `the targets of "${outputNames[i]}"`));
}

function refuse({ data, shape }: SampleArray, where: string): void {
  if (!(data instanceof Float32Array)) return;
  const wrong = firstInfinite(data);
  if (wrong === undefined) return;
  const sample = Math.floor(wrong / sizeOfShape(shape));
  throw new RangeError(
    `Cannot train on ${data[wrong]} in ${where}, sample ${sample}: expected finite numbers; ` +
      "replace it, or leave the sample out",
  );
}

/** A plain loop: it goes through millions of numbers before training starts. */
function firstInfinite(data: Float32Array): number | undefined {
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) return i;
  }
  return undefined;
}
