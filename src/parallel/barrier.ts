/**
 * How the ranks of a step wait for each other: a counter a rank in shared memory, so that waiting takes no message.
 *
 * @module
 */

/** Looks before a thread sleeps: some ten microseconds, for to be woken takes longer than others are late as a rule. */
const LOOKS = 2000;

/**
 * Says that a rank has done its part of a step.
 *
 * @param counters The last step that each rank has done. Shape: `[ranks]`.
 * @param rank The rank.
 * @param step Number of the step, above those before.
 */
export function arrive(counters: Int32Array, rank: number, step: number): void {
  Atomics.store(counters, rank, step);
  Atomics.notify(counters, rank);
}

/**
 * Blocks the thread until every rank has done its part of a step. Where one never does, it blocks for ever: it is for
 * the pool to find that out, and to end the workers.
 *
 * @param counters The last step that each rank has done. Shape: `[ranks]`.
 * @param step Number of the step.
 */
export function awaitAll(counters: Int32Array, step: number): void {
  for (let rank = 0; rank < counters.length; rank++) {
    for (let look = 0; look < LOOKS && Atomics.load(counters, rank) < step; look++);
    for (let last = 0; (last = Atomics.load(counters, rank)) < step;) {
      Atomics.wait(counters, rank, last);
    }
  }
}

/**
 * Tells whether no rank is further behind than one.
 *
 * @param counters The last step that each rank has done. Shape: `[ranks]`.
 * @param rank The rank.
 * @returns Whether it has done as few steps as any.
 */
export function isLast(counters: Int32Array, rank: number): boolean {
  const done = Atomics.load(counters, rank);
  return counters.every((_, other) => Atomics.load(counters, other) >= done);
}
