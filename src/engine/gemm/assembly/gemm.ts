// C = op(A) op(B) for row-major matrices of 32-bit floats, blocked for the caches as by Goto and van de Geijn,
// "Anatomy of High-Performance Matrix Multiplication" (2008).

import {
  COLUMNS, COLUMNS_FOR_ZEROS, countOf, COUNTS, DEPTH, EDGE, evenPart, KEPT_A, multiplyBlock, multiplyKeptBlock,
  PACKED_B, ROWS, VALUES_FOR_ZEROS,
} from "./blocks";
import { multiplyFew } from "./few";
import { packAlong, packColumns, packRows } from "./pack";
import { B_STEP, TILE_COLUMNS, TILE_ROWS } from "./tile";
import { findZeros, isFinite, leaveOutZeros } from "./zeros";

export { scratchBytes } from "./blocks";
export { clipValues, meanOf, multiplyValues, scaleBytes, stopNegative, sumColumns } from "./elementwise";
export { finish } from "./finish";
export { averagePool, maxPool } from "./pool";
export { averagePoolGradient, maxPoolGradient } from "./pool_gradient";
export { threshold, uniform } from "./random";
export { sumSegments } from "./segments";
export { crossEntropyGradient, softmaxCrossEntropy } from "./softmax";

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
  if (rows <= ROWS && !transposeB) {
    multiplyFew(transposeA, rows, columns, inner, a, b, c, scratch);
    return;
  }
  const packedB = scratch + PACKED_B, edge = scratch + EDGE;
  const counts = scratch + COUNTS, keptA = scratch + KEPT_A;
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
          leaveOutZeros(panels, depth, scratch, keptA, counts, B_STEP);
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
