/**
 * Lets contestants take turns, so that what disturbs a machine for a while disturbs all of them.
 *
 * @module
 */

/** What is measured: what results are compared by. */
export interface Subject {
  /** Whose work it is, for instance `tandem` or `tfjs`. */
  readonly framework: string;
  /** What it computes with, where it has a choice. */
  readonly backend?: string;
  /** Number of its workers, where it has any. */
  readonly workers?: number;
}

/** Who is measured. */
export interface Contestant extends Subject {
  /** Its parts in words. */
  readonly name: string;
  /** What a round is worth, for instance samples or floating-point operations. */
  readonly amount: number;
  /** Runs one round, and returns its seconds. */
  round(): Promise<number> | number;
}

/** A contestant's result, with its parts. */
export interface Score extends Subject {
  readonly name: string;
  /** Amount per second, the median over the rounds. */
  readonly rate: number;
}

/**
 * Runs every contestant once in every round, after a round that does not count.
 *
 * @param contestants Who is measured.
 * @param rounds Number of rounds that count.
 * @returns The results, in the contestants' order.
 */
export async function compete(
  contestants: readonly Contestant[],
  rounds: number,
): Promise<Score[]> {
  const seconds = contestants.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, contestant] of contestants.entries()) {
      const elapsed = await contestant.round();
      if (round > 0) seconds[i]?.push(elapsed);
    }
  }
  return contestants.map(({ amount, round: _, ...subject }, i) => ({
    ...subject,
    rate: amount / median(seconds[i] ?? []),
  }));
}

/**
 * The median.
 *
 * @param values Numbers, at least one.
 */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/**
 * Measures a call.
 *
 * @param work The call.
 * @returns Its seconds.
 */
export async function secondsOf(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
