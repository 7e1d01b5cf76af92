// C = op(A) op(B) for row-major matrices of 32-bit floats, blocked for the caches as by Goto and van de Geijn,
// "Anatomy of High-Performance Matrix Multiplication" (2008).

import { packAlong, packColumns, packRows } from "./pack";
import {
  A_STEP, B_STEP, KEPT_STEP, multiplyKept, multiplyTile, TILE_COLUMNS, TILE_ROWS,
} from "./tile";
import { findZeros, isFinite, keptBytes, leaveOutZeros } from "./zeros";

export { meanOf, multiplyValues, scaleBytes, stopNegative, sumColumns } from "./elementwise";
export { finish } from "./finish";
export { threshold, uniform } from "./random";
export { crossEntropyGradient, softmaxCrossEntropy } from "./softmax";

/** Steps of the inner dimension in a block: a panel of A and one of B stay in the first cache. */
const DEPTH: i32 = 512;
/** Rows of A in a block, which stays in the second cache. */
const ROWS: i32 = 48;
/** Columns of B in a block. */
const COLUMNS: i32 = 1024;

const A_BYTES: usize = ROWS * DEPTH * 4;
const B_BYTES: usize = COLUMNS * DEPTH * 4;
const EDGE_BYTES: usize = TILE_ROWS * TILE_COLUMNS * 4;
const PANELS: i32 = ROWS / TILE_ROWS;
const COUNT_BYTES: usize = PANELS * 4;

/** Zeros are looked for opposite blocks of B this large: with less to multiply, finding them costs what it saves. */
const COLUMNS_FOR_ZEROS: i32 = 32;
const VALUES_FOR_ZEROS: i32 = 4096;

/** Bytes of scratch memory that `multiply` needs. */
export function scratchBytes(): usize {
  return A_BYTES + B_BYTES + EDGE_BYTES + COUNT_BYTES + <usize>PANELS * keptBytes(DEPTH);
}

/**
 * Computes a product.
 *
 * @param transposeA A lies as [inner, rows] instead of [rows, inner].
 * @param transposeB B lies as [columns, inner] instead of [inner, columns].
 * @param scratch Memory of `scratchBytes()`, aligned to 16.
 */
export function multiply(
  transposeA: bool,
  transposeB: bool,
  rows: i32,
  columns: i32,
  inner: i32,
  a: usize,
  b: usize,
  c: usize,
  scratch: usize,
): void {
  const packedB = scratch + A_BYTES;
  const edge = packedB + B_BYTES;
  const counts = edge + EDGE_BYTES;
  const keptA = counts + COUNT_BYTES;
  const strideA = <usize>(transposeA ? rows : inner) << 2;
  const strideB = <usize>(transposeB ? inner : columns) << 2;
  const strideC = <usize>columns << 2;
  const depthStep = evenPart(inner, DEPTH, 4);
  const rowStep = evenPart(rows, ROWS, TILE_ROWS);
  const columnStep = evenPart(columns, COLUMNS, TILE_COLUMNS);
  for (let column = 0; column < columns; column += columnStep) {
    const width = min(columnStep, columns - column);
    for (let step = 0; step < inner; step += depthStep) {
      const depth = min(depthStep, inner - step);
      if (transposeB) {
        packColumns(b + <usize>column * strideB + (<usize>step << 2), strideB, width, depth, packedB);
      } else {
        packAlong(
          b + <usize>step * strideB + (<usize>column << 2), strideB, width, depth, packedB, TILE_COLUMNS,
        );
      }
      const large = width >= COLUMNS_FOR_ZEROS && width * depth >= VALUES_FOR_ZEROS;
      let checked = false, finite = false;
      for (let row = 0; row < rows; row += rowStep) {
        const height = min(rowStep, rows - row);
        if (transposeA) {
          packAlong(a + <usize>step * strideA + (<usize>row << 2), strideA, height, depth, scratch, TILE_ROWS);
        } else {
          packRows(a + <usize>row * strideA + (<usize>step << 2), strideA, height, depth, scratch);
        }
        const panels = countOf(height, TILE_ROWS);
        const corner = c + <usize>row * strideC + (<usize>column << 2);
        const found = large && findZeros(panels, depth, scratch, counts);
        if (found && !checked) {
          finite = isFinite(packedB, <usize>(countOf(width, TILE_COLUMNS) * depth) * B_STEP);
          checked = true;
        }
        if (found && finite) {
          leaveOutZeros(panels, depth, scratch, keptA, counts);
          multiplyKeptBlock(
            height, width, depth, scratch, keptA, counts, packedB, corner, strideC, step > 0, edge,
          );
        } else {
          multiplyBlock(height, width, depth, scratch, packedB, corner, strideC, step > 0, edge);
        }
      }
    }
  }
}

