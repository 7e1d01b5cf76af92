// Depthwise convolution and its gradient with respect to the images. Images of shape [images, height, width, channels]
// meet a filter of shape [windowHeight, windowWidth, channels, multiplier]: every channel by itself gives `multiplier`
// channels. What lies in the padding counts for nothing.

import { loadChannels, storeChannels } from "./channels";
import { multiplyAdd } from "./tile";
import { Windows } from "./windows";

/**
 * Writes the convolution.
 *
 * @param out Shape: [images, outHeight, outWidth, channels * multiplier].
 */
export function depthwise(windows: Windows, multiplier: i32, x: usize, filter: usize, out: usize): void {
  visitWindows(false, windows, multiplier, x, filter, out);
}

/**
 * Writes the gradient of the images, each of which starts from zeros: every window gives its values what its results
 * are given, times the filter.
 *
 * @param dy Shape: [images, outHeight, outWidth, channels * multiplier].
 */
export function depthwiseInputGradient(
  windows: Windows, multiplier: i32, dy: usize, filter: usize, dx: usize,
): void {
  visitWindows(true, windows, multiplier, dx, filter, dy);
}

/** Sums the values of every window into its results, or gives them what those are given. */
// @ts-ignore: decorator
@inline
function visitWindows(
  gives: bool, windows: Windows, multiplier: i32, images: usize, filter: usize, results: usize,
): void {
  // What the innermost loop reads.
  const width = windows.width, outWidth = windows.outWidth, left = windows.padWidth;
  const windowWidth = windows.filterWidth, strideWidth = windows.strideWidth;
  const downStep = windows.dilationHeight, rightStep = windows.dilationWidth;
  const pixel = <usize>windows.channels << 2;
  const line = <usize>width * pixel;
  const down = <usize>downStep * line, right = <usize>rightStep * pixel;
  const outPixel = pixel * multiplier;
  const filterLine = <usize>windowWidth * outPixel;
  for (let image = 0; image < windows.batch; image++) {
    if (gives) memory.fill(images, 0, <usize>windows.height * line);
    for (let outRow = 0; outRow < windows.outHeight; outRow++) {
      const row = outRow * windows.strideHeight - windows.padHeight;
      const skippedRows = firstInside(row, downStep);
      const rows = countInside(row, downStep, windows.filterHeight, windows.height) - skippedRows;
      for (let outColumn = 0; outColumn < outWidth; outColumn++) {
        const column = outColumn * strideWidth - left;
        const skipped = firstInside(column, rightStep);
        const columns = countInside(column, rightStep, windowWidth, width) - skipped;
        const corner = images + <usize>(row + skippedRows * downStep) * line +
          <usize>(column + skipped * rightStep) * pixel;
        const weights = filter + <usize>skippedRows * filterLine + <usize>skipped * outPixel;
        if (gives) {
          give(results, weights, corner, multiplier, pixel, rows, columns, down, right, filterLine, outPixel);
        } else if (multiplier === 1) {
          sumAlike(corner, weights, results, rows, columns, down, right, filterLine, pixel);
        } else {
          sumSpread(corner, multiplier, weights, results, rows, columns, down, right, filterLine, outPixel);
        }
        results += outPixel;
      }
    }
    images += <usize>windows.height * line;
  }
}

/** The first of a window's rows or columns that is not in the padding before the image. */
// @ts-ignore: decorator
@inline
export function firstInside(start: i32, step: i32): i32 {
  return start >= 0 ? 0 : (step - 1 - start) / step;
}

/** How many of a window's rows or columns are not in the padding behind the image. */
// @ts-ignore: decorator
@inline
export function countInside(start: i32, step: i32, length: i32, size: i32): i32 {
  return min(length, start >= size ? 0 : (size - start + step - 1) / step);
}

/** Every channel gives one. */
function sumAlike(
  x: usize, weights: usize, out: usize, rows: i32, columns: i32, down: usize, right: usize, filterLine: usize,
  pixel: usize,
): void {
  let at: usize = 0;
  for (; at < (pixel & ~63); at += 64) {
    sumSixteen(x + at, weights + at, out + at, rows, columns, down, right, filterLine, pixel);
  }
  for (; at < (pixel & ~15); at += 16) {
    sum(x + at, weights + at, out + at, rows, columns, down, right, filterLine, pixel, false, true);
  }
  for (; at < pixel; at += 4) {
    sum(x + at, weights + at, out + at, rows, columns, down, right, filterLine, pixel, false, false);
  }
}

