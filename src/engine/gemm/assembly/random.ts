// Random numbers by counting: each depends on a key and its place alone, so that four are made at a time.

/** Rounds of the generator. */
const ROUNDS: i32 = 10;
/** What the two words are multiplied by. */
const FACTOR_0 = i32x4.splat(<i32>0xd2511f53);
const FACTOR_1 = i32x4.splat(<i32>0xcd9e8d57);
/** What is added to the two words of the key in each round. */
const STEP_0: i32 = <i32>0x9e3779b9;
const STEP_1: i32 = <i32>0xbb67ae85;
/** One over 2^24: a float has as many bits. */
const ULP = f32x4.splat(1.0 / 16777216);

/**
 * Writes numbers in [0, 1) by Philox 4x32-10 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", 2011). Four
 * counters are worked on at a time, one a lane.
 *
 * @param key0 First word of the key.
 * @param key1 Second word.
 * @param size How many numbers.
 * @param out Where they go.
 */
export function uniform(key0: i32, key1: i32, size: i32, out: usize): void {
  for (let first = 0; first < size; first += 16) {
    let x0 = i32x4.add(i32x4.splat(first >> 2), i32x4(0, 1, 2, 3));
    let x1 = i32x4.splat(0), x2 = x1, x3 = x1;
    let k0 = key0, k1 = key1;
    for (let round = 0; round < ROUNDS; round++) {
      const high0 = multiplyHigh(x0, FACTOR_0), low0 = i32x4.mul(x0, FACTOR_0);
      const high1 = multiplyHigh(x2, FACTOR_1), low1 = i32x4.mul(x2, FACTOR_1);
      x0 = v128.xor(v128.xor(high1, x1), i32x4.splat(k0));
      x1 = low1;
      x2 = v128.xor(v128.xor(high0, x3), i32x4.splat(k1));
      x3 = low0;
      k0 += STEP_0;
      k1 += STEP_1;
    }
    store(x0, out, size - first);
    store(x1, out + 16, size - first - 4);
    store(x2, out + 32, size - first - 8);
    store(x3, out + 48, size - first - 12);
    out += 64;
  }
}

/** Makes a mask of numbers: zero where a number is below a limit, elsewhere a value. */
export function threshold(numbers: usize, size: i32, limit: f32, value: f32): void {
  const limits = f32x4.splat(limit), values = f32x4.splat(value);
  let i = 0;
  for (; i < (size & ~3); i += 4) {
    v128.store(numbers, v128.andnot(values, f32x4.lt(v128.load(numbers), limits)));
    numbers += 16;
  }
  for (; i < size; i++) {
    f32.store(numbers, f32.load(numbers) < limit ? 0 : value);
    numbers += 4;
  }
}

/** The upper halves of the products of unsigned words. */
// @ts-ignore: decorator
@inline
function multiplyHigh(a: v128, b: v128): v128 {
  const low = i64x2.extmul_low_i32x4_u(a, b), high = i64x2.extmul_high_i32x4_u(a, b);
  return v128.shuffle<i32>(low, high, 1, 3, 5, 7);
}

/** Writes as many of four numbers as there is room for. */
// @ts-ignore: decorator
@inline
function store(words: v128, out: usize, room: i32): void {
  const numbers = f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(words, 8)), ULP);
  if (room >= 4) v128.store(out, numbers);
  else {
    if (room > 0) v128.store32_lane(out, numbers, 0);
    if (room > 1) v128.store32_lane(out, numbers, 1, 4);
    if (room > 2) v128.store32_lane(out, numbers, 2, 8);
  }
}
