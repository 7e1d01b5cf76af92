/**
 * Workers that read data beside the thread that asks for them.
 *
 * @module
 */
import * as Comlink from "comlink";

/** Workers that run the same module. `using` ends them. */
export class WorkerPool<Api> implements Disposable {
  /** What each of them answers. */
  readonly remotes: readonly Comlink.Remote<Api>[];
  readonly #workers: readonly Worker[];
  readonly #loss = Promise.withResolvers<never>();

  /**
   * Starts them.
   *
   * @param module Their module, which listens before anything slow begins: a message that arrives before its listener is
   * lost.
   * @param count Number of workers.
   * @param action What cannot be done without one of them, for messages.
   */
  constructor(module: URL, count: number, action: string) {
    // It is for whoever waits for an answer.
    this.#loss.promise.catch(() => {});
    this.#workers = Array.from({ length: count }, () => {
      const worker = new Worker(module, { type: "module" });
      worker.addEventListener("error", (event) => {
        // Without this an error in a worker ends the whole process.
        event.preventDefault();
        this.#loss.reject(new Error(`${action}: lost a worker (${event.message})`));
      });
      return worker;
    });
    this.remotes = this.#workers.map((worker) => Comlink.wrap<Api>(worker));
  }

  /**
   * Waits for answers.
   *
   * @param answers What the workers were asked for.
   * @returns All answers.
   * @throws {Error} If a worker is lost, or one fails.
   */
  all<Answer>(answers: readonly Promise<Answer>[]): Promise<Answer[]> {
    return Promise.race([Promise.all(answers), this.#loss.promise]);
  }

  /** Ends the workers. */
  [Symbol.dispose](): void {
    for (const worker of this.#workers) worker.terminate();
  }
}
