// Pooling: the largest value, or the mean, of every channel in each of the windows that are laid over images of shape
// [images, height, width, channels]. Windows may reach into the padding, which holds nothing.

import { loadChannels, storeChannels } from "./channels";
import { Windows } from "./windows";

/** Writes the largest value of every window; NaN is not among them, and of nothing it is -Infinity. */
export function maxPool(windows: Windows, x: usize, out: usize): void {
  pool(false, windows, x, out);
}

/** Writes the mean of every window's values; of nothing it is NaN. */
export function averagePool(windows: Windows, x: usize, out: usize): void {
  pool(true, windows, x, out);
}

// @ts-ignore: decorator
@inline
function pool(mean: bool, windows: Windows, x: usize, out: usize): void {
  // What the innermost loop reads.
  const width = windows.width, outWidth = windows.outWidth, left = windows.padWidth;
  const windowWidth = windows.filterWidth, strideWidth = windows.strideWidth;
  const pixel = <usize>windows.channels << 2;
  const line = <usize>width * pixel;
  for (let image = 0; image < windows.batch; image++) {
    for (let outRow = 0; outRow < windows.outHeight; outRow++) {
      const row = outRow * windows.strideHeight - windows.padHeight;
      const first = max(row, 0);
      const rows = max(min(row + windows.filterHeight, windows.height) - first, 0);
      for (let outColumn = 0; outColumn < outWidth; outColumn++) {
        const column = outColumn * strideWidth - left;
        const firstColumn = max(column, 0);
        const columns = max(min(column + windowWidth, width) - firstColumn, 0);
        const corner = x + <usize>first * line + <usize>firstColumn * pixel;
        poolWindow(mean, corner, rows, columns, line, pixel, out);
        out += pixel;
      }
    }
    x += <usize>windows.height * line;
  }
}

// @ts-ignore: decorator
@inline
function poolWindow(
  mean: bool, corner: usize, rows: i32, columns: i32, line: usize, pixel: usize, out: usize,
): void {
  let at: usize = 0;
  for (; at < (pixel & ~63); at += 64) {
    poolSixteen(mean, corner + at, rows, columns, line, pixel, out + at);
  }
  for (; at < (pixel & ~15); at += 16) {
    poolWindowAt(mean, corner + at, rows, columns, line, pixel, out + at, true);
  }
  for (; at < pixel; at += 4) {
    poolWindowAt(mean, corner + at, rows, columns, line, pixel, out + at, false);
  }
}

/** Sixteen channels, so that loops and waiting for one another cost less. */
// @ts-ignore: decorator
@inline
function poolSixteen(
  mean: bool, x: usize, rows: i32, columns: i32, line: usize, pixel: usize, out: usize,
): void {
  let first = start(mean), second = first, third = first, fourth = first;
  for (let row = 0; row < rows; row++) {
    let from = x;
    for (let column = 0; column < columns; column++) {
      first = join(mean, first, v128.load(from));
      second = join(mean, second, v128.load(from, 16));
      third = join(mean, third, v128.load(from, 32));
      fourth = join(mean, fourth, v128.load(from, 48));
      from += pixel;
    }
    x += line;
  }
  v128.store(out, finish(mean, first, rows * columns));
  v128.store(out, finish(mean, second, rows * columns), 16);
  v128.store(out, finish(mean, third, rows * columns), 32);
  v128.store(out, finish(mean, fourth, rows * columns), 48);
}

// @ts-ignore: decorator
@inline
function poolWindowAt(
  mean: bool, x: usize, rows: i32, columns: i32, line: usize, pixel: usize, out: usize, four: bool,
): void {
  let all = start(mean);
  for (let row = 0; row < rows; row++) {
    let from = x;
    for (let column = 0; column < columns; column++) {
      all = join(mean, all, loadChannels(from, four));
      from += pixel;
    }
    x += line;
  }
  storeChannels(out, finish(mean, all, rows * columns), four);
}

/** What the search, or the sum, starts from. */
// @ts-ignore: decorator
@inline
function start(mean: bool): v128 {
  return f32x4.splat(mean ? 0 : -Infinity);
}

/** The larger one, or the sum: a comparison with NaN is false. */
// @ts-ignore: decorator
@inline
function join(mean: bool, all: v128, value: v128): v128 {
  return mean ? f32x4.add(all, value) : f32x4.pmax(all, value);
}

// @ts-ignore: decorator
@inline
function finish(mean: bool, all: v128, count: i32): v128 {
  return mean ? f32x4.div(all, f32x4.splat(<f32>count)) : all;
}
