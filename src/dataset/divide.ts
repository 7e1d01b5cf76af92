/**
 * Dividing samples into those that a model learns from and those that it is tested on.
 *
 * @module
 */
import { mix } from "../arrays/mix.ts";
import { numbersFrom } from "../arrays/range.ts";
import { shuffle } from "../arrays/shuffle.ts";
import { BOUNDS, requireBounds } from "../bounds.ts";

/** How {@linkcode divide} divides. */
export interface Division {
  /** Share of the samples that is kept for the test, from 0 to below 1. */
  readonly testSplit: number;
  /** Seed of the order that the samples are put in first. */
  readonly seed: number;
  /** A whole number for each sample, such as its class; each has its share of both parts. @default all the same */
  readonly strata?: ArrayLike<number>;
}

/** Numbers of samples, each in one part. */
export interface DividedSamples {
  /** Those to learn from, in random order. */
  readonly train: Uint32Array;
  /** Those for the test, in random order. */
  readonly test: Uint32Array;
}

/** The samples of one number, and how many of them are for the test. */
interface Stratum {
  readonly number: number;
  readonly size: number;
  /** How many would be for the test if samples could be cut. */
  readonly share: number;
  test: number;
}

const DIVIDE_BOUNDS = { testSplit: BOUNDS.data.validationSplit, seed: BOUNDS.training.seed };

/** Tells the order of a division from all else that is drawn from a seed. */
const DIVISION = 0x64697669;

/**
 * Divides samples at random, the same way for the same seed. Each part is in random order, so that a part of it, such
 * as the last samples, is a fair one, too.
 *
 * @param size Number of samples.
 * @param division The share of the test, the seed, and what both parts are to have their share of.
 * @returns The numbers of the samples of both parts; of 2 or more samples none is empty, unless the share is 0.
 * @throws {RangeError} If the share or the seed is out of range, or there is a single sample to divide.
 */
export function divide(size: number, { testSplit, seed, strata }: Division): DividedSamples {
  requireBounds("Cannot divide samples with", { testSplit, seed }, DIVIDE_BOUNDS);
  const order = numbersFrom(0, size);
  shuffle(order, mix(seed, DIVISION));
  if (testSplit === 0) return { train: order, test: new Uint32Array() };
  if (size < 2) {
    throw new RangeError(`Cannot divide samples: expected 2 or more, got ${size}`);
  }
  // By the rule of `splitDataset`, except that neither part is empty.
  const trainSize = Math.min(size - 1, Math.max(1, Math.floor(size * (1 - testSplit))));
  if (strata) return deal(order, strata, size - trainSize);
  return { train: order.subarray(0, trainSize), test: order.subarray(trainSize) };
}

/** Deals samples out in their order: of each stratum the first ones are for the test. */
function deal(order: Uint32Array, strata: ArrayLike<number>, testSize: number): DividedSamples {
  const left = testCounts(strata, testSize);
  const train = new Uint32Array(order.length - testSize);
  const test = new Uint32Array(testSize);
  let [trained, tested] = [0, 0];
  for (const sample of order) {
    const stratum = strata[sample] ?? 0;
    const count = left.get(stratum) ?? 0;
    if (count > 0) {
      left.set(stratum, count - 1);
      test[tested++] = sample;
    } else {
      train[trained++] = sample;
    }
  }
  return { train, test };
}

/** How many samples of each stratum are for the test: its share, by the largest remainder. */
function testCounts(strata: ArrayLike<number>, testSize: number): Map<number, number> {
  const sizes = new Map<number, number>();
  for (let i = 0; i < strata.length; i++) {
    const stratum = strata[i] ?? 0;
    sizes.set(stratum, (sizes.get(stratum) ?? 0) + 1);
  }
  const all = [...sizes].map(([number, size]): Stratum => {
    const share = size * testSize / strata.length;
    return { number, size, share, test: inBothParts(Math.floor(share), size) };
  });
  // Of equal remainders, that of the larger stratum counts first, then that of the lower number.
  all.sort((a, b) => b.size - a.size || a.number - b.number);
  adjust(all, testSize);
  return new Map(all.map(({ number, test }) => [number, test]));
}

/** The nearest number of samples for the test that leaves either part one, where there are two. */
function inBothParts(test: number, size: number): number {
  const either = Math.min(1, size - 1);
  return Math.max(either, Math.min(size - either, test));
}

/** Adds or takes away samples, one of each stratum at most, until there are enough for the test. */
function adjust(strata: readonly Stratum[], testSize: number): void {
  for (;;) {
    const missing = strata.reduce((left, { test }) => left - test, testSize);
    if (missing === 0) return;
    const step = Math.sign(missing);
    const next = ({ test }: Stratum): number => test + step;
    const kept = strata.filter((stratum) =>
      inBothParts(next(stratum), stratum.size) === next(stratum)
    );
    // With more strata than samples of a part, not all can be in both.
    const changed = kept.length > 0
      ? kept
      : strata.filter((s) => next(s) >= 0 && next(s) <= s.size);
    changed.sort((a, b) => step * (b.share - b.test - a.share + a.test));
    for (const stratum of changed.slice(0, Math.abs(missing))) stratum.test += step;
  }
}
