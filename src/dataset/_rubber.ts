/**
 * A smooth surface over an image: a coarse grid of numbers, interpolated by uniform cubic B-splines (de Boor, "A Practical
 * Guide to Splines", 1978). With four cells along a side, each spline is as wide as a Gaussian whose standard deviation
 * is a seventh of the side.
 *
 * @module
 */

/** Cells of the grid along a side of the image. */
export const CELLS = 4;
/** Points of the grid along a side: each reaches four cells. */
export const POINTS = CELLS + 3;

/**
 * Mean of the sum of the squares of a cubic B-spline's weights: what interpolation leaves of the
 * variance of the points, along an axis.
 */
export const SMOOTHED = 151 / 315;

/** Interpolates the grid's rows at a height, those of displacements along x and those along y. */
export function rowAt(points: Float64Array, height: number, rows: Float64Array): void {
  const cell = Math.min(height | 0, CELLS - 1);
  const t = height - cell;
  const w0 = (1 - t) ** 3 / 6;
  const w1 = ((3 * t - 6) * t * t + 4) / 6;
  const w2 = (((-3 * t + 3) * t + 3) * t + 1) / 6;
  const w3 = t ** 3 / 6;
  for (let i = 0; i < 2 * POINTS; i++) {
    const point = i < POINTS ? cell * POINTS + i : (POINTS - 1 + cell) * POINTS + i;
    rows[i] = w0 * (points[point] ?? 0) + w1 * (points[point + POINTS] ?? 0) +
      w2 * (points[point + 2 * POINTS] ?? 0) + w3 * (points[point + 3 * POINTS] ?? 0);
  }
}

/**
 * The cubic of a cell, from a place on in steps of one size: its value there, and the first, second and third difference,
 * by which the next ones follow with three additions each.
 */
export function differences(
  row: Float64Array,
  point: number,
  t: number,
  step: number,
  into: Float64Array,
  at: number,
): void {
  const p0 = row[point] ?? 0;
  const p1 = row[point + 1] ?? 0;
  const p2 = row[point + 2] ?? 0;
  const p3 = row[point + 3] ?? 0;
  const c1 = (p2 - p0) / 2;
  const c2 = (p0 - 2 * p1 + p2) / 2;
  const c3 = (p3 - p0 + 3 * (p1 - p2)) / 6;
  into[at] = (p0 + 4 * p1 + p2) / 6 + t * (c1 + t * (c2 + t * c3));
  into[at + 1] = step * (c1 + c2 * (2 * t + step) + c3 * (3 * t * (t + step) + step * step));
  into[at + 2] = step * step * (2 * c2 + 6 * c3 * (t + step));
  into[at + 3] = 6 * c3 * step * step * step;
}
