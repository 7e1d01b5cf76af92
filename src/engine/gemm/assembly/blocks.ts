// How a product is cut into blocks, and what is done with one of A and one of B.

import { A_STEP, B_STEP, KEPT_STEP, multiplyKept, multiplyTile, TILE_COLUMNS, TILE_ROWS } from "./tile";
import { findZeros, isFinite, keptBytes, leaveOutZeros } from "./zeros";

/** Steps of the inner dimension in a block: a panel of A and one of B stay in the first cache. */
export const DEPTH: i32 = 512;
/** Rows of A in a block, which stays in the second cache. */
export const ROWS: i32 = 48;
/** Columns of B in a block. */
export const COLUMNS: i32 = 1024;

/** Windows that are gathered at a time for panels of B, */
export const GATHERED_WINDOWS: i32 = 16;
/** and how many values of windows for panels of A. */
export const GATHERED_VALUES: i32 = 4096;

/** Values of a product that is not yet where it belongs, and the most rows that it has. */
export const PRODUCT_VALUES: i32 = ROWS * COLUMNS;
export const PRODUCT_ROWS: i32 = 1024;

const PANELS: i32 = ROWS / TILE_ROWS;

/** Where in scratch memory, behind a packed block of A, everything else lies: a packed block of B, */
export const PACKED_B: usize = ROWS * DEPTH * 4;
/** a tile that reaches over an edge, */
export const EDGE: usize = PACKED_B + COLUMNS * DEPTH * 4;
/** the number of steps that each panel of A keeps, */
export const COUNTS: usize = EDGE + TILE_ROWS * TILE_COLUMNS * 4;
/** whether the packed block of B is finite, */
const FINITE: usize = COUNTS + PANELS * 4;
/** the panels that zeros are left out of, */
export const KEPT_A: usize = FINITE + 4;
/** windows that wait to be packed, */
export const GATHERED: usize = KEPT_A + PANELS * (DEPTH * KEPT_STEP + 4);
/** and a product on its way: of the last window up to 12 bytes more are written than it has. */
export const PRODUCT: usize = GATHERED + GATHERED_WINDOWS * COLUMNS * 4 + 12;

/** Bytes of scratch memory that a product needs. */
export function scratchBytes(): usize {
  return PRODUCT + PRODUCT_VALUES * 4;
}

/** Zeros are looked for opposite blocks of B this large: with less to multiply, finding them costs what it saves. */
export const COLUMNS_FOR_ZEROS: i32 = 32;
export const VALUES_FOR_ZEROS: i32 = 4096;

/** Panels that a length takes. */
export function countOf(length: i32, width: i32): i32 {
  return (length + width - 1) / width;
}

/** The largest part, a multiple of `unit` and at most `most`, that splits a length into even parts. */
export function evenPart(length: i32, most: i32, unit: i32): i32 {
  const parts = (length + most - 1) / most;
  const part = (length + parts - 1) / max(parts, 1);
  return max((part + unit - 1) / unit, 1) * unit;
}

/** What is known of the packed block of B. */
const UNKNOWN: i32 = 0;
const IS_FINITE: i32 = 1;
const IS_NOT: i32 = 2;

/** To be called when another block of B has been packed. */
export function forgetFinite(scratch: usize): void {
  store<i32>(scratch + FINITE, UNKNOWN);
}

function isBFinite(scratch: usize, width: i32, depth: i32): bool {
  let known = load<i32>(scratch + FINITE);
  if (known === UNKNOWN) {
    const bytes = <usize>(countOf(width, TILE_COLUMNS) * depth) * B_STEP;
    known = isFinite(scratch + PACKED_B, bytes) ? IS_FINITE : IS_NOT;
    store<i32>(scratch + FINITE, known);
  }
  return known === IS_FINITE;
}

/** Multiplies the packed blocks in scratch memory, leaving out zeros where A has many. */
export function multiplyPacked(
  height: i32,
  width: i32,
  depth: i32,
  c: usize,
  stride: usize,
  accumulate: bool,
  scratch: usize,
): void {
  const packedB = scratch + PACKED_B, edge = scratch + EDGE;
  const counts = scratch + COUNTS, keptA = scratch + KEPT_A;
  const panels = countOf(height, TILE_ROWS);
  const large = width >= COLUMNS_FOR_ZEROS && width * depth >= VALUES_FOR_ZEROS;
  if (large && findZeros(panels, depth, scratch, counts) && isBFinite(scratch, width, depth)) {
    leaveOutZeros(panels, depth, scratch, keptA, counts, B_STEP);
    multiplyKeptBlock(height, width, depth, scratch, keptA, counts, packedB, c, stride, accumulate, edge);
  } else {
    multiplyBlock(height, width, depth, scratch, packedB, c, stride, accumulate, edge);
  }
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

/**
 * The same, where zeros have been left out of some panels of A: those that keep fewer steps than there are. A loop of its
 * own: one for both made dense products 3 to 4 % slower.
 */
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
export function storeEdge(
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
