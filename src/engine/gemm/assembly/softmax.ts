// The softmax of rows, and its cross-entropy with targets.

import { exponential } from "./exponential";

/**
 * Writes the softmax of each row, and its cross-entropy: -sum t ln softmax(z), as ln of a sum of exponentials, so that
 * no logarithm of zero can arise.
 *
 * @param logits Shape: [rows, columns].
 * @param targets Likewise; 0 for none.
 * @param losses Shape: [rows]; of no use without targets.
 * @param probabilities Shape: [rows, columns].
 */
export function softmaxCrossEntropy(
  logits: usize,
  targets: usize,
  rows: i32,
  columns: i32,
  losses: usize,
  probabilities: usize,
): void {
  const rowBytes = <usize>columns << 2;
  for (let row = 0; row < rows; row++) {
    const most = largest(logits, columns);
    const sum = exponentials(logits, columns, most, probabilities);
    divide(probabilities, columns, sum);
    if (targets !== 0) {
      f32.store(losses, entropy(logits, targets, columns, most, <f32>logarithm(sum)));
      targets += rowBytes;
      losses += 4;
    }
    logits += rowBytes;
    probabilities += rowBytes;
  }
}

/**
 * The gradient of the cross-entropy with respect to the logits: softmax(z) - t, times the gradient of each row's loss.
 *
 * @param probabilities The softmax. Shape: [rows, columns].
 * @param targets Shape: [rows, columns].
 * @param scales The gradient of each row's loss. Shape: [rows].
 * @param out Shape: [rows, columns].
 */
export function crossEntropyGradient(
  probabilities: usize,
  targets: usize,
  scales: usize,
  rows: i32,
  columns: i32,
  out: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const scale = f32.load(scales);
    const factor = f32x4.splat(scale);
    let column = 0;
    for (; column < (columns & ~3); column += 4) {
      const difference = f32x4.sub(v128.load(probabilities), v128.load(targets));
      v128.store(out, f32x4.mul(factor, difference));
      probabilities += 16, targets += 16, out += 16;
    }
    for (; column < columns; column++) {
      f32.store(out, scale * (f32.load(probabilities) - f32.load(targets)));
      probabilities += 4, targets += 4, out += 4;
    }
    scales += 4;
  }
}

function largest(row: usize, columns: i32): f32 {
  let most = f32.load(row);
  for (let column = 1; column < columns; column++) {
    row += 4;
    most = max(most, f32.load(row));
  }
  return most;
}

/** Writes exp(z - most), and gives their sum. */
function exponentials(row: usize, columns: i32, most: f32, out: usize): f32 {
  const shift = f32x4.splat(most);
  let sums = f32x4.splat(0);
  let column = 0;
  for (; column < (columns & ~3); column += 4) {
    const e = exponential(f32x4.sub(v128.load(row), shift));
    v128.store(out, e);
    sums = f32x4.add(sums, e);
    row += 16, out += 16;
  }
  let sum = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
  for (; column < columns; column++) {
    const e = exponential(f32x4.splat(f32.load(row) - most));
    v128.store32_lane(out, e, 0);
    sum += f32x4.extract_lane(e, 0);
    row += 4, out += 4;
  }
  return sum;
}

function divide(row: usize, columns: i32, by: f32): void {
  for (let column = 0; column < columns; column++) {
    f32.store(row, f32.load(row) / by);
    row += 4;
  }
}

function entropy(logits: usize, targets: usize, columns: i32, most: f32, logSum: f32): f32 {
  let sum: f32 = 0;
  for (let column = 0; column < columns; column++) {
    sum += f32.load(targets) * (logSum - (f32.load(logits) - most));
    logits += 4, targets += 4;
  }
  return sum;
}

/**
 * The natural logarithm of a number of 1 or more: with x = 2^n m and m within the root of 2 of 1 it is n ln 2 + ln m,
 * and ln m = 2 artanh s with s = (m - 1) / (m + 1), whose Taylor series to the 13th power is off by less than 2^-36.
 */
function logarithm(x: f32): f64 {
  if (!(x < Infinity)) return x;
  let n = <i32>(reinterpret<u32>(x) >>> 23) - 127;
  let m = <f64>reinterpret<f32>((reinterpret<u32>(x) & 0x7fffff) | 0x3f800000);
  if (m > Math.SQRT2) {
    m *= 0.5;
    n++;
  }
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let series: f64 = 1.0 / 13;
  series = series * square + 1.0 / 11;
  series = series * square + 1.0 / 9;
  series = series * square + 1.0 / 7;
  series = series * square + 1.0 / 5;
  series = series * square + 1.0 / 3;
  series = series * square + 1;
  return <f64>n * Math.LN2 + 2 * s * series;
}
