/**
 * The place of the largest value.
 *
 * @module
 */

/**
 * Finds the largest of some values that lie one after another.
 *
 * @param values The array that holds them.
 * @param start Index of the first one. @default 0
 * @param count Number of values, 1 or more. @default all from there on
 * @returns The place of the first of the largest, counted from the first value; NaN is larger than none.
 */
export function argmax(
  values: ArrayLike<number>,
  start = 0,
  count: number = values.length - start,
): number {
  let best = 0;
  for (let i = 1; i < count; i++) {
    if ((values[start + i] ?? NaN) > (values[start + best] ?? NaN)) best = i;
  }
  return best;
}
