// Normalisation by means and variances that are given: (x - mean) / sqrt(variance + epsilon), scaled and shifted. Mean,
// variance, scale and offset have one value for each column.

import { loadChannels, storeChannels } from "./channels";

/**
 * Writes normalised values.
 *
 * @param offset 0 for none.
 * @param scale 0 for none.
 * @param out Shape: [rows, columns], as x.
 */
export function normalize(
  x: usize, mean: usize, variance: usize, offset: usize, scale: usize, epsilon: f32, rows: i32, columns: i32,
  out: usize,
): void {
  const bytes = <usize>columns << 2;
  for (let row = 0; row < rows; row++) {
    let at: usize = 0;
    for (; at < (bytes & ~15); at += 16) normalizeAt(x, mean, variance, offset, scale, epsilon, at, out, true);
    for (; at < bytes; at += 4) normalizeAt(x, mean, variance, offset, scale, epsilon, at, out, false);
    x += bytes;
    out += bytes;
  }
}

// @ts-ignore: decorator
@inline
function normalizeAt(
  x: usize, mean: usize, variance: usize, offset: usize, scale: usize, epsilon: f32, at: usize, out: usize,
  four: bool,
): void {
  const centred = f32x4.sub(loadChannels(x + at, four), loadChannels(mean + at, four));
  const scaled = scale === 0 ? centred : f32x4.mul(centred, loadChannels(scale + at, four));
  const result = f32x4.div(scaled, deviation(variance + at, epsilon, four));
  storeChannels(out + at, offset === 0 ? result : f32x4.add(result, loadChannels(offset + at, four)), four);
}

// @ts-ignore: decorator
@inline
function deviation(variance: usize, epsilon: f32, four: bool): v128 {
  return f32x4.sqrt(f32x4.add(loadChannels(variance, four), f32x4.splat(epsilon)));
}

/**
 * Writes the gradients of everything that `normalize` was given. On their way the sums over the rows are in `dOffset`,
 * those of the gradient, and in `dScale`, those of the gradient times x - mean.
 */
export function normalizeGradient(
  dy: usize, x: usize, mean: usize, variance: usize, scale: usize, epsilon: f32, rows: i32, columns: i32,
  dx: usize, dMean: usize, dVariance: usize, dScale: usize, dOffset: usize,
): void {
  const bytes = <usize>columns << 2;
  memory.fill(dOffset, 0, bytes);
  memory.fill(dScale, 0, bytes);
  for (let row = 0; row < rows; row++) {
    let at: usize = 0;
    for (; at < (bytes & ~15); at += 16) {
      addRow(dy, x, mean, variance, scale, epsilon, at, dx, dScale, dOffset, true);
    }
    for (; at < bytes; at += 4) {
      addRow(dy, x, mean, variance, scale, epsilon, at, dx, dScale, dOffset, false);
    }
    dy += bytes;
    x += bytes;
    dx += bytes;
  }
  let at: usize = 0;
  for (; at < (bytes & ~15); at += 16) {
    finishColumns(variance, scale, epsilon, at, dMean, dVariance, dScale, dOffset, true);
  }
  for (; at < bytes; at += 4) {
    finishColumns(variance, scale, epsilon, at, dMean, dVariance, dScale, dOffset, false);
  }
}

// @ts-ignore: decorator
@inline
function addRow(
  dy: usize, x: usize, mean: usize, variance: usize, scale: usize, epsilon: f32, at: usize, dx: usize,
  dScale: usize, dOffset: usize, four: bool,
): void {
  const gradient = loadChannels(dy + at, four);
  const centred = f32x4.sub(loadChannels(x + at, four), loadChannels(mean + at, four));
  const scaled = scale === 0 ? gradient : f32x4.mul(gradient, loadChannels(scale + at, four));
  storeChannels(dx + at, f32x4.div(scaled, deviation(variance + at, epsilon, four)), four);
  storeChannels(dOffset + at, f32x4.add(loadChannels(dOffset + at, four), gradient), four);
  const product = f32x4.mul(gradient, centred);
  storeChannels(dScale + at, f32x4.add(loadChannels(dScale + at, four), product), four);
}

// @ts-ignore: decorator
@inline
function finishColumns(
  variance: usize, scale: usize, epsilon: f32, at: usize, dMean: usize, dVariance: usize, dScale: usize,
  dOffset: usize, four: bool,
): void {
  const inverse = f32x4.div(f32x4.splat(1), deviation(variance + at, epsilon, four));
  const sum = loadChannels(dOffset + at, four);
  const products = f32x4.mul(loadChannels(dScale + at, four), inverse);
  const factor = scale === 0 ? inverse : f32x4.mul(inverse, loadChannels(scale + at, four));
  storeChannels(dMean + at, f32x4.neg(f32x4.mul(sum, factor)), four);
  const half = f32x4.mul(f32x4.splat(-0.5), f32x4.mul(products, inverse));
  storeChannels(dVariance + at, f32x4.mul(half, factor), four);
  storeChannels(dScale + at, products, four);
}
