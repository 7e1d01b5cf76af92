/**
 * Values by how often they occur.
 *
 * @module
 */

const BINS = 256;

/** So many values tell what is common among all. */
const MOST = 10_000;

/**
 * Finds the value that a share of all values is below; of very many values, by every so manieth.
 *
 * @param values The values.
 * @param share The share, from 0 to below 1.
 * @returns The value.
 */
export function quantile(values: Float32Array, share: number): number {
  const step = Math.ceil(values.length / MOST);
  const sample = values.filter((_, i) => i % step === 0).sort();
  return sample[Math.floor(sample.length * share)] ?? 0;
}

/**
 * Splits values into two classes that differ the most (Otsu, "A threshold selection method from gray-level histograms",
 * 1979).
 *
 * @param values The values; those below 0 count as 0.
 * @returns The value between the classes.
 */
export function splitPoint(values: Float32Array): number {
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  const counts = new Float64Array(BINS);
  for (const value of values) {
    const bin = most === 0 ? 0 : Math.min(BINS - 1, Math.floor(Math.max(0, value) / most * BINS));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const sum = counts.reduce((total, count, bin) => total + count * bin, 0);
  let [below, sumBelow, best, split] = [0, 0, -1, 0];
  counts.forEach((count, bin) => {
    below += count;
    sumBelow += count * bin;
    const above = values.length - below;
    if (below === 0 || above === 0) return;
    const variance = below * above * (sumBelow / below - (sum - sumBelow) / above) ** 2;
    if (variance > best) [best, split] = [variance, bin + 1];
  });
  return split / BINS * most;
}