/** Every channel gives several, which lie side by side. */
function sumSpread(
  x: usize, multiplier: i32, weights: usize, out: usize, rows: i32, columns: i32,
  down: usize, right: usize, filterLine: usize, filterPixel: usize,
): void {
  const end = out + filterPixel;
  while (out < end) {
    let result = 0;
    for (; result < (multiplier & ~3); result += 4) {
      sum(x, weights, out, rows, columns, down, right, filterLine, filterPixel, true, true);
      weights += 16;
      out += 16;
    }
    for (; result < multiplier; result++) {
      sum(x, weights, out, rows, columns, down, right, filterLine, filterPixel, true, false);
      weights += 4;
      out += 4;
    }
    x += 4;
  }
}

// @ts-ignore: decorator
@inline
function sumSixteen(
  x: usize, weights: usize, out: usize, rows: i32, columns: i32,
  down: usize, right: usize, filterLine: usize, filterPixel: usize,
): void {
  const zero = f32x4.splat(0);
  let first = zero, second = zero, third = zero, fourth = zero;
  for (let row = 0; row < rows; row++) {
    let from = x, weight = weights;
    for (let column = 0; column < columns; column++) {
      first = multiplyAdd(v128.load(from), v128.load(weight), first);
      second = multiplyAdd(v128.load(from, 16), v128.load(weight, 16), second);
      third = multiplyAdd(v128.load(from, 32), v128.load(weight, 32), third);
      fourth = multiplyAdd(v128.load(from, 48), v128.load(weight, 48), fourth);
      from += right;
      weight += filterPixel;
    }
    x += down;
    weights += filterLine;
  }
  v128.store(out, first);
  v128.store(out, second, 16);
  v128.store(out, third, 32);
  v128.store(out, fourth, 48);
}

// @ts-ignore: decorator
@inline
function sum(
  x: usize, weights: usize, out: usize, rows: i32, columns: i32,
  down: usize, right: usize, filterLine: usize, filterPixel: usize, spread: bool, four: bool,
): void {
  let all = f32x4.splat(0);
  for (let row = 0; row < rows; row++) {
    let from = x, weight = weights;
    for (let column = 0; column < columns; column++) {
      const values = spread ? v128.load32_splat(from) : loadChannels(from, four);
      all = multiplyAdd(values, loadChannels(weight, four), all);
      from += right;
      weight += filterPixel;
    }
    x += down;
    weights += filterLine;
  }
  storeChannels(out, all, four);
}

function give(
  dy: usize, weights: usize, dx: usize, multiplier: i32, pixel: usize, rows: i32, columns: i32,
  down: usize, right: usize, filterLine: usize, filterPixel: usize,
): void {
  let at: usize = 0;
  if (multiplier === 1) {
    for (; at < (pixel & ~15); at += 16) {
      giveAt(dy + at, weights + at, dx + at, rows, columns, down, right, filterLine, filterPixel, true);
    }
  }
  for (; at < pixel; at += 4) {
    for (let result = 0; result < multiplier; result++) {
      const from = at * multiplier + (<usize>result << 2);
      giveAt(dy + from, weights + from, dx + at, rows, columns, down, right, filterLine, filterPixel, false);
    }
  }
}

// @ts-ignore: decorator
@inline
function giveAt(
  dy: usize, weights: usize, dx: usize, rows: i32, columns: i32,
  down: usize, right: usize, filterLine: usize, filterPixel: usize, four: bool,
): void {
  const gradient = loadChannels(dy, four);
  for (let row = 0; row < rows; row++) {
    let to = dx, weight = weights;
    for (let column = 0; column < columns; column++) {
      storeChannels(to, multiplyAdd(gradient, loadChannels(weight, four), loadChannels(to, four)), four);
      to += right;
      weight += filterPixel;
    }
    dx += down;
    weights += filterLine;
  }
}
