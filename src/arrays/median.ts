/**
 * The middle of values.
 *
 * @module
 */

/**
 * Finds the median, by Hoare's selection ("Algorithm 65: Find", 1961): in linear time, without sorting all.
 *
 * @param values The values, none of them NaN; they are put in another order.
 * @returns The value in the middle, or the mean of the two there; NaN where there is none.
 */
export function medianOf(values: Float64Array): number {
  const middle = values.length >> 1;
  select(values, middle);
  const upper = values[middle] ?? NaN;
  if (values.length % 2 === 1) return upper;
  let lower = values[0] ?? NaN;
  for (let i = 1; i < middle; i++) lower = Math.max(lower, values[i] ?? NaN);
  return (lower + upper) / 2;
}

/** Puts the value of a rank at its place, no larger one before it and no smaller one behind it. */
function select(values: Float64Array, rank: number): void {
  let [left, right] = [0, values.length - 1];
  while (left < right) {
    const pivot = middleOfThree(values, left, right);
    let [i, j] = [left, right];
    while (i <= j) {
      while ((values[i] ?? NaN) < pivot) i++;
      while ((values[j] ?? NaN) > pivot) j--;
      if (i > j) break;
      const value = values[i] ?? NaN;
      values[i++] = values[j] ?? NaN;
      values[j--] = value;
    }
    if (rank <= j) right = j;
    else if (rank >= i) left = i;
    else return;
  }
}

/** Of values in order or in reverse it halves them, where the first one would leave all but one. */
function middleOfThree(values: Float64Array, left: number, right: number): number {
  const [a = 0, b = 0, c = 0] = [values[left], values[(left + right) >> 1], values[right]];
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
