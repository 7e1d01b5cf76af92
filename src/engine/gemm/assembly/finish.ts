// What follows a product: a bias for each column, and an activation, in one pass over the result.

/** The activations, by the numbers that the caller knows them by. */
const LINEAR: i32 = 0;
const RELU: i32 = 1;
const RELU6: i32 = 2;
const LEAKY_RELU: i32 = 3;
const SIGMOID: i32 = 4;
const TANH: i32 = 5;
const ELU: i32 = 6;

const LOG2_E = f32x4.splat(1.44269504088896341);
/** The natural logarithm of 2 in two parts, the first of which has zeros enough to be multiplied exactly. */
const LN2_HIGH = f32x4.splat(0.693359375);
const LN2_LOW = f32x4.splat(-2.12194440e-4);
/** Above it, the exponential leaves the range of 32-bit floats. */
const LARGEST = f32x4.splat(88);
const SMALLEST = f32x4.splat(-88);

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

/**
 * exp(x) - 1: with x = n ln 2 + r it is 2^n (exp(r) - 1) + (2^n - 1), and exp(r) - 1 is its Taylor series to the
 * seventh power, whose error is below 2^-27 of it for |r| up to half of ln 2.
 */
function expMinusOne(x: v128): v128 {
  const clamped = f32x4.max(f32x4.min(x, LARGEST), SMALLEST);
  const n = f32x4.nearest(f32x4.mul(clamped, LOG2_E));
  const r = f32x4.sub(f32x4.sub(clamped, f32x4.mul(n, LN2_HIGH)), f32x4.mul(n, LN2_LOW));
  let series = f32x4.splat(1.0 / 5040);
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(1.0 / 720));
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(1.0 / 120));
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(1.0 / 24));
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(1.0 / 6));
  series = f32x4.add(f32x4.mul(series, r), f32x4.splat(0.5));
  series = f32x4.add(f32x4.mul(f32x4.mul(series, r), r), r);
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  const result = f32x4.add(f32x4.mul(power, series), f32x4.sub(power, f32x4.splat(1)));
  return v128.bitselect(f32x4.splat(Infinity), result, f32x4.gt(x, LARGEST));
}
