// Convolutions and their gradients as products of the matrix of windows, which is packed block by block and never made:
// Chellapilla, Puri and Simard, "High Performance Convolutional Neural Networks for Document Processing" (2006),
// without the memory that their matrix takes.

import {
  COLUMNS, DEPTH, evenPart, forgetFinite, GATHERED, GATHERED_VALUES, GATHERED_WINDOWS, multiplyPacked, PACKED_B,
  PRODUCT, PRODUCT_ROWS, PRODUCT_VALUES, ROWS,
} from "./blocks";
import { multiplyInPlace } from "./few";
import { finish } from "./finish";
import { packAlong, packColumns, packRows } from "./pack";
import { TILE_COLUMNS, TILE_ROWS } from "./tile";
import { countWindows, gatherValues, imageBytes, scatterValues, Windows, windowSize } from "./windows";

/**
 * Convolves images with filters, adds a bias and applies an activation: windows [count, size] times filters [size,
 * filters].
 *
 * @param windows What tells of the windows.
 * @param out [count, filters].
 */
export function convolve(
  windows: Windows,
  filters: i32,
  images: usize,
  filter: usize,
  bias: usize,
  activation: i32,
  alpha: f32,
  out: usize,
  scratch: usize,
): void {
  const packedB = scratch + PACKED_B, gathered = scratch + GATHERED;
  const count = countWindows(windows), inner = windowSize(windows);
  const strideB = <usize>filters << 2;
  const depthStep = evenPart(inner, DEPTH, 4);
  const rowStep = evenPart(count, ROWS, TILE_ROWS);
  const columnStep = evenPart(filters, COLUMNS, TILE_COLUMNS);
  // As many windows at a time as stay in the first cache, in whole panels.
  const gatherStep = max(GATHERED_VALUES / depthStep / TILE_ROWS, 1) * TILE_ROWS;
  for (let column = 0; column < filters; column += columnStep) {
    const width = min(columnStep, filters - column);
    for (let step = 0; step < inner; step += depthStep) {
      const depth = min(depthStep, inner - step);
      const source = filter + <usize>step * strideB + (<usize>column << 2);
      packAlong(source, strideB, width, depth, depth, packedB, TILE_COLUMNS);
      forgetFinite(scratch);
      const isLast = column + width === filters && step + depth === inner;
      for (let row = 0; row < count; row += rowStep) {
        const height = min(rowStep, count - row);
        for (let first = 0; first < height; first += gatherStep) {
          const there = min(gatherStep, height - first);
          const stride = <usize>depth << 2;
          gatherValues(windows, images, row + first, there, step, step + depth, gathered, stride);
          packRows(gathered, stride, there, depth, scratch + <usize>first * stride);
        }
        const corner = out + <usize>row * strideB;
        multiplyPacked(height, width, depth, corner + (<usize>column << 2), strideB, step > 0, scratch);
        if (isLast) finish(corner, height, filters, bias, activation, alpha);
      }
    }
  }
}

/**
 * The gradient with respect to the filters, [size, filters]: dy transposed times windows, transposed. dy is what zeros
 * are looked for in: behind a ReLU and a maximum it has many.
 */
export function filterGradient(
  windows: Windows,
  filters: i32,
  images: usize,
  dy: usize,
  out: usize,
  scratch: usize,
): void {
  if (windowSize(windows) <= ROWS) {
    gradientOfSmall(windows, filters, images, dy, out, scratch);
    return;
  }
  const strideA = <usize>filters << 2;
  const filterStep = evenPart(filters, PRODUCT_ROWS, TILE_ROWS);
  for (let filter = 0; filter < filters; filter += filterStep) {
    const offset = <usize>filter << 2;
    const some = min(filterStep, filters - filter);
    gradientOfSome(windows, some, images, dy + offset, strideA, out + offset, scratch);
  }
}

/** The gradient of filters so small that a block takes a window: windows transposed times dy, read in place. */
function gradientOfSmall(
  windows: Windows,
  filters: i32,
  images: usize,
  dy: usize,
  out: usize,
  scratch: usize,
): void {
  const gathered = scratch + GATHERED;
  const count = countWindows(windows), size = windowSize(windows);
  // dy is gone through once for each panel of windows: as much at a time as stays in the first cache.
  const depthStep = evenPart(count, max(min(GATHERED_VALUES / filters, DEPTH), GATHERED_WINDOWS), 4);
  for (let step = 0; step < count; step += depthStep) {
    const depth = min(depthStep, count - step);
    const source = dy + (<usize>step * filters << 2);
    packWindows(windows, images, step, depth, 0, size, gathered, scratch, TILE_ROWS);
    multiplyInPlace(size, filters, depth, source, out, step > 0, scratch);
  }
}

