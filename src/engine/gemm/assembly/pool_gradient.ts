// The gradients of pooling: what a window's result is given goes to the window's values. Each is one pass over memory,
// image by image; where windows overlap, or leave values out, an image's gradient starts from zeros.

import { loadChannels, storeChannels } from "./channels";
import { Windows } from "./windows";

/**
 * The gradient of the maximum goes to the first of a window's largest values.
 *
 * @param y What `maxPool` gave.
 */
export function maxPoolGradient(windows: Windows, dy: usize, x: usize, y: usize, dx: usize): void {
  poolGradient(false, windows, dy, x, y, dx);
}

/** The gradient of the mean is spread over a window, be part of it in the padding or not: so does tfjs. */
export function averagePoolGradient(windows: Windows, dy: usize, dx: usize): void {
  poolGradient(true, windows, dy, dx, dx, dx);
}

// @ts-ignore: decorator
@inline
function poolGradient(mean: bool, windows: Windows, dy: usize, x: usize, y: usize, dx: usize): void {
  // What the innermost loop reads.
  const width = windows.width, outWidth = windows.outWidth, left = windows.padWidth;
  const windowWidth = windows.filterWidth, strideWidth = windows.strideWidth;
  const pixel = <usize>windows.channels << 2;
  const line = <usize>width * pixel;
  const apart = windows.filterHeight <= windows.strideHeight && windowWidth <= strideWidth;
  const whole = windows.filterHeight === windows.strideHeight && windowWidth === strideWidth &&
    windows.padHeight === 0 && left === 0 &&
    windows.outHeight * windows.strideHeight >= windows.height && outWidth * strideWidth >= width;
  const share: f32 = 1 / <f32>(windows.filterHeight * windowWidth);
  for (let image = 0; image < windows.batch; image++) {
    if (!whole) memory.fill(dx, 0, <usize>windows.height * line);
    for (let outRow = 0; outRow < windows.outHeight; outRow++) {
      const row = outRow * windows.strideHeight - windows.padHeight;
      const first = max(row, 0);
      const rows = min(row + windows.filterHeight, windows.height) - first;
      for (let outColumn = 0; outColumn < outWidth; outColumn++) {
        const column = outColumn * strideWidth - left;
        const firstColumn = max(column, 0);
        const columns = min(column + windowWidth, width) - firstColumn;
        const corner = <usize>first * line + <usize>firstColumn * pixel;
        if (mean) spread(!apart, dy, share, dx + corner, rows, columns, line, pixel);
        else if (apart && rows === 2 && columns === 2) {
          giveOfFour(dy, x + corner, y, dx + corner, line, pixel);
        } else give(!apart, dy, x + corner, y, dx + corner, rows, columns, line, pixel);
        dy += pixel;
        y += pixel;
      }
    }
    x += <usize>windows.height * line;
    dx += <usize>windows.height * line;
  }
}

/** Gives a window of two by two, which overlaps no other, what its maximum is given. */
function giveOfFour(dy: usize, x: usize, y: usize, dx: usize, line: usize, pixel: usize): void {
  let at: usize = 0;
  for (; at < (pixel & ~15); at += 16) {
    giveOfFourAt(dy + at, x + at, y + at, dx + at, line, pixel, true);
  }
  for (; at < pixel; at += 4) giveOfFourAt(dy + at, x + at, y + at, dx + at, line, pixel, false);
}

// @ts-ignore: decorator
@inline
function giveOfFourAt(
  dy: usize, x: usize, y: usize, dx: usize, line: usize, pixel: usize, four: bool,
): void {
  const most = loadChannels(y, four);
  const gradient = loadChannels(dy, four);
  const empty = isEmpty(most);
  const first = f32x4.eq(loadChannels(x, four), most);
  const second = f32x4.eq(loadChannels(x + pixel, four), most);
  const third = f32x4.eq(loadChannels(x + line, four), most);
  const fourth = f32x4.eq(loadChannels(x + line + pixel, four), most);
  const untilSecond = v128.or(empty, first);
  const untilThird = v128.or(untilSecond, second);
  const untilFourth = v128.or(untilThird, third);
  storeChannels(dx, v128.and(gradient, v128.andnot(first, empty)), four);
  storeChannels(dx + pixel, v128.and(gradient, v128.andnot(second, untilSecond)), four);
  storeChannels(dx + line, v128.and(gradient, v128.andnot(third, untilThird)), four);
  storeChannels(dx + line + pixel, v128.and(gradient, v128.andnot(fourth, untilFourth)), four);
}

function give(
  add: bool, dy: usize, x: usize, y: usize, dx: usize, rows: i32, columns: i32, line: usize, pixel: usize,
): void {
  let at: usize = 0;
  for (; at < (pixel & ~15); at += 16) {
    giveAt(add, dy + at, x + at, y + at, dx + at, rows, columns, line, pixel, true);
  }
  for (; at < pixel; at += 4) {
    giveAt(add, dy + at, x + at, y + at, dx + at, rows, columns, line, pixel, false);
  }
}

// @ts-ignore: decorator
@inline
function giveAt(
  add: bool, dy: usize, x: usize, y: usize, dx: usize, rows: i32, columns: i32, line: usize, pixel: usize,
  four: bool,
): void {
  const most = loadChannels(y, four);
  const gradient = loadChannels(dy, four);
  let given = isEmpty(most);
  for (let row = 0; row < rows; row++) {
    let from = x, to = dx;
    for (let column = 0; column < columns; column++) {
      const largest = f32x4.eq(loadChannels(from, four), most);
      const part = v128.and(gradient, v128.andnot(largest, given));
      storeChannels(to, add ? f32x4.add(loadChannels(to, four), part) : part, four);
      given = v128.or(given, largest);
      from += pixel;
      to += pixel;
    }
    x += line;
    dx += line;
  }
}

/** A window in which nothing was larger than the -Infinity that the search starts from. */
// @ts-ignore: decorator
@inline
function isEmpty(most: v128): v128 {
  return f32x4.eq(most, f32x4.splat(-Infinity));
}

function spread(
  add: bool, dy: usize, share: f32, dx: usize, rows: i32, columns: i32, line: usize, pixel: usize,
): void {
  let at: usize = 0;
  for (; at < (pixel & ~15); at += 16) {
    spreadAt(add, dy + at, share, dx + at, rows, columns, line, pixel, true);
  }
  for (; at < pixel; at += 4) {
    spreadAt(add, dy + at, share, dx + at, rows, columns, line, pixel, false);
  }
}

// @ts-ignore: decorator
@inline
function spreadAt(
  add: bool, dy: usize, share: f32, dx: usize, rows: i32, columns: i32, line: usize, pixel: usize, four: bool,
): void {
  const part = f32x4.mul(loadChannels(dy, four), f32x4.splat(share));
  for (let row = 0; row < rows; row++) {
    let to = dx;
    for (let column = 0; column < columns; column++) {
      storeChannels(to, add ? f32x4.add(loadChannels(to, four), part) : part, four);
      to += pixel;
    }
    dx += line;
  }
}
