/**
 * The coordinator's side: one worker a rank, calls that cannot hang, and an end that leaves no worker behind.
 *
 * @module
 */
import * as Comlink from "comlink";
import type { Rank } from "./protocol.ts";
import type { TrainingWorker } from "./training_worker.ts";

/** Ranks that are called together. `using` ends them. */
export interface Pool extends Disposable {
  /**
   * Calls every rank for the first time, and waits until all have started.
   *
   * @param call What to ask of one rank.
   */
  start(call: (rank: Rank, number: number) => Promise<void>): Promise<void>;
  /**
   * Calls every rank and waits for all answers.
   *
   * @param call What to ask of one rank.
   * @param isLate Whether a rank without an answer is late itself, and not waiting for another. @default all are
   * @returns The answers, in rank order.
   */
  all<Answer>(
    call: (rank: Rank, number: number) => Promise<Answer>,
    isLate?: (number: number) => boolean,
  ): Promise<Answer[]>;
}

/** How a pool treats its workers. */
export interface PoolOptions {
  /** Milliseconds after which a call without an answer counts as a lost worker. @default 600_000 */
  readonly timeout?: number;
  /** Milliseconds after which a worker that has not started counts as lost. @default 60_000 */
  readonly startTimeout?: number;
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

/** Begins the name of each worker. */
const NAME = "rank ";

/**
 * Refuses to train in a worker: what it has imported would start workers that import it again, and so on.
 *
 * @throws {TypeError} If this thread is a worker of a pool.
 */
export function refuseInWorker(): void {
  const { name } = globalThis as { readonly name?: unknown };
  if (typeof name !== "string" || !name.startsWith(NAME)) return;
  throw new TypeError(
    "Cannot train on a worker: expected a module that only defines things, got one that trains as " +
      "it is imported",
  );
}

/** A compiled program holds a bundle of it. */
const WORKER = Deno.build.standalone ? "./worker.js" : "./worker.ts";

interface Member {
  readonly worker: Worker;
  readonly remote: Comlink.Remote<TrainingWorker>;
  /** How the worker died, if it did. */
  death: WorkerLostError | undefined;
  /** Tells of the worker's end; the first reason counts. */
  readonly die: (reason: string) => void;
  /** The calls that are told when the worker dies. */
  readonly calls: Set<(error: WorkerLostError) => void>;
}

/** Workers that are called together. `using` ends them. */
export class WorkerPool implements Pool {
  readonly #members: readonly Member[];
  readonly #timeout: number;
  readonly #startTimeout: number;

  /**
   * Starts the workers.
   *
   * @param ranks Number of workers, 1 or more.
   * @param options See {@linkcode PoolOptions}.
   */
  constructor(ranks: number, options: PoolOptions = {}) {
    const { timeout = 600_000, startTimeout = 60_000 } = options;
    const { workerUrl = new URL(WORKER, import.meta.url) } = options;
    this.#timeout = timeout;
    this.#startTimeout = startTimeout;
    this.#members = Array.from({ length: ranks }, (_, rank) => startWorker(rank, workerUrl));
  }

  /**
   * Calls every worker for the first time, and waits until all have started.
   *
   * @param call What to ask of one worker.
   * @throws {WorkerLostError} If a worker dies, throws or does not start in time.
   */
  async start(call: (remote: Rank, rank: number) => Promise<void>): Promise<void> {
    await this.#all(call, () => true, this.#startTimeout, "start");
  }

  /**
   * Calls every worker and waits for all answers.
   *
   * @param call What to ask of one worker.
   * @param isLate Whether a rank without an answer is late itself, and not waiting for another. @default all are
   * @returns The answers, in rank order.
   * @throws {WorkerLostError} If a worker dies, throws or does not answer in time.
   */
  all<Answer>(
    call: (remote: Rank, rank: number) => Promise<Answer>,
    isLate: (rank: number) => boolean = () => true,
  ): Promise<Answer[]> {
    return this.#all(call, isLate, this.#timeout, "answer");
  }

  async #all<Answer>(
    call: (remote: Rank, rank: number) => Promise<Answer>,
    isLate: (rank: number) => boolean,
    timeout: number,
    awaited: "start" | "answer",
  ): Promise<Answer[]> {
    const { promise: loss, reject } = Promise.withResolvers<never>();
    const waiting = new Set(this.#members.keys());
    const timer = setTimeout(() => {
      const [first = 0] = [...[...waiting].filter(isLate), ...waiting];
      reject(new WorkerLostError(first, `it did not ${awaited} within ${timeout / 1000} s`));
    }, timeout);
    const answers = this.#members.map(async (member, rank) => {
      if (member.death) throw member.death;
      member.calls.add(reject);
      try {
        return await call(member.remote, rank);
      } catch (cause) {
        throw new WorkerLostError(rank, messageOf(cause), { cause });
      } finally {
        waiting.delete(rank);
        member.calls.delete(reject);
      }
    });
    try {
      return await Promise.race([Promise.all(answers), loss]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends every worker at once, and every call that waits for one: its deadline would keep the process. */
  terminate(): void {
    for (const { worker, die } of this.#members) {
      worker.terminate();
      die("it was terminated");
    }
  }

  /** Same as {@linkcode WorkerPool.terminate}. */
  [Symbol.dispose](): void {
    this.terminate();
  }
}

function startWorker(rank: number, url: URL): Member {
  const worker = new Worker(url, { type: "module", name: `${NAME}${rank}` });
  const remote = Comlink.wrap<TrainingWorker>(worker);
  const die = (reason: string): void => {
    // A worker may die between two calls: the next call reports it.
    const death = member.death ??= new WorkerLostError(rank, reason);
    for (const tell of member.calls) tell(death);
  };
  const member: Member = { worker, remote, death: undefined, die, calls: new Set() };
  worker.addEventListener("error", (event) => {
    // Without this an error in a worker ends the whole process.
    event.preventDefault();
    die(event.message);
  });
  worker.addEventListener("messageerror", () => die("it sent a message that cannot be read"));
  return member;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