/** The gradient of so few filters that their product can be kept until all windows are in it. */
function gradientOfSome(
  windows: Windows,
  filters: i32,
  images: usize,
  dy: usize,
  stride: usize,
  out: usize,
  scratch: usize,
): void {
  const packedB = scratch + PACKED_B, gathered = scratch + GATHERED, product = scratch + PRODUCT;
  const count = countWindows(windows), size = windowSize(windows);
  const depthStep = evenPart(count, DEPTH, 4);
  const rowStep = evenPart(filters, ROWS, TILE_ROWS);
  const most = min(PRODUCT_VALUES / filters / TILE_COLUMNS * TILE_COLUMNS, COLUMNS);
  const columnStep = evenPart(size, most, TILE_COLUMNS);
  for (let column = 0; column < size; column += columnStep) {
    const width = min(columnStep, size - column);
    const bytes = <usize>width << 2;
    for (let step = 0; step < count; step += depthStep) {
      const depth = min(depthStep, count - step);
      packWindows(windows, images, step, depth, column, column + width, gathered, packedB, TILE_COLUMNS);
      forgetFinite(scratch);
      for (let row = 0; row < filters; row += rowStep) {
        const height = min(rowStep, filters - row);
        const source = dy + <usize>step * stride + (<usize>row << 2);
        packAlong(source, stride, height, depth, depth, scratch, TILE_ROWS);
        multiplyPacked(height, width, depth, product + <usize>row * bytes, bytes, step > 0, scratch);
      }
    }
    transpose(product, filters, width, out + <usize>column * stride, stride);
  }
}

/** The gradient with respect to the images: dy times filters transposed, each row added where its window lies. */
export function imageGradient(
  windows: Windows,
  filters: i32,
  dy: usize,
  filter: usize,
  out: usize,
  scratch: usize,
): void {
  const packedB = scratch + PACKED_B, product = scratch + PRODUCT;
  const count = countWindows(windows), size = windowSize(windows);
  const strideA = <usize>filters << 2;
  const depthStep = evenPart(filters, DEPTH, 4);
  const rowStep = evenPart(count, ROWS, TILE_ROWS);
  const columnStep = evenPart(size, COLUMNS, TILE_COLUMNS);
  memory.fill(out, 0, imageBytes(windows));
  for (let column = 0; column < size; column += columnStep) {
    const width = min(columnStep, size - column);
    const stride = <usize>width << 2;
    for (let step = 0; step < filters; step += depthStep) {
      const depth = min(depthStep, filters - step);
      packColumns(filter + <usize>column * strideA + (<usize>step << 2), strideA, width, depth, packedB);
      forgetFinite(scratch);
      for (let row = 0; row < count; row += rowStep) {
        const height = min(rowStep, count - row);
        packRows(dy + <usize>row * strideA + (<usize>step << 2), strideA, height, depth, scratch);
        multiplyPacked(height, width, depth, product, stride, false, scratch);
        scatterValues(windows, out, row, height, column, column + width, product, stride);
      }
    }
  }
}

/** Packs windows as the steps of panels, each of which has some of their values. */
// @ts-ignore: decorator
@inline
function packWindows(
  windows: Windows,
  images: usize,
  first: i32,
  depth: i32,
  from: i32,
  to: i32,
  gathered: usize,
  panels: usize,
  panelWidth: i32,
): void {
  const bytes = <usize>(to - from) << 2;
  for (let step = 0; step < depth; step += GATHERED_WINDOWS) {
    const there = min(GATHERED_WINDOWS, depth - step);
    gatherValues(windows, images, first + step, there, from, to, gathered, bytes);
    packAlong(gathered, bytes, to - from, there, depth, panels, panelWidth);
    panels += <usize>(there * panelWidth) << 2;
  }
}

/** Writes a matrix transposed. */
function transpose(matrix: usize, rows: i32, columns: i32, out: usize, strideOut: usize): void {
  const stride = <usize>columns << 2;
  for (let row = 0; row < rows; row++) {
    let into = out;
    for (let column = 0; column < columns; column++) {
      f32.store(into, f32.load(matrix + (<usize>column << 2)));
      into += strideOut;
    }
    matrix += stride;
    out += 4;
  }
}
