/**
 * Standardised targets, and predictions of them, in the unit that they had before.
 *
 * @module
 */
import type { ShapedArray } from "../arrays/shaped.ts";
import type { Unit } from "../dataset/dataset.ts";

/**
 * Gives values their own unit again.
 *
 * @param values Standardised values, one sample after another.
 * @param units The units of the values of a sample.
 * @param into Is overwritten with as many values.
 */
export function writeInOwnUnit(
  values: ArrayLike<number>,
  units: readonly Unit[],
  into: Float32Array | Float64Array,
): void {
  for (let i = 0, each = 0; i < values.length; i++, each++) {
    if (each === units.length) each = 0;
    const { mean, deviation } = units[each] ?? { mean: 0, deviation: 1 };
    into[i] = (values[i] ?? NaN) * deviation + mean;
  }
}

/**
 * Makes a function that gives arrays their own unit, one after another.
 *
 * @param units The units of the values of a sample.
 * @returns The function. What it gives holds until it is called again.
 */
export function ownUnit(units: readonly Unit[]): (values: ShapedArray) => ShapedArray {
  // Arrays are as large as a batch, and most batches are of one size.
  let values = new Float64Array();
  return ({ data, shape }) => {
    if (values.length !== data.length) values = new Float64Array(data.length);
    writeInOwnUnit(data, units, values);
    return { data: values, shape };
  };
}
