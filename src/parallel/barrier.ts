/**
 * Where the ranks of a step meet: a counter a rank in shared memory, so that meeting takes no message.
 *
 * @module
 */

/**
 * Says that a rank has arrived, and waits in its thread until all have. Where a rank never arrives the others wait
 * for ever: it is for their pool to find that out, and to end them.
 *
 * @param arrivals The last step in which each rank has arrived. Shape: `[ranks]`.
 * @param rank The rank that arrives.
 * @param step Number of the step, above those before.
 */
export function meet(arrivals: Int32Array, rank: number, step: number): void {
  Atomics.store(arrivals, rank, step);
  Atomics.notify(arrivals, rank);
  for (let other = 0; other < arrivals.length; other++) {
    for (let last = arrivals[other] ?? step; last < step; last = Atomics.load(arrivals, other)) {
      Atomics.wait(arrivals, other, last);
    }
  }
}

/**
 * Tells whether a rank has arrived.
 *
 * @param arrivals The last step in which each rank has arrived. Shape: `[ranks]`.
 * @param rank The rank.
 * @param step Number of the step.
 * @returns Whether it has arrived in the step, or in a later one.
 */
export function hasArrived(arrivals: Int32Array, rank: number, step: number): boolean {
  return Atomics.load(arrivals, rank) >= step;
}
