// Leaving zeros out: a step of the inner dimension at which a panel of A holds nothing but zeros adds nothing to the
// panel's tiles. A panel that has many is copied without them, each step with its place in a panel of B.
//
// The other steps keep their order, so that every bit of the result stays: what adding zeros would have changed is
// the sign of a zero alone, where a fused multiply-add has underflowed from below. Zero times infinity or NaN is NaN:
// opposite a block of B that holds one, nothing is left out.

import { A_STEP, B_STEP, KEPT_STEP } from "./tile";

/** Bytes for a panel of A that zeros are left out of: of its last step, 4 more are written than it has. */
export function keptBytes(depth: i32): usize {
  return <usize>depth * KEPT_STEP + 4;
}

/** Steps are left out of a panel that keeps at most 4 of 5: with less to gain, finding the others in B costs it. */
const MOST_KEPT: i32 = 4;
const OF_STEPS: i32 = 5;

/** Steps from one that is looked at to the next: a prime, since images have a period. */
const STRIDE: i32 = 47;
/** Steps that tell enough of a dense panel. */
const SAMPLE: i32 = 4;

/** Whether a step of a panel of A holds anything but 0 and -0. */
// @ts-ignore: decorator
@inline
function isKept(quad: v128, pair: v128): bool {
  // Without their signs, zeros have no bit set.
  return v128.any_true(i32x4.shl(v128.or(quad, pair), 1));
}

/**
 * Finds the panels of a packed block of A that have zeros enough to leave steps out.
 *
 * @param panels How many there are.
 * @param counts Where to note it, 4 bytes a panel: all steps, or fewer where there are zeros.
 * @returns Whether there is any.
 */
export function findZeros(panels: i32, depth: i32, packedA: usize, counts: usize): bool {
  let found = false;
  for (let i = 0; i < panels; i++) {
    const zeros = hasZeros(packedA, depth);
    store<i32>(counts, zeros ? 0 : depth);
    found = found || zeros;
    packedA += <usize>depth * A_STEP;
    counts += 4;
  }
  return found;
}

/**
 * Whether a panel keeps few enough steps. Looks at every 47th, then at those beside them, and so on, and stops once too
 * many hold a value: of a dense panel it sees about ten.
 */
function hasZeros(panel: usize, depth: i32): bool {
  const end = panel + <usize>depth * A_STEP;
  const enough = min(SAMPLE, depth);
  let kept = 0, seen = 0;
  for (let first = 0; first < STRIDE; first++) {
    for (let at = panel; at < end; at += <usize>STRIDE * A_STEP) {
      kept += i32(isKept(v128.load(at), v128.load64_zero(at, 16)));
      seen++;
    }
    if (seen >= enough && kept * OF_STEPS > seen * MOST_KEPT) return false;
    panel += A_STEP;
  }
  return true;
}

/**
 * Copies the panels that `findZeros` has found, without their steps of zeros.
 *
 * @param counts Where it noted them, and where the steps go that each keeps.
 * @param keptA Where the copies go, `keptBytes` apart.
 * @param stepB Bytes from one step of B to the next.
 */
export function leaveOutZeros(
  panels: i32,
  depth: i32,
  packedA: usize,
  keptA: usize,
  counts: usize,
  stepB: usize,
): void {
  for (let i = 0; i < panels; i++) {
    if (load<i32>(counts) < depth) store<i32>(counts, copyKept(packedA, depth, keptA, stepB));
    packedA += <usize>depth * A_STEP;
    keptA += keptBytes(depth);
    counts += 4;
  }
}

/** Copies a panel without its steps of zeros, and returns how many are left. */
function copyKept(panel: usize, depth: i32, into: usize, stepB: usize): i32 {
  const began = into;
  const end = panel + <usize>depth * A_STEP;
  for (let offset: usize = 0; panel < end; offset += stepB) {
    const quad = v128.load(panel), pair = v128.load64_zero(panel, 16);
    // Every step is written, and the next one over it unless it is kept: a branch would often be guessed wrong. The
    // second store takes 4 bytes more than the step has.
    v128.store(into, quad);
    v128.store(into, i32x4.replace_lane(pair, 2, <i32>offset), 16);
    into += <usize>isKept(quad, pair) * KEPT_STEP;
    panel += A_STEP;
  }
  return <i32>((into - began) / KEPT_STEP);
}

/** Whether some bytes of floats hold no infinity and no NaN. */
export function isFinite(values: usize, bytes: usize): bool {
  // A finite number less itself is 0, anything else NaN, which stays in the sum.
  let left = f32x4.splat(0), right = left;
  const end = values + bytes;
  for (const last = values + (bytes & ~31); values < last; values += 32) {
    const x = v128.load(values), y = v128.load(values, 16);
    left = f32x4.add(left, f32x4.sub(x, x));
    right = f32x4.add(right, f32x4.sub(y, y));
  }
  for (; values < end; values += 4) {
    const x = v128.load32_zero(values);
    left = f32x4.add(left, f32x4.sub(x, x));
  }
  const sum = f32x4.add(left, right);
  return i32x4.all_true(f32x4.eq(sum, sum));
}
