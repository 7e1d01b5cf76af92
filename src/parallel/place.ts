/**
 * Where a rank stands: among those of its process, which share memory, and among those of all processes.
 *
 * @module
 */
import { type Range, shardRange } from "./shard.ts";

/** A rank, and the number of ranks that it is one of. */
interface Place<Of extends "process" | "world"> {
  /** Whose ranks these are. */
  readonly of: Of;
  /** The rank, from 0. */
  readonly rank: number;
  /** Number of ranks. */
  readonly ranks: number;
}

/** A place among the ranks of one process. */
export type LocalPlace = Place<"process">;

/** A place among the ranks of all processes. */
export type WorldPlace = Place<"world">;

/**
 * The place of a rank in this process.
 *
 * @param rank The rank, from 0.
 * @param ranks Number of ranks of this process.
 * @returns Its place.
 */
export function localPlace(rank: number, ranks: number): LocalPlace {
  return { of: "process", rank, ranks };
}

/**
 * The place of a rank in the world.
 *
 * @param rank The rank, from 0.
 * @param ranks Number of ranks of all processes.
 * @returns Its place.
 */
export function worldPlace(rank: number, ranks: number): WorldPlace {
  return { of: "world", rank, ranks };
}

/**
 * The part of things that a place owns, by {@linkcode shardRange}.
 *
 * @param total Number of things.
 * @param place The place.
 * @returns Its range.
 */
export function rangeOf(total: number, { rank, ranks }: LocalPlace | WorldPlace): Range {
  return shardRange(total, ranks, rank);
}
