/**
 * One rank's side of a step: when it computes, when it waits, and what it moves. What computes is a
 * {@linkcode GradientSource}.
 *
 * @module
 */
import { numbersFrom } from "../arrays/range.ts";
import { sliceSampleSet } from "../dataset/sample_set.ts";
import { loadVectors } from "../engine/vectors/vectors.ts";
import type { Kept } from "../model/kept.ts";
import { type Row, versionAfter } from "./arena.ts";
import { createAugmenter } from "./augmenter.ts";
import { arrive, awaitAll } from "./barrier.ts";
import type { GradientSource } from "./gradient_source.ts";
import { ownedSlice } from "./owned_slice.ts";
import { rangeOf } from "./place.ts";
import type { Answer, RankConfig, Step } from "./protocol.ts";
import { randomStream } from "./random.ts";
import { isOver, settleStop } from "./stop.ts";

/** What {@linkcode Rank} asks for, as it is done in the thread that computes. */
export interface Replica {
  sum(step: Step): Answer;
  update(step: Step): void;
  steps(steps: readonly Step[]): Answer[];
  evaluate(steps: number, kept?: readonly Kept[]): Answer;
  /** Disposes the copy of the model. */
  dispose(): void;
}

/**
 * Builds a replica in this thread.
 *
 * @param config Its place, and the memory that it shares.
 * @param source Computes its gradients; the replica disposes it.
 * @returns The replica.
 */
export async function createReplica(
  config: RankConfig,
  source: GradientSource,
): Promise<Replica> {
  const { local, world, seed, augment, arena } = config;
  const owned = ownedSlice(config, await loadVectors(arena.memory));
  const writerOf = augment && createAugmenter(augment, seed);
  const row = rowOf(arena.rows, local.rank);

  function sum(step: Step): Answer {
    awaitAll(arena.updated, step.number - 1);
    const totals = computeRow(step);
    if (local.rank === 0) settleStop(arena.stop, step.number);
    arrive(arena.computed, local.rank, step.number);
    awaitAll(arena.computed, step.number);
    owned.sum();
    return {
      totals,
      tensors: source.tensors(),
      obstacle: source.obstacle(),
      cpuKernels: source.cpuKernels(),
    };
  }

  function update(step: Step): void {
    owned.update(step);
    arrive(arena.updated, local.rank, step.number);
  }

  function computeRow({ epoch, number, start, end, samples, kept }: Step): readonly number[] {
    const { start: first, end: last } = rangeOf(end - start, world);
    if (first === last) {
      row.gradient.fill(0);
      row.state.fill(0);
      return [];
    }
    const shard = {
      samples: samples ?? arena.samples,
      numbers: samples
        ? numbersFrom(first, last)
        : arena.order.subarray(start + first, start + last),
      share: (last - first) / (end - start),
      random: randomStream(seed, epoch, number, world.rank),
      write: writerOf?.(epoch, samples ? start : 0),
      keep: kept && { kept, at: first },
    };
    return source.gradient(versionAfter(arena, number - 1), shard, row);
  }

  return {
    sum,
    update,
    steps(steps): Answer[] {
      const answers: Answer[] = [];
      for (const step of steps) {
        if (isOver(arena.stop, step.number)) break;
        answers.push(sum(step));
        update(step);
      }
      return answers;
    },
    evaluate(steps, kept): Answer {
      const { validation } = arena;
      if (!validation) return { totals: [], tensors: source.tensors() };
      const { start, end } = rangeOf(validation.size, world);
      const shard = sliceSampleSet(validation, start, end);
      const keep = kept && { kept, at: start };
      const totals = source.evaluate(versionAfter(arena, steps), shard, keep);
      return { totals, tensors: source.tensors() };
    },
    dispose: () => source.dispose(),
  };
}

function rowOf(rows: readonly Row[], rank: number): Row {
  const row = rows[rank];
  if (row) return row;
  throw new RangeError(`Cannot find row ${rank} of ${rows.length}`);
}
