/**
 * Decimal numbers straight from a file's bytes: the nearest double, as `Number` finds it from a string.
 *
 * @module
 */

/** Powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const LARGEST_POWER = POWERS.length - 1;

/** Digits that a 32-bit integer holds. */
const HALF = 9;
/** Digits beyond the first half with which all together are below 2^53, so that a double holds them. */
const EXACT_LOW = 6;

/** Splits a double into two halves of 26 bits (Dekker, 1971). */
const SPLITTER = 2 ** 27 + 1;

/** Eight times as much as the two parts of {@linkcode quotient} can be off, relative to the first. */
const UNCERTAINTY = 2 ** -100;

const MINUS = 0x2d;
const PLUS = 0x2b;
const ZERO = 0x30;
// As what is left of a byte once "0" is taken off.
const POINT = 0x2e - ZERO;
const UPPER_E = 0x45 - ZERO;
const LOWER_E = 0x65 - ZERO;

/** No number could be told. */
export const UNCLEAR = -1;

/**
 * Reads a number of at most 18 digits, with a power of ten that is not extreme.
 *
 * @param bytes The bytes; one that belongs to no number comes after it.
 * @param at Where it begins.
 * @param values Where its value is put.
 * @param row The place there.
 * @returns Where the number ends; {@linkcode UNCLEAR}, with nothing put, if there is none or its nearest double takes more
 * than the arithmetic here.
 */
export function numberAt(
  bytes: Uint8Array,
  at: number,
  values: Float64Array,
  row: number,
): number {
  const sign = bytes[at] ?? 0;
  if (sign === MINUS || sign === PLUS) at++;
  const start = at;
  // The first digits are in `high`, further ones in `low`.
  let high = 0;
  let low = 0;
  let lowDigits = 0;
  let exponent = 0;
  let limit = at + HALF;
  let digit = (bytes[at] ?? 0) - ZERO;
  while (digit >= 0 && digit <= 9 && at < limit) {
    high = (Math.imul(high, 10) + digit) | 0;
    digit = (bytes[++at] ?? 0) - ZERO;
  }
  if (at === start) return UNCLEAR;
  if (digit >= 0 && digit <= 9) {
    const from = at;
    while (digit >= 0 && digit <= 9) {
      low = (Math.imul(low, 10) + digit) | 0;
      digit = (bytes[++at] ?? 0) - ZERO;
    }
    lowDigits = at - from;
  }
  if (digit === POINT) {
    const from = ++at;
    digit = (bytes[at] ?? 0) - ZERO;
    limit++;
    if (high === 0 && lowDigits === 0) {
      // Zeros in front do not count.
      while (digit === 0) digit = (bytes[++at] ?? 0) - ZERO;
      limit = at + HALF;
    }
    while (digit >= 0 && digit <= 9 && at < limit) {
      high = (Math.imul(high, 10) + digit) | 0;
      digit = (bytes[++at] ?? 0) - ZERO;
    }
    const middle = at;
    while (digit >= 0 && digit <= 9) {
      low = (Math.imul(low, 10) + digit) | 0;
      digit = (bytes[++at] ?? 0) - ZERO;
    }
    lowDigits += at - middle;
    exponent = from - at;
  }
  if (lowDigits > HALF) return UNCLEAR;
  if (digit === LOWER_E || digit === UPPER_E) {
    const mark = bytes[++at] ?? 0;
    if (mark === MINUS || mark === PLUS) at++;
    const from = at;
    let power = 0;
    digit = (bytes[at] ?? 0) - ZERO;
    while (digit >= 0 && digit <= 9) {
      power = (Math.imul(power, 10) + digit) | 0;
      digit = (bytes[++at] ?? 0) - ZERO;
    }
    if (at === from || at - from > HALF) return UNCLEAR;
    exponent += mark === MINUS ? -power : power;
  }
  if (exponent < -LARGEST_POWER || exponent > LARGEST_POWER) return UNCLEAR;
  // 30 bits times a power of five of 21 bits: exact, whatever power of two is in it.
  const shifted = high * (POWERS[lowDigits] ?? NaN);
  let value: number;
  if (lowDigits <= EXACT_LOW) {
    // Both operands are exact, so that one rounding is all there is (Clinger, 1990).
    value = exponent < 0
      ? (shifted + low) / (POWERS[-exponent] ?? NaN)
      : (shifted + low) * (POWERS[exponent] ?? NaN);
  } else {
    if (exponent > 0) return UNCLEAR;
    value = quotient(shifted, low, POWERS[-exponent] ?? NaN);
    if (value < 0) return UNCLEAR;
  }
  values[row] = sign === MINUS ? -value : value;
  return at;
}

/**
 * The double nearest to (a + b) / c, in twice the precision of a double: the quotient, and that of what is left.
 *
 * @returns It, or -1 where it lies so near to the middle between two doubles that either could be meant.
 */
function quotient(a: number, b: number, c: number): number {
  const sum = a + b;
  const lost = b - (sum - a);
  const first = sum / c;
  // What first * c is, exactly: `product` and `error` (Dekker's product, without fused multiply-add).
  const product = first * c;
  const wideFirst = SPLITTER * first;
  const firstHigh = wideFirst - (wideFirst - first);
  const firstLow = first - firstHigh;
  const wideC = SPLITTER * c;
  const cHigh = wideC - (wideC - c);
  const cLow = c - cHigh;
  const error = ((firstHigh * cHigh - product) + firstHigh * cLow + firstLow * cHigh) +
    firstLow * cLow;
  const second = (sum - product - error + lost) / c;
  const margin = first * UNCERTAINTY;
  const value = first + (second - margin);
  return value === first + (second + margin) ? value : -1;
}
