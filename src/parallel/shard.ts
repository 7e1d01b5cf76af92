/**
 * How N ranks share a range.
 *
 * @module
 */

/** A half-open range: `start` is in it, `end` is not. */
export interface Range {
  /** The first thing in the range. */
  readonly start: number;
  /** The first thing after it. */
  readonly end: number;
}

/**
 * The part of `total` things that one rank of `ranks` owns: contiguous, in rank order, sizes that differ by at
 * most one, the larger ones first. A part may be empty.
 *
 * @param total Number of things, 0 or more.
 * @param ranks Number of ranks, 1 or more.
 * @param rank The rank, from 0.
 * @returns The rank's range within 0 to `total`.
 *
 * @example
 * ```ts
 * import { shardRange } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(shardRange(10, 3, 0), { start: 0, end: 4 });
 * assertEquals(shardRange(10, 3, 2), { start: 7, end: 10 });
 * ```
 */
export function shardRange(total: number, ranks: number, rank: number): Range {
  const base = Math.floor(total / ranks);
  const larger = total % ranks;
  const start = rank * base + Math.min(rank, larger);
  return { start, end: start + base + (rank < larger ? 1 : 0) };
}
