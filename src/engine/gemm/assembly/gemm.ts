// C = op(A) op(B) for row-major matrices of 32-bit floats, blocked for the caches as by Goto and van de Geijn,
// "Anatomy of High-Performance Matrix Multiplication" (2008).

import { COLUMNS, DEPTH, evenPart, forgetFinite, multiplyPacked, PACKED_B, ROWS } from "./blocks";
import { multiplyFew } from "./few";
import { packAlong, packColumns, packRows } from "./pack";
import { TILE_COLUMNS, TILE_ROWS } from "./tile";

export { scratchBytes } from "./blocks";
export { convolve, filterGradient, imageGradient } from "./convolve";
export { copyColumns, repeat } from "./copies";
export { depthwise, depthwiseInputGradient } from "./depthwise";
export { depthwiseFilterGradient } from "./depthwise_filter_gradient";
export {
  clipValues, divideValues, meanOf, multiplyValues, scaleBytes, stopNegative, stopOutside, sumColumns,
} from "./elementwise";
export { finish, tanhValues } from "./finish";
export { normalize, normalizeGradient } from "./normalize";
export { averagePool, maxPool } from "./pool";
export { averagePoolGradient, maxPoolGradient } from "./pool_gradient";
export { threshold, uniform } from "./random";
export { sumSegments } from "./segments";
export { crossEntropyGradient, softmaxCrossEntropy } from "./softmax";
export { gatherWindows, scatterWindows } from "./windows";

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
  const packedB = scratch + PACKED_B;
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
        const source = b + <usize>step * strideB + (<usize>column << 2);
        packAlong(source, strideB, width, depth, depth, packedB, TILE_COLUMNS);
      }
      forgetFinite(scratch);
      for (let row = 0; row < rows; row += rowStep) {
        const height = min(rowStep, rows - row);
        if (transposeA) {
          const source = a + <usize>step * strideA + (<usize>row << 2);
          packAlong(source, strideA, height, depth, depth, scratch, TILE_ROWS);
        } else {
          packRows(a + <usize>row * strideA + (<usize>step << 2), strideA, height, depth, scratch);
        }
        const corner = c + <usize>row * strideC + (<usize>column << 2);
        multiplyPacked(height, width, depth, corner, strideC, step > 0, scratch);
      }
    }
  }
}
