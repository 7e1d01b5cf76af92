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
