/**
 * What the coordinator calls on a worker.
 *
 * @module
 */
import {
  type Answer,
  createReplica,
  type Replica,
  type ReplicaConfig,
  type Step,
} from "./replica.ts";

/** What the coordinator calls. */
export class TrainingWorker {
  #replica: Replica | undefined;

  /** Starts the backend and builds the model. */
  async init(config: ReplicaConfig): Promise<void> {
    this.#replica = await createReplica(config);
  }

  /** See {@linkcode Replica.step}. */
  step(step: Step): Answer {
    return this.#ready().step(step);
  }

  /** See {@linkcode Replica.evaluate}. */
  evaluate(steps: number): Answer {
    return this.#ready().evaluate(steps);
  }

  /** See {@linkcode Replica.dispose}. A worker that is terminated needs none. */
  dispose(): void {
    this.#replica?.dispose();
    this.#replica = undefined;
  }

  #ready(): Replica {
    if (!this.#replica) throw new Error("Cannot compute: the worker was not initialised");
    return this.#replica;
  }
}
