// What follows a product: a bias for each column, and an activation, in one pass over the result.

import { expMinusOne } from "./exponential";

/** The activations, by the numbers that the caller knows them by. */
const LINEAR: i32 = 0;
const RELU: i32 = 1;
const RELU6: i32 = 2;
const LEAKY_RELU: i32 = 3;
const SIGMOID: i32 = 4;
const TANH: i32 = 5;
const ELU: i32 = 6;

/**
 * Adds a bias to every row of a matrix and applies an activation, in place.
 *
 * @param bias One value a column; 0 for none.
 * @param activation The number of the activation.
 * @param alpha Slope of the leaky ReLU below zero.
 */
export function finish(
  c: usize,
  rows: i32,
  columns: i32,
  bias: usize,
  activation: i32,
  alpha: f32,
): void {
  if (bias === 0) {
    if (activation === LINEAR) return;
    // Without a bias the rows are one.
    columns *= rows;
    rows = 1;
  }
  // The activation that follows nearly every product has a loop of its own, in which there is nothing to choose.
  if (activation === RELU) finishRows(c, rows, columns, bias, RELU, alpha);
  else finishRows(c, rows, columns, bias, activation, alpha);
}

// @ts-ignore: decorator
@inline
function finishRows(
  c: usize,
  rows: i32,
  columns: i32,
  bias: usize,
  activation: i32,
  alpha: f32,
): void {
  const slope = f32x4.splat(alpha);
  for (let row = 0; row < rows; row++) {
    let add = bias;
    let column = 0;
    for (; column < (columns & ~3); column += 4) {
      let x = v128.load(c);
      if (bias !== 0) x = f32x4.add(x, v128.load(add));
      v128.store(c, activate(x, activation, slope));
      c += 16;
      add += 16;
    }
    for (; column < columns; column++) {
      let x = v128.load32_zero(c);
      if (bias !== 0) x = f32x4.add(x, v128.load32_zero(add));
      v128.store32_lane(c, activate(x, activation, slope), 0);
      c += 4;
      add += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function activate(x: v128, activation: i32, slope: v128): v128 {
  const zero = f32x4.splat(0);
  switch (activation) {
    case RELU:
      return f32x4.max(x, zero);
    case RELU6:
      return f32x4.min(f32x4.max(x, zero), f32x4.splat(6));
    case LEAKY_RELU:
      return v128.bitselect(f32x4.mul(x, slope), x, f32x4.lt(x, zero));
    case SIGMOID:
      return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(2), expMinusOne(f32x4.neg(x))));
    case TANH:
      return tanh(x);
    case ELU:
      return v128.bitselect(x, expMinusOne(x), f32x4.ge(x, zero));
    default:
      return x;
  }
}

/** tanh |x| = -e / (e + 2) with e = exp(-2 |x|) - 1, which keeps every digit near zero; the sign is that of x. */
function tanh(x: v128): v128 {
  const e = expMinusOne(f32x4.mul(f32x4.abs(x), f32x4.splat(-2)));
  const magnitude = f32x4.div(f32x4.neg(e), f32x4.add(e, f32x4.splat(2)));
  return v128.bitselect(x, magnitude, f32x4.splat(-0.0));
}
