/**
 * A pool of no workers: its only rank computes in the thread that calls it. For models so small that a message to
 * another thread takes longer than a step.
 *
 * @module
 */
import type { Pool } from "./pool.ts";
import type { Rank } from "./protocol.ts";
import { TrainingWorker } from "./training_worker.ts";

/** Milliseconds after which whatever else waits for the thread comes first, as in a page that stays smooth. */
const TURN = 20;

/** The rank of this thread. `using` disposes its model. */
export class OwnThread implements Pool {
  readonly #worker = new TrainingWorker();
  readonly #rank: Rank = {
    init: (config) => this.#worker.init(config),
    sum: (step) => this.#inTurn(() => this.#worker.sum(step)),
    update: (step) => this.#inTurn(() => this.#worker.update(step)),
    steps: (steps) => this.#inTurn(() => this.#worker.steps(steps)),
    evaluate: (steps, kept) => this.#inTurn(() => this.#worker.evaluate(steps, kept)),
  };
  /** The call before: calls come faster than they are done, and stay in order. */
  #last: Promise<unknown> = Promise.resolve();
  #rested = performance.now();

  /** Calls the only rank for the first time. */
  async start(call: (rank: Rank, number: number) => Promise<void>): Promise<void> {
    await call(this.#rank, 0);
  }

  /** Calls the only rank. */
  async all<Answer>(call: (rank: Rank, number: number) => Promise<Answer>): Promise<Answer[]> {
    return [await call(this.#rank, 0)];
  }

  /** Disposes what the rank holds. */
  [Symbol.dispose](): void {
    this.#worker.dispose();
  }

  #inTurn<Answer>(compute: () => Answer): Promise<Answer> {
    const answer = this.#last.then(() => this.#rest()).then(compute);
    this.#last = answer.catch(() => {});
    return answer;
  }

  /** Lets timers, signals and messages through from time to time: promises alone would keep them waiting. */
  async #rest(): Promise<void> {
    if (performance.now() - this.#rested < TURN) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#rested = performance.now();
  }
}
