// The gradient of the depthwise convolution with respect to its filter.

import { loadChannels, storeChannels } from "./channels";
import { countInside, firstInside } from "./depthwise";
import { multiplyAdd } from "./tile";
import { Windows } from "./windows";

/**
 * Writes the gradient of the filter: the sums over a line of results are added up, so that few roundings follow one
 * another.
 *
 * @param dFilter Shape: [windowHeight, windowWidth, channels, multiplier].
 */
export function depthwiseFilterGradient(
  windows: Windows, multiplier: i32, x: usize, dy: usize, dFilter: usize,
): void {
  // What the innermost loop reads.
  const width = windows.width, outWidth = windows.outWidth, left = windows.padWidth;
  const windowWidth = windows.filterWidth, strideWidth = windows.strideWidth;
  const downStep = windows.dilationHeight, rightStep = windows.dilationWidth;
  const pixel = <usize>windows.channels << 2;
  const line = <usize>width * pixel;
  const outPixel = pixel * multiplier;
  const filterLine = <usize>windowWidth * outPixel;
  memory.fill(dFilter, 0, <usize>windows.filterHeight * filterLine);
  for (let image = 0; image < windows.batch; image++) {
    for (let outRow = 0; outRow < windows.outHeight; outRow++) {
      const row = outRow * windows.strideHeight - windows.padHeight;
      const lastRow = countInside(row, downStep, windows.filterHeight, windows.height);
      for (let filterRow = firstInside(row, downStep); filterRow < lastRow; filterRow++) {
        const from = x + <usize>(row + filterRow * downStep) * line;
        let into = dFilter + <usize>filterRow * filterLine;
        for (let filterColumn = 0; filterColumn < windowWidth; filterColumn++) {
          const column = filterColumn * rightStep - left;
          const first = firstInside(column, strideWidth);
          const count = countInside(column, strideWidth, outWidth, width) - first;
          addLine(
            from + <usize>(column + first * strideWidth) * pixel, dy + <usize>first * outPixel, into,
            multiplier, count, pixel, <usize>strideWidth * pixel, outPixel,
          );
          into += outPixel;
        }
      }
      dy += <usize>outWidth * outPixel;
    }
    x += <usize>windows.height * line;
  }
}

function addLine(
  x: usize, dy: usize, into: usize, multiplier: i32, count: i32, pixel: usize, step: usize, outPixel: usize,
): void {
  let at: usize = 0;
  if (multiplier === 1) {
    for (; at < (pixel & ~63); at += 64) addSixteen(x + at, dy + at, into + at, count, step, outPixel);
    for (; at < (pixel & ~15); at += 16) add(x + at, dy + at, into + at, count, step, outPixel, false, true);
  }
  dy += at * multiplier;
  into += at * multiplier;
  for (; at < pixel; at += 4) {
    let result = 0;
    for (; result < (multiplier & ~3); result += 4) {
      add(x + at, dy, into, count, step, outPixel, true, true);
      dy += 16;
      into += 16;
    }
    for (; result < multiplier; result++) {
      add(x + at, dy, into, count, step, outPixel, true, false);
      dy += 4;
      into += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function addSixteen(x: usize, dy: usize, into: usize, count: i32, step: usize, outPixel: usize): void {
  const zero = f32x4.splat(0);
  let first = zero, second = zero, third = zero, fourth = zero;
  for (let column = 0; column < count; column++) {
    first = multiplyAdd(v128.load(x), v128.load(dy), first);
    second = multiplyAdd(v128.load(x, 16), v128.load(dy, 16), second);
    third = multiplyAdd(v128.load(x, 32), v128.load(dy, 32), third);
    fourth = multiplyAdd(v128.load(x, 48), v128.load(dy, 48), fourth);
    x += step;
    dy += outPixel;
  }
  v128.store(into, f32x4.add(v128.load(into), first));
  v128.store(into, f32x4.add(v128.load(into, 16), second), 16);
  v128.store(into, f32x4.add(v128.load(into, 32), third), 32);
  v128.store(into, f32x4.add(v128.load(into, 48), fourth), 48);
}

// @ts-ignore: decorator
@inline
function add(
  x: usize, dy: usize, into: usize, count: i32, step: usize, outPixel: usize, spread: bool, four: bool,
): void {
  let sum = f32x4.splat(0);
  for (let column = 0; column < count; column++) {
    const value = spread ? v128.load32_splat(x) : loadChannels(x, four);
    sum = multiplyAdd(value, loadChannels(dy, four), sum);
    x += step;
    dy += outPixel;
  }
  storeChannels(into, f32x4.add(loadChannels(into, four), sum), four);
}
