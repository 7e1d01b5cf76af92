// Packing: blocks of A and B are copied into panels that the innermost loop reads from first byte to last, whatever
// order they had. A panel of A holds 6 values (rows) for each step of the inner dimension, one of B 8 (columns).
// The tile's rows and columns past an edge are thrown away. What stands in for them is zero or what the panel holds
// anyway, so that it neither keeps a step that is zero otherwise nor makes a finite block infinite.

import { A_STEP, B_STEP, TILE_COLUMNS, TILE_ROWS } from "./tile";

/** Steps that `packAlong` copies for every panel before it goes on: their rows stay in the first cache. */
const STEPS: i32 = 16;

/**
 * Packs a block in which the values of one step lie side by side: A transposed ([inner, rows]), or B ([inner,
 * columns]).
 *
 * @param source The block's first value.
 * @param stride Bytes from one step of the inner dimension to the next.
 * @param count Rows of A, or columns of B, in the block.
 * @param depth Steps of the inner dimension.
 * @param panelDepth Steps that a panel has room for.
 * @param panels Where the panels go.
 * @param width Values a step in a panel: 6 or 8.
 */
// @ts-ignore: decorator
@inline
export function packAlong(
  source: usize,
  stride: usize,
  count: i32,
  depth: i32,
  panelDepth: i32,
  panels: usize,
  width: i32,
): void {
  const bytes = <usize>width << 2;
  for (let step = 0; step < depth; step += STEPS) {
    const steps = min(STEPS, depth - step);
    let panel = panels + <usize>step * bytes;
    for (let first = 0; first < count; first += width) {
      const there = min(width, count - first);
      let from = source + (<usize>first << 2);
      let into = panel;
      if (there === width) {
        for (let i = 0; i < steps; i++) {
          v128.store(into, v128.load(from));
          if (width === TILE_COLUMNS) v128.store(into, v128.load(from, 16), 16);
          else v128.store64_lane(into, v128.load64_zero(from, 16), 0, 16);
          into += bytes;
          from += stride;
        }
      } else {
        for (let i = 0; i < steps; i++) {
          for (let value = 0; value < width; value++) {
            const at = <usize>value << 2;
            f32.store(into + at, value < there ? f32.load(from + at) : 0);
          }
          into += bytes;
          from += stride;
        }
      }
      panel += <usize>panelDepth * bytes;
    }
    source += <usize>steps * stride;
  }
}

/**
 * Packs a block of A as it lies ([rows, inner]): the values of one step are a column, so four steps are transposed
 * at a time.
 */
export function packRows(source: usize, stride: usize, count: i32, depth: i32, panels: usize): void {
  for (let first = 0; first < count; first += TILE_ROWS) {
    const last = count - 1 - first;
    const from = source + <usize>first * stride;
    // Past the edge the last row stands in.
    let r0 = from, r1 = from + <usize>min(1, last) * stride, r2 = from + <usize>min(2, last) * stride;
    let r3 = from + <usize>min(3, last) * stride, r4 = from + <usize>min(4, last) * stride;
    let r5 = from + <usize>min(5, last) * stride;
    let step = 0;
    for (; step < (depth & ~3); step += 4) {
      transposeFour(r0, r1, r2, r3, panels, A_STEP);
      const x = v128.load(r4), y = v128.load(r5);
      const low = v128.shuffle<f32>(x, y, 0, 4, 1, 5), high = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
      v128.store64_lane(panels, low, 0, 16);
      v128.store64_lane(panels, low, 1, 16 + A_STEP);
      v128.store64_lane(panels, high, 0, 16 + 2 * A_STEP);
      v128.store64_lane(panels, high, 1, 16 + 3 * A_STEP);
      r0 += 16, r1 += 16, r2 += 16, r3 += 16, r4 += 16, r5 += 16;
      panels += 4 * A_STEP;
    }
    for (; step < depth; step++) {
      f32.store(panels, f32.load(r0));
      f32.store(panels, f32.load(r1), 4);
      f32.store(panels, f32.load(r2), 8);
      f32.store(panels, f32.load(r3), 12);
      f32.store(panels, f32.load(r4), 16);
      f32.store(panels, f32.load(r5), 20);
      r0 += 4, r1 += 4, r2 += 4, r3 += 4, r4 += 4, r5 += 4;
      panels += A_STEP;
    }
  }
}

/** Packs a block of B transposed ([columns, inner]), four steps at a time. */
export function packColumns(
  source: usize,
  stride: usize,
  count: i32,
  depth: i32,
  panels: usize,
): void {
  for (let first = 0; first < count; first += TILE_COLUMNS) {
    for (let half = 0; half < TILE_COLUMNS; half += 4) {
      const last = max(count - 1 - first - half, 0);
      // Past the edge the last column stands in.
      const from = source + <usize>min(first + half, count - 1) * stride;
      let r0 = from, r1 = from + <usize>min(1, last) * stride;
      let r2 = from + <usize>min(2, last) * stride, r3 = from + <usize>min(3, last) * stride;
      let into = panels + (<usize>half << 2);
      let step = 0;
      for (; step < (depth & ~3); step += 4) {
        transposeFour(r0, r1, r2, r3, into, B_STEP);
        r0 += 16, r1 += 16, r2 += 16, r3 += 16;
        into += 4 * B_STEP;
      }
      for (; step < depth; step++) {
        f32.store(into, f32.load(r0));
        f32.store(into, f32.load(r1), 4);
        f32.store(into, f32.load(r2), 8);
        f32.store(into, f32.load(r3), 12);
        r0 += 4, r1 += 4, r2 += 4, r3 += 4;
        into += B_STEP;
      }
    }
    panels += <usize>depth * B_STEP;
  }
}

/** Reads four values from each of four rows, and writes them as four columns, `step` bytes apart. */
// @ts-ignore: decorator
@inline
function transposeFour(r0: usize, r1: usize, r2: usize, r3: usize, into: usize, step: usize): void {
  const x0 = v128.load(r0), x1 = v128.load(r1), x2 = v128.load(r2), x3 = v128.load(r3);
  const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5), low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
  v128.store(into, v128.shuffle<f64>(low01, low23, 0, 2));
  v128.store(into + step, v128.shuffle<f64>(low01, low23, 1, 3));
  v128.store(into + 2 * step, v128.shuffle<f64>(high01, high23, 0, 2));
  v128.store(into + 3 * step, v128.shuffle<f64>(high01, high23, 1, 3));
}
