/**
 * Randomness from one seed: the order of an epoch, and the stream that a rank draws from during a step.
 *
 * @module
 */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/**
 * Writes the order in which an epoch visits its samples: a permutation that depends on seed and epoch alone, by
 * the shuffle of Fisher and Yates (Knuth, "The Art of Computer Programming", volume 2, algorithm P).
 *
 * @param order Is overwritten with a permutation of 0 to its length. Shape: `[samples]`.
 * @param seed The run's seed.
 * @param epoch The epoch, from 0.
 */
export function shuffleEpoch(order: Uint32Array, seed: number, epoch: number): void {
  sequentialEpoch(order);
  const generator = xoroshiro128plus(mix(seed, epoch));
  for (let i = order.length - 1; i > 0; i--) {
    const j = uniformInt(generator, 0, i);
    const last = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = last;
  }
}

/**
 * Writes the order of the data itself.
 *
 * @param order Is overwritten with 0, 1, 2 and so on. Shape: `[samples]`.
 */
export function sequentialEpoch(order: Uint32Array): void {
  for (let i = 0; i < order.length; i++) order[i] = i;
}

/**
 * A stream of numbers that stands in for `Math.random` in a worker.
 *
 * @param words What the stream depends on, for instance seed, epoch, step and rank.
 * @returns A function that gives the stream's next number in [0, 1).
 */
export function randomStream(...words: number[]): () => number {
  let generator: ReturnType<typeof xoroshiro128plus> | undefined;
  // Most steps draw nothing.
  return () => uniformFloat64(generator ??= xoroshiro128plus(mix(...words)));
}

/**
 * Folds words into one of 32 bits; the steps are the finaliser of MurmurHash3 (Appleby, public domain).
 *
 * @param words The words.
 * @returns What can seed a generator.
 */
export function mix(...words: number[]): number {
  let hash = 0x9e3779b9;
  for (const word of words) {
    hash = Math.imul(hash ^ (word | 0), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash | 0;
}
