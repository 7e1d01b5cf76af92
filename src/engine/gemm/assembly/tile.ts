// The innermost loop: a 6 x 8 tile of C, kept in twelve registers while the inner dimension runs.
//
// Deno checks every WASM memory access against the memory's size, so that an access costs more than a multiply-add
// does. Hence few and wide ones: four a step, for twelve multiply-adds. Instead of one broadcast for each row of A,
// four rows come in one vector that is rotated lane by lane, and two rows in one that is repeated and swapped. Each
// accumulator then holds a diagonal, and `storeTile` puts the lanes back in order.
//
// The loop takes one step of the inner dimension at a time: unrolled further, V8 reorders it and runs out of
// registers (x64 has 16, of which V8 keeps one for itself).
//
// Where zeros have been left out of A, a fifth access reads which step of B is the next: a step then takes 7 % longer.

export const TILE_ROWS: i32 = 6;
export const TILE_COLUMNS: i32 = 8;

/** Bytes that one step of the inner dimension takes in a packed panel of A, and in one of B. */
export const A_STEP: usize = TILE_ROWS * 4;
export const B_STEP: usize = TILE_COLUMNS * 4;

/** Bytes of a step in a panel of A that zeros have been left out of: its values, and its offset in a panel of B. */
export const KEPT_STEP: usize = A_STEP + 4;

/** a * b + c: rounded once where the build has relaxed SIMD, twice otherwise. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

// @ts-ignore: decorator
@inline
function rotate(x: v128): v128 {
  return v128.shuffle<f32>(x, x, 1, 2, 3, 0);
}

// @ts-ignore: decorator
@inline
function swapPairs(x: v128): v128 {
  return v128.shuffle<f32>(x, x, 1, 0, 3, 2);
}

/**
 * Computes a tile of C from a packed panel of A and one of B.
 *
 * @param depth Steps of the inner dimension.
 * @param a Panel of A: 6 values a step.
 * @param b Panel of B: 8 values a step.
 * @param c Where the tile's first value lies.
 * @param stride Bytes from one row of C to the next.
 * @param accumulate Add to what C holds; otherwise overwrite it.
 */
export function multiplyTile(
  depth: i32,
  a: usize,
  b: usize,
  c: usize,
  stride: usize,
  accumulate: bool,
): void {
  multiplySteps(false, depth, a, b, B_STEP, c, stride, accumulate);
}

/**
 * Computes a tile of C from a panel of A that zeros have been left out of.
 *
 * @param kept Steps of that panel, 0 or more.
 * @param a Panel of A: 6 values a step, then the step's byte offset in the panel of B.
 */
export function multiplyKept(
  kept: i32,
  a: usize,
  b: usize,
  c: usize,
  stride: usize,
  accumulate: bool,
): void {
  multiplySteps(true, kept, a, b, 0, c, stride, accumulate);
}

/**
 * Computes the same from a panel of B that lies where B lies.
 *
 * @param stepB Bytes from one step of B to the next.
 */
export function multiplyStrided(
  depth: i32,
  a: usize,
  b: usize,
  stepB: usize,
  c: usize,
  stride: usize,
  accumulate: bool,
): void {
  multiplySteps(false, depth, a, b, stepB, c, stride, accumulate);
}

// @ts-ignore: decorator
@inline
function multiplySteps(
  leftOut: bool,
  depth: i32,
  a: usize,
  b: usize,
  stepB: usize,
  c: usize,
  stride: usize,
  accumulate: bool,
): void {
  // quad: rows 0 to 3; pair: rows 4 and 5. The digit counts rotations; left and right are columns 0-3 and 4-7.
  let quad0Left = f32x4.splat(0), quad0Right = quad0Left;
  let quad1Left = quad0Left, quad1Right = quad0Left;
  let quad2Left = quad0Left, quad2Right = quad0Left;
  let quad3Left = quad0Left, quad3Right = quad0Left;
  let pair0Left = quad0Left, pair0Right = quad0Left;
  let pair1Left = quad0Left, pair1Right = quad0Left;
  const bytes = leftOut ? KEPT_STEP : A_STEP;
  const end = a + <usize>depth * bytes;
  while (a < end) {
    let quad = v128.load(a);
    const step = leftOut ? b + <usize>load<i32>(a, A_STEP) : b;
    const left = v128.load(step);
    quad0Left = multiplyAdd(quad, left, quad0Left);
    const right = v128.load(step, 16);
    quad0Right = multiplyAdd(quad, right, quad0Right);
    quad = rotate(quad);
    quad1Left = multiplyAdd(quad, left, quad1Left);
    quad1Right = multiplyAdd(quad, right, quad1Right);
    quad = rotate(quad);
    quad2Left = multiplyAdd(quad, left, quad2Left);
    quad2Right = multiplyAdd(quad, right, quad2Right);
    quad = rotate(quad);
    quad3Left = multiplyAdd(quad, left, quad3Left);
    quad3Right = multiplyAdd(quad, right, quad3Right);
    let pair = v128.load64_splat(a, 16);
    pair0Left = multiplyAdd(pair, left, pair0Left);
    pair0Right = multiplyAdd(pair, right, pair0Right);
    pair = swapPairs(pair);
    pair1Left = multiplyAdd(pair, left, pair1Left);
    pair1Right = multiplyAdd(pair, right, pair1Right);
    a += bytes;
    if (!leftOut) b += stepB;
  }
  storeQuad(quad0Left, quad1Left, quad2Left, quad3Left, c, stride, accumulate);
  storeQuad(quad0Right, quad1Right, quad2Right, quad3Right, c + 16, stride, accumulate);
  c += stride << 2;
  storePair(pair0Left, pair1Left, c, stride, accumulate);
  storePair(pair0Right, pair1Right, c + 16, stride, accumulate);
}

/** Lane l of the vector that was rotated r times belongs to row (l + r) mod 4. */
// @ts-ignore: decorator
@inline
function storeQuad(
  x0: v128,
  x1: v128,
  x2: v128,
  x3: v128,
  c: usize,
  stride: usize,
  accumulate: bool,
): void {
  // Even lanes of one, odd lanes of another: in row order but for pairs of lanes.
  const a = v128.shuffle<f32>(x0, x3, 0, 5, 2, 7);
  const b = v128.shuffle<f32>(x1, x0, 0, 5, 2, 7);
  const d = v128.shuffle<f32>(x2, x1, 0, 5, 2, 7);
  const e = v128.shuffle<f32>(x3, x2, 0, 5, 2, 7);
  storeRow(v128.shuffle<f32>(a, d, 0, 1, 6, 7), c, accumulate);
  storeRow(v128.shuffle<f32>(b, e, 0, 1, 6, 7), c + stride, accumulate);
  storeRow(v128.shuffle<f32>(d, a, 0, 1, 6, 7), c + (stride << 1), accumulate);
  storeRow(v128.shuffle<f32>(e, b, 0, 1, 6, 7), c + stride * 3, accumulate);
}

/** Lane l of the vector that was swapped s times belongs to row (l + s) mod 2 of the two. */
// @ts-ignore: decorator
@inline
function storePair(x0: v128, x1: v128, c: usize, stride: usize, accumulate: bool): void {
  storeRow(v128.shuffle<f32>(x0, x1, 0, 5, 2, 7), c, accumulate);
  storeRow(v128.shuffle<f32>(x1, x0, 0, 5, 2, 7), c + stride, accumulate);
}

// @ts-ignore: decorator
@inline
function storeRow(row: v128, c: usize, accumulate: bool): void {
  v128.store(c, accumulate ? f32x4.add(v128.load(c), row) : row);
}
