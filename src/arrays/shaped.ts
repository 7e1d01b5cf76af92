/**
 * Plain arrays with a shape.
 *
 * @module
 */

/** Numbers in row-major order, and the shape in which they lie. */
export interface ShapedArray {
  /** The numbers, one after another. */
  readonly data: ArrayLike<number>;
  /** The sizes of the axes, the samples first. */
  readonly shape: readonly number[];
}
