/**
 * A real worker that makes steps which are nothing but waiting, and looks where the others are.
 *
 * @module
 */
import { arrive, awaitAll } from "../../src/parallel/barrier.ts";

/** What the worker is told. */
export interface WaitingOrder {
  readonly counters: Int32Array;
  readonly rank: number;
  readonly steps: number;
}

/** By how many steps another rank was ever ahead, and behind, as a step ended. */
export interface SeenLead {
  readonly ahead: number;
  readonly behind: number;
}

self.addEventListener("message", ({ data }: MessageEvent<WaitingOrder>) => {
  const { counters, rank, steps } = data;
  let [ahead, behind] = [0, 0];
  for (let step = 1; step <= steps; step++) {
    arrive(counters, rank, step);
    awaitAll(counters, step);
    for (let other = 0; other < counters.length; other++) {
      const lead = Atomics.load(counters, other) - step;
      ahead = Math.max(ahead, lead);
      behind = Math.max(behind, -lead);
    }
  }
  self.postMessage({ ahead, behind } satisfies SeenLead);
});
self.postMessage("ready");
