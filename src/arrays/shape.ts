/**
 * Shapes of arrays.
 *
 * @module
 */

/**
 * Counts the values of a shape.
 *
 * @param shape The shape.
 * @returns The product of its sizes; 1 for a single value, whose shape is `[]`.
 */
export function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Counts the values of a shape, of which some sizes may be open: those count as one.
 *
 * @param shape The shape.
 * @returns The product of the sizes that are known.
 */
export function sizeOfOpenShape(shape: readonly (number | null)[]): number {
  return sizeOfShape(shape.map((size) => size ?? 1));
}
