/**
 * Randomness from one seed: the order of an epoch, and the stream that a rank draws from during a step.
 *
 * @module
 */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { mix } from "../arrays/mix.ts";
import { shuffle } from "../arrays/shuffle.ts";

/**
 * Writes the order in which an epoch visits its samples: a permutation that depends on seed and epoch alone.
 *
 * @param order Is overwritten with a permutation of 0 to its length. Shape: `[samples]`.
 * @param seed The run's seed.
 * @param epoch The epoch, from 0.
 */
export function shuffleEpoch(order: Uint32Array, seed: number, epoch: number): void {
  sequentialEpoch(order);
  shuffle(order, mix(seed, epoch));
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
