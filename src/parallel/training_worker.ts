/**
 * What the coordinator calls on a worker.
 *
 * @module
 */
import type { Kept } from "../model/kept.ts";
import type { Answer, RankConfig, Step } from "./protocol.ts";
import { createReplica, type Replica } from "./replica.ts";
import { tfjsGradients } from "./tfjs_gradients.ts";

/** A rank that computes in the thread in which it is made: each call answers when it is done. */
export class TrainingWorker {
  #replica: Replica | undefined;

  /** See {@linkcode Rank.init}. */
  async init(config: RankConfig): Promise<void> {
    const { samples, validation } = config.arena;
    const source = await tfjsGradients(config, samples, validation);
    this.#replica = await createReplica(config, source);
  }

  /** See {@linkcode Rank.sum}. */
  sum(step: Step): Answer {
    return this.#ready().sum(step);
  }

  /** See {@linkcode Rank.update}. */
  update(step: Step): void {
    this.#ready().update(step);
  }

  /** See {@linkcode Rank.steps}. */
  steps(steps: readonly Step[]): Answer[] {
    return this.#ready().steps(steps);
  }

  /** See {@linkcode Rank.evaluate}. */
  evaluate(steps: number, kept?: readonly Kept[]): Answer {
    return this.#ready().evaluate(steps, kept);
  }

  /** Disposes the copy of the model. A worker that is terminated needs none. */
  dispose(): void {
    this.#replica?.dispose();
    this.#replica = undefined;
  }

  #ready(): Replica {
    if (!this.#replica) throw new Error("Cannot compute: the worker was not initialised");
    return this.#replica;
  }
}
