/**
 * What a rank owns of the parameters: it sums the gradient there, and moves the weights there.
 *
 * @module
 */
import type { Vectors } from "../engine/vectors/vectors.ts";
import { clipByValue, globalNormScale, scaleGradient, squareNorm } from "../optimizer/clip.ts";
import { createOptimizer } from "../optimizer/optimizer.ts";
import { type Arena, versionAfter } from "./arena.ts";
import { arrive, awaitAll } from "./barrier.ts";
import { rangeOf } from "./place.ts";
import type { RankConfig, Step } from "./protocol.ts";
import { part, sliceVersion, sumRows } from "./slices.ts";

/** A slice of the parameters, and of the state beside them. */
export interface OwnedSlice {
  /** Sums the rows of all ranks: the gradient of the whole batch, and the state after it. */
  sum(): void;
  /** Writes the next version of the slice. */
  update(step: Step): void;
}

/**
 * Makes the slice of a rank.
 *
 * @param config The rank.
 * @param vectors SIMD arithmetic on the arena's memory, where there is one.
 * @returns Its slice.
 */
export function ownedSlice(
  { local, arena, clip, optimizer: rule }: Pick<
    RankConfig,
    "local" | "arena" | "clip" | "optimizer"
  >,
  vectors: Vectors | undefined,
): OwnedSlice {
  const optimizer = createOptimizer(rule, vectors);
  const add = vectors?.sumRows ?? sumRows;
  const slice = rangeOf(arena.gradient.length, local);
  const stateSlice = rangeOf(arena.state.length, local);
  const gradient = part(arena.gradient, slice);
  const state = part(arena.state, stateSlice);
  const [even, odd] = arena.versions;
  const owned: Pick<Arena, "versions"> = {
    versions: [sliceVersion(even, slice, stateSlice), sliceVersion(odd, slice, stateSlice)],
  };
  const gradients = arena.rows.map((row) => part(row.gradient, slice));
  const states = arena.rows.map((row) => part(row.state, stateSlice));

  /** Clips what is summed over the ranks: clipping a rank's own gradient would depend on the number of ranks. */
  function clipGradient(step: number): void {
    if (!clip) return;
    if (clip.by === "value") return clipByValue(gradient, clip.limit);
    arena.squares[local.rank] = squareNorm(gradient);
    arrive(arena.measured, local.rank, step);
    awaitAll(arena.measured, step);
    const squares = arena.squares.reduce((total, square) => total + square, 0);
    scaleGradient(gradient, globalNormScale(squares, clip.limit));
  }

  return {
    sum(): void {
      add(gradients, gradient);
      add(states, state);
    },
    update({ number, learningRate = rule.learningRate }): void {
      const from = versionAfter(owned, number - 1);
      const to = versionAfter(owned, number);
      clipGradient(number);
      optimizer.update({ step: number, learningRate, gradient, from, to });
      to.state.set(state);
    },
  };
}