/** Panels that a length takes. */
function countOf(length: i32, width: i32): i32 {
  return (length + width - 1) / width;
}

/** The largest part, a multiple of `unit` and at most `most`, that splits a length into even parts. */
function evenPart(length: i32, most: i32, unit: i32): i32 {
  const parts = (length + most - 1) / most;
  const part = (length + parts - 1) / max(parts, 1);
  return max((part + unit - 1) / unit, 1) * unit;
}

/** Multiplies a packed block of A by one of B. */
function multiplyBlock(
  height: i32,
  width: i32,
  depth: i32,
  packedA: usize,
  packedB: usize,
  c: usize,
  stride: usize,
  accumulate: bool,
  edge: usize,
): void {
  const panelA = <usize>depth * A_STEP, panelB = <usize>depth * B_STEP;
  for (let column = 0; column < width; column += TILE_COLUMNS) {
    let a = packedA;
    let corner = c + (<usize>column << 2);
    const tileWidth = min(TILE_COLUMNS, width - column);
    for (let row = 0; row < height; row += TILE_ROWS) {
      const tileHeight = min(TILE_ROWS, height - row);
      if (tileHeight === TILE_ROWS && tileWidth === TILE_COLUMNS) {
        multiplyTile(depth, a, packedB, corner, stride, accumulate);
      } else {
        multiplyTile(depth, a, packedB, edge, B_STEP, false);
        storeEdge(edge, corner, tileHeight, tileWidth, stride, accumulate);
      }
      a += panelA;
      corner += stride * TILE_ROWS;
    }
    packedB += panelB;
  }
}

/** The same, where zeros have been left out of some panels of A: those that keep fewer steps than there are. */
function multiplyKeptBlock(
  height: i32,
  width: i32,
  depth: i32,
  packedA: usize,
  keptA: usize,
  counts: usize,
  packedB: usize,
  c: usize,
  stride: usize,
  accumulate: bool,
  edge: usize,
): void {
  const panelA = <usize>depth * A_STEP, panelB = <usize>depth * B_STEP, panelKept = keptBytes(depth);
  for (let column = 0; column < width; column += TILE_COLUMNS) {
    let a = packedA, closer = keptA, count = counts;
    let corner = c + (<usize>column << 2);
    const tileWidth = min(TILE_COLUMNS, width - column);
    for (let row = 0; row < height; row += TILE_ROWS) {
      const tileHeight = min(TILE_ROWS, height - row);
      const whole = tileHeight === TILE_ROWS && tileWidth === TILE_COLUMNS;
      const into = whole ? corner : edge, intoStride = whole ? stride : B_STEP;
      const kept = load<i32>(count);
      if (kept < depth) {
        multiplyKept(kept, closer, packedB, into, intoStride, whole && accumulate);
      } else {
        multiplyTile(depth, a, packedB, into, intoStride, whole && accumulate);
      }
      if (!whole) storeEdge(edge, corner, tileHeight, tileWidth, stride, accumulate);
      a += panelA;
      closer += panelKept;
      count += 4;
      corner += stride * TILE_ROWS;
    }
    packedB += panelB;
  }
}

/** Copies the part of a tile that lies within C. */
function storeEdge(
  tile: usize,
  c: usize,
  height: i32,
  width: i32,
  stride: usize,
  accumulate: bool,
): void {
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = <usize>column << 2;
      const value = f32.load(tile + at);
      f32.store(c + at, accumulate ? f32.load(c + at) + value : value);
    }
    tile += B_STEP;
    c += stride;
  }
}
