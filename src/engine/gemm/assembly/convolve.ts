// Convolutions and their gradients as products of the matrix of windows, which is packed block by block and never made:
// Chellapilla, Puri and Simard, "High Performance Convolutional Neural Networks for Document Processing" (2006),
// without the memory that their matrix takes.

import {
  COLUMNS, countOf, DEPTH, evenPart, forgetFinite, GATHERED, GATHERED_WINDOWS, multiplyPacked, PACKED_B, PRODUCT, ROWS,
} from "./blocks";
import { finish } from "./finish";
import { packAlong, packColumns, packRows } from "./pack";
import { A_STEP, B_STEP, TILE_COLUMNS, TILE_ROWS } from "./tile";
import { gatherWindows, scatterWindows, windowSize } from "./windows";

/**
 * Convolves images with filters, adds a bias and applies an activation: windows [count, size] times filters [size,
 * filters].
 *
 * @param windows What tells of the windows.
 * @param count How many windows there are.
 * @param out [count, filters].
 */
export function convolve(
  windows: usize,
  count: i32,
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
  const inner = windowSize(windows);
  const strideB = <usize>filters << 2;
  const depthStep = evenPart(inner, DEPTH, 4);
  const rowStep = evenPart(count, ROWS, TILE_ROWS);
  const columnStep = evenPart(filters, COLUMNS, TILE_COLUMNS);
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
        let panel = scratch;
        for (let first = 0; first < height; first += TILE_ROWS) {
          const there = min(TILE_ROWS, height - first);
          const stride = <usize>depth << 2;
          gatherWindows(windows, images, row + first, there, step, step + depth, gathered, stride);
          packRows(gathered, stride, there, depth, panel);
          panel += <usize>depth * A_STEP;
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
  windows: usize,
  count: i32,
  filters: i32,
  images: usize,
  dy: usize,
  out: usize,
  scratch: usize,
): void {
  const packedB = scratch + PACKED_B, gathered = scratch + GATHERED, product = scratch + PRODUCT;
  const size = windowSize(windows);
  const strideA = <usize>filters << 2;
  const depthStep = evenPart(count, DEPTH, 4);
  const rowStep = evenPart(filters, ROWS, TILE_ROWS);
  const columnStep = evenPart(size, COLUMNS, TILE_COLUMNS);
  for (let column = 0; column < size; column += columnStep) {
    const width = min(columnStep, size - column);
    const stride = <usize>width << 2;
    for (let step = 0; step < count; step += depthStep) {
      const depth = min(depthStep, count - step);
      let panel = packedB;
      for (let first = 0; first < depth; first += GATHERED_WINDOWS) {
        const there = min(GATHERED_WINDOWS, depth - first);
        gatherWindows(windows, images, step + first, there, column, column + width, gathered, stride);
        packAlong(gathered, stride, width, there, depth, panel, TILE_COLUMNS);
        panel += <usize>there * B_STEP;
      }
      forgetFinite(scratch);
      for (let row = 0; row < filters; row += rowStep) {
        const height = min(rowStep, filters - row);
        const source = dy + <usize>step * strideA + (<usize>row << 2);
        packAlong(source, strideA, height, depth, depth, scratch, TILE_ROWS);
        multiplyPacked(height, width, depth, product, stride, false, scratch);
        const corner = out + <usize>column * strideA + (<usize>row << 2);
        addTransposed(product, height, width, corner, strideA, step > 0);
      }
    }
  }
}

/** The gradient with respect to the images: dy times filters transposed, each row added where its window lies. */
export function imageGradient(
  windows: usize,
  count: i32,
  filters: i32,
  dy: usize,
  filter: usize,
  imageBytes: usize,
  out: usize,
  scratch: usize,
): void {
  const packedB = scratch + PACKED_B, product = scratch + PRODUCT;
  const size = windowSize(windows);
  const strideA = <usize>filters << 2;
  const depthStep = evenPart(filters, DEPTH, 4);
  const rowStep = evenPart(count, ROWS, TILE_ROWS);
  const columnStep = evenPart(size, COLUMNS, TILE_COLUMNS);
  memory.fill(out, 0, imageBytes);
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
        scatterWindows(windows, out, row, height, column, column + width, product, stride);
      }
    }
  }
}

/** Writes a block transposed, or adds it to what is there. */
function addTransposed(
  block: usize,
  rows: i32,
  columns: i32,
  out: usize,
  strideOut: usize,
  accumulate: bool,
): void {
  const stride = <usize>columns << 2;
  for (let column = 0; column < columns; column++) {
    let from = block, into = out;
    for (let row = 0; row < rows; row++) {
      const value = f32.load(from);
      f32.store(into, accumulate ? f32.load(into) + value : value);
      from += stride;
      into += 4;
    }
    block += 4;
    out += strideOut;
  }
}
