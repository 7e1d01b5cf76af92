// The exponential of four floats at a time.

const LOG2_E = f32x4.splat(1.44269504088896341);
/** The natural logarithm of 2 in two parts, the first of which has zeros enough to be multiplied exactly. */
const LN2_HIGH = f32x4.splat(0.693359375);
const LN2_LOW = f32x4.splat(-2.12194440e-4);
/** Above it, the exponential leaves the range of 32-bit floats. */
const LARGEST = f32x4.splat(88);
const SMALLEST = f32x4.splat(-88);

/** exp(x) - 1: with x = n ln 2 + r it is 2^n (exp(r) - 1) + (2^n - 1). */
export function expMinusOne(x: v128): v128 {
  const n = powerIn(x);
  const power = powerOfTwo(n);
  const result = f32x4.add(f32x4.mul(power, series(x, n)), f32x4.sub(power, f32x4.splat(1)));
  return v128.bitselect(f32x4.splat(Infinity), result, f32x4.gt(x, LARGEST));
}

/** exp(x): 2^n (exp(r) - 1) + 2^n, which keeps every digit of small results; zero where x is below -88. */
export function exponential(x: v128): v128 {
  const n = powerIn(x);
  const power = powerOfTwo(n);
  const result = f32x4.add(f32x4.mul(power, series(x, n)), power);
  return v128.bitselect(f32x4.splat(Infinity), result, f32x4.gt(x, LARGEST));
}

// @ts-ignore: decorator
@inline
function clamp(x: v128): v128 {
  return f32x4.max(f32x4.min(x, LARGEST), SMALLEST);
}

/** n, the power of 2 that is nearest to exp(x). */
// @ts-ignore: decorator
@inline
function powerIn(x: v128): v128 {
  return f32x4.nearest(f32x4.mul(clamp(x), LOG2_E));
}

// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
}

/**
 * exp(r) - 1, as its Taylor series to the seventh power, whose error is below 2^-27 of it for |r| up to half of ln 2.
 */
// @ts-ignore: decorator
@inline
function series(x: v128, n: v128): v128 {
  const r = f32x4.sub(f32x4.sub(clamp(x), f32x4.mul(n, LN2_HIGH)), f32x4.mul(n, LN2_LOW));
  let sum = f32x4.splat(1.0 / 5040);
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.0 / 720));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.0 / 120));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.0 / 24));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.0 / 6));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(0.5));
  return f32x4.add(f32x4.mul(f32x4.mul(sum, r), r), r);
}
