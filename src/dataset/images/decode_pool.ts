/**
 * Decoding on all cores: workers that take the next few pictures whenever they are done with the ones before.
 *
 * @module
 */
import { WorkerPool } from "../worker_pool.ts";
import {
  type DecodeBatch,
  decodeBatch,
  type DecodedBatch,
  type DecodePlan,
} from "./decode_batch.ts";
import type { DecodeWorker } from "./decode_worker.ts";

/** A compiled program holds a bundle of it. */
const WORKER = Deno.build.standalone ? "./decode_worker.js" : "./decode_worker.ts";

/** Pictures that are decoded between two messages. */
const BATCH = 32;

/** So many batches are worth the start of a worker. */
const WORTH_A_WORKER = 4;

/** How pictures are decoded. */
export interface DecodeOptions {
  /** Most workers; with 0 the thread that calls decodes. */
  readonly workers: number;
  /** Told how many pictures are done, out of how many. */
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Decodes pictures.
 *
 * @param plan What is the same for all.
 * @param paths Their paths from the folder.
 * @param options How they are decoded.
 * @returns What became of them, batch by batch, in their order; of a picture of another size no more than the batches
 * that were under way.
 * @throws {Error} If a worker is lost.
 */
export async function decodeAll(
  plan: DecodePlan,
  paths: readonly string[],
  { workers, onProgress }: DecodeOptions,
): Promise<DecodedBatch[]> {
  const batches = batchesOf(paths);
  const decoded: DecodedBatch[] = [];
  let [next, done] = [0, 0];
  const pull = async (decode: typeof decodeBatch): Promise<void> => {
    for (let batch = batches[next++]; batch; batch = batches[next++]) {
      const answer = await decode(plan, batch);
      decoded[batch.first / BATCH] = answer;
      if (answer.odd) next = batches.length;
      done += batch.paths.length;
      onProgress(done, paths.length);
    }
  };
  const count = Math.min(workers, Math.floor(batches.length / WORTH_A_WORKER));
  if (count === 0) await pull(decodeBatch);
  else await onWorkers(count, pull);
  return decoded.filter((batch) => batch !== undefined);
}

function batchesOf(paths: readonly string[]): DecodeBatch[] {
  return Array.from({ length: Math.ceil(paths.length / BATCH) }, (_, i) => {
    const first = i * BATCH;
    return { first, paths: paths.slice(first, first + BATCH) };
  });
}

async function onWorkers(
  count: number,
  pull: (decode: typeof decodeBatch) => Promise<void>,
): Promise<void> {
  const module = new URL(WORKER, import.meta.url);
  using pool = new WorkerPool<DecodeWorker>(module, count, "Cannot decode pictures");
  await pool.all(
    pool.remotes.map((remote) => pull((plan, batch) => remote.decodeBatch(plan, batch))),
  );
}
