// Products of few rows: a block of A takes them all, so that B is gone through once. It is read where it lies, since to
// pack it would take longer than the product does.

import {
  COLUMNS_FOR_ZEROS, countOf, COUNTS, DEPTH, EDGE, evenPart, KEPT_A, PACKED_B, storeEdge, VALUES_FOR_ZEROS,
} from "./blocks";
import { packAlong, packRows } from "./pack";
import { A_STEP, B_STEP, multiplyKept, multiplyStrided, TILE_COLUMNS, TILE_ROWS } from "./tile";
import { findZeros, isFinite, keptBytes, leaveOutZeros } from "./zeros";

/** Computes a product of as many rows as a block has, or fewer, B lying as [inner, columns]. */
export function multiplyFew(
  transposeA: bool,
  rows: i32,
  columns: i32,
  inner: i32,
  a: usize,
  b: usize,
  c: usize,
  scratch: usize,
): void {
  const strideA = <usize>(transposeA ? rows : inner) << 2;
  const strideB = <usize>columns << 2;
  const depthStep = evenPart(inner, DEPTH, 4);
  for (let step = 0; step < inner; step += depthStep) {
    const depth = min(depthStep, inner - step);
    if (transposeA) packAlong(a + <usize>step * strideA, strideA, rows, depth, depth, scratch, TILE_ROWS);
    else packRows(a + (<usize>step << 2), strideA, rows, depth, scratch);
    multiplyInPlace(rows, columns, depth, b + <usize>step * strideB, c, step > 0, scratch);
  }
}

/**
 * Multiplies the packed block of A by one of B that is read where it lies. Columns that do not fill a panel are packed:
 * past the last of them, memory may end.
 */
export function multiplyInPlace(
  rows: i32,
  columns: i32,
  depth: i32,
  b: usize,
  c: usize,
  accumulate: bool,
  scratch: usize,
): void {
  const packedB = scratch + PACKED_B, edge = scratch + EDGE;
  const counts = scratch + COUNTS, keptA = scratch + KEPT_A;
  const stride = <usize>columns << 2;
  const whole = columns & ~(TILE_COLUMNS - 1);
  const panels = countOf(rows, TILE_ROWS);
  if (whole < columns) {
    packAlong(b + (<usize>whole << 2), stride, columns - whole, depth, depth, packedB, TILE_COLUMNS);
  }
  const large = columns >= COLUMNS_FOR_ZEROS && columns * depth >= VALUES_FOR_ZEROS;
  const sparse = large && findZeros(panels, depth, scratch, counts) && isFinite(b, <usize>depth * stride);
  if (sparse) leaveOutZeros(panels, depth, scratch, keptA, counts, stride);
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    const packed = column === whole;
    const panelB = packed ? packedB : b + (<usize>column << 2);
    const stepB = packed ? B_STEP : stride;
    let panelA = scratch, closer = keptA, count = counts;
    let corner = c + (<usize>column << 2);
    for (let row = 0; row < rows; row += TILE_ROWS) {
      const inside = !packed && rows - row >= TILE_ROWS;
      const into = inside ? corner : edge, intoStride = inside ? stride : B_STEP;
      const adds = inside && accumulate;
      const kept = sparse && !packed ? load<i32>(count) : depth;
      if (kept < depth) multiplyKept(kept, closer, panelB, into, intoStride, adds);
      else multiplyStrided(depth, panelA, panelB, stepB, into, intoStride, adds);
      if (!inside) {
        storeEdge(edge, corner, min(TILE_ROWS, rows - row), min(TILE_COLUMNS, columns - column), stride, accumulate);
      }
      panelA += <usize>depth * A_STEP;
      closer += keptBytes(depth);
      count += 4;
      corner += stride * TILE_ROWS;
    }
  }
}
