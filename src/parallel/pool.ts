/**
 * The coordinator's side: one worker a rank, calls that cannot hang, and an end that leaves no worker behind.
 *
 * @module
 */
import * as Comlink from "comlink";
import type { TrainingWorker } from "./training_worker.ts";

/** How a pool treats its workers. */
export interface PoolOptions {
  /** Milliseconds after which a call without an answer counts as a lost worker. @default 600_000 */
  readonly timeout?: number;
  /** The module that each worker runs. @default worker.ts */
  readonly workerUrl?: URL;
}

/** A worker died or did not answer: the step it was in cannot be finished. */
export class WorkerLostError extends Error {
  /** Rank of the worker. */
  readonly rank: number;

  /**
   * Tells of a loss.
   *
   * @param rank Rank of the worker.
   * @param reason What was seen of its end.
   * @param options The error that ended it, as `cause`, where there is one.
   */
  constructor(rank: number, reason: string, options?: ErrorOptions) {
    super(`Lost worker of rank ${rank}: ${reason}`, options);
    this.name = "WorkerLostError";
    this.rank = rank;
  }
}

interface Member {
  readonly worker: Worker;
  readonly remote: Comlink.Remote<TrainingWorker>;
  /** Rejects when the worker dies, and never resolves. */
  readonly death: Promise<never>;
}

/** Workers that are called together. `using` ends them. */
export class WorkerPool implements Disposable {
  readonly #members: readonly Member[];
  readonly #timeout: number;

  /**
   * Starts the workers.
   *
   * @param ranks Number of workers, 1 or more.
   * @param options See {@linkcode PoolOptions}.
   */
  constructor(ranks: number, options: PoolOptions = {}) {
    const { timeout = 600_000, workerUrl = new URL("./worker.ts", import.meta.url) } = options;
    this.#timeout = timeout;
    this.#members = Array.from({ length: ranks }, (_, rank) => startWorker(rank, workerUrl));
  }

  /**
   * Calls every worker and waits for all answers.
   *
   * @param call What to ask of one worker.
   * @returns The answers, in rank order.
   * @throws {WorkerLostError} If a worker dies, throws or does not answer in time.
   */
  async all<Answer>(
    call: (remote: Comlink.Remote<TrainingWorker>, rank: number) => Promise<Answer>,
  ): Promise<Answer[]> {
    const timer = deadline(this.#timeout);
    try {
      return await Promise.all(this.#members.map(async ({ remote, death }, rank) => {
        const late = timer.passed.then(() => {
          throw new WorkerLostError(rank, `it did not answer within ${this.#timeout / 1000} s`);
        });
        const answer = call(remote, rank).catch((cause: unknown) => {
          throw new WorkerLostError(rank, messageOf(cause), { cause });
        });
        return await Promise.race([answer, death, late]);
      }));
    } finally {
      timer.cancel();
    }
  }

  /** Ends every worker at once. */
  terminate(): void {
    for (const { worker } of this.#members) worker.terminate();
  }

  /** Same as {@linkcode WorkerPool.terminate}. */
  [Symbol.dispose](): void {
    this.terminate();
  }
}

function startWorker(rank: number, url: URL): Member {
  const worker = new Worker(url, { type: "module", name: `rank ${rank}` });
  const death = new Promise<never>((_, reject) => {
    worker.addEventListener("error", (event) => {
      // Without this an error in a worker ends the whole process.
      event.preventDefault();
      reject(new WorkerLostError(rank, event.message));
    });
    worker.addEventListener("messageerror", () => {
      reject(new WorkerLostError(rank, "it sent a message that cannot be read"));
    });
  });
  // A worker may die between two calls: the next call reports it.
  death.catch(() => {});
  return { worker, remote: Comlink.wrap<TrainingWorker>(worker), death };
}

function deadline(milliseconds: number): { passed: Promise<void>; cancel: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  return { passed: promise, cancel: () => clearTimeout(timer) };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
