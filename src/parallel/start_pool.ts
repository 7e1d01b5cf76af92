/**
 * Starting the ranks of this process.
 *
 * @module
 */
import { type SampleSet, shareSampleSet } from "../dataset/sample_set.ts";
import type { Arena } from "./arena.ts";
import { OwnThread } from "./own_thread.ts";
import { localPlace, worldPlace } from "./place.ts";
import { type Pool, type PoolOptions, WorkerLostError, WorkerPool } from "./pool.ts";
import type { RankConfig } from "./protocol.ts";

/** What every rank is told alike. */
export type CommonConfig = Omit<RankConfig, "local" | "world" | "arena">;

/**
 * Starts workers, each with a replica of the model, or a replica in the thread that calls.
 *
 * @param workers Number of workers; with 0 the thread that calls is the only rank.
 * @param config What every rank is told.
 * @param arena The memory that they share.
 * @param options How the workers are treated.
 * @returns The pool, ready for its first step.
 * @throws {TypeError} If the workers cannot train the model.
 * @throws {WorkerLostError} If a worker cannot start.
 */
export async function startPool(
  workers: number,
  config: CommonConfig,
  arena: Arena,
  options: PoolOptions,
): Promise<Pool> {
  const ranks = ranksOf(workers);
  const pool = workers === 0 ? new OwnThread() : new WorkerPool(ranks, options);
  try {
    await pool.start((remote, rank) =>
      remote.init({
        ...config,
        local: localPlace(rank, ranks),
        world: worldPlace(rank, ranks),
        arena,
      })
    );
    return pool;
  } catch (error) {
    pool[Symbol.dispose]();
    // A model that cannot be trained is nothing that befell the worker.
    const cause = error instanceof WorkerLostError ? error.cause : undefined;
    throw cause instanceof Error && cause.name === "TypeError"
      ? new TypeError(cause.message, { cause })
      : error;
  }
}

/**
 * The number of ranks that workers are.
 *
 * @param workers Number of workers.
 * @returns One for each; the thread that calls is one where there are none.
 */
export function ranksOf(workers: number): number {
  return Math.max(1, workers);
}

/**
 * Samples where the ranks can read them: in memory of any kind for the thread that calls, in shared memory for workers.
 *
 * @param workers Number of workers.
 * @param samples The samples.
 * @returns The same samples; they are copied only if they must be.
 */
export function readableBy(workers: number, samples: SampleSet): SampleSet {
  return workers === 0 ? samples : shareSampleSet(samples);
}
