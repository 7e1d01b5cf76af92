/**
 * A real worker that makes steps which are nothing but waiting, and looks where the others are.
 *
 * @module
 */
import * as Comlink from "comlink";
import { arrive, awaitAll } from "../../src/parallel/barrier.ts";

/** By how many steps another rank was ever ahead, and behind, as a step ended. */
export interface SeenLead {
  readonly ahead: number;
  readonly behind: number;
}

/** What is called on the worker. */
export class WaitingWorker {
  /** Answers once its thread runs: before that a rank would wait for a module that is still being loaded. */
  ready(): boolean {
    return true;
  }

  /** Makes steps. */
  makeSteps(counters: Int32Array, rank: number, steps: number): SeenLead {
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
    return { ahead, behind };
  }
}

Comlink.expose(new WaitingWorker());
