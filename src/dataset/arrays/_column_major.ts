/**
 * Arrays that are stored in Fortran's order.
 *
 * @module
 */
import type { NumberArray } from "./number_array.ts";

/**
 * Puts an array whose first axis varies fastest into the order in which its last one does.
 *
 * @param array The array, its values in Fortran's order.
 * @returns The same array in C order.
 */
export function fromColumnMajor(array: NumberArray): NumberArray {
  const { shape, data } = array;
  if (shape.length < 2) return array;
  const ordered = data.slice();
  const index = shape.map(() => 0);
  for (let at = 0; at < ordered.length; at++) {
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from = from * (shape[axis] ?? 1) + (index[axis] ?? 0);
    }
    ordered[at] = data[from] ?? 0;
    advance(index, shape);
  }
  return { ...array, data: ordered };
}

/** Goes on to the next value: the last axis counts first. */
function advance(index: number[], shape: readonly number[]): void {
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const next = (index[axis] ?? 0) + 1;
    index[axis] = next < (shape[axis] ?? 1) ? next : 0;
    if (index[axis] !== 0) return;
  }
}
