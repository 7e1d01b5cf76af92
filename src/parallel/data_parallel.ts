/**
 * Synchronous data parallelism: every worker holds the same weights, each computes the gradient of its share of the
 * batch, and all move on together with the gradient of the whole.
 *
 * @module
 */
import type { Dataset } from "../dataset/dataset.ts";
import { countValues, type LayersModel } from "../model/topology.ts";
import { readWeights, splitWeights, writeWeights } from "../model/topology.ts";
import { createOptimizer } from "../optimizer/optimizer.ts";
import { type Arena, createArena } from "./arena.ts";
import { hasArrived } from "./barrier.ts";
import { type PoolOptions, WorkerPool } from "./pool.ts";
import { sequentialEpoch, shuffleEpoch } from "./random.ts";
import type { ReplicaConfig, Step } from "./replica.ts";

/** What {@linkcode DataParallel.start} needs. */
export interface DataParallelOptions extends PoolOptions {
  /** Number of workers, 1 or more. */
  readonly workers: number;
  /** What each worker is told, but for its rank and the memory. */
  readonly replica: Omit<ReplicaConfig, "rank" | "ranks" | "arena">;
  /** The model whose weights training starts from. */
  readonly model: LayersModel;
  /** The training set. */
  readonly dataset: Dataset;
  /** What {@linkcode DataParallel.evaluate} goes through. @default nothing */
  readonly validation?: Dataset | undefined;
}

/** What one step did. */
export interface StepResult {
  /** Means over the batch: the loss, then the metrics of the recipe. */
  readonly means: readonly number[];
  /** Tensors alive on each worker after its gradient, in rank order. */
  readonly tensors: readonly number[];
}

/** A model on N workers. `using` ends them. */
export class DataParallel implements Disposable {
  readonly #pool: WorkerPool;
  readonly #arena: Arena;
  readonly #seed: number;
  #version: 0 | 1 = 0;
  #steps = 0;

  private constructor(pool: WorkerPool, arena: Arena, seed: number) {
    this.#pool = pool;
    this.#arena = arena;
    this.#seed = seed;
  }

  /**
   * Starts the workers, each with a replica of the model.
   *
   * @param options Model, data and workers.
   * @returns The model, ready for its first step.
   * @throws {WorkerLostError} If a worker cannot start.
   */
  static async start(options: DataParallelOptions): Promise<DataParallel> {
    const { workers: ranks, replica, model, dataset } = options;
    const { trainable, state } = splitWeights(model);
    const arena = createArena(
      {
        ranks,
        parameters: countValues(trainable),
        state: countValues(state),
        slots: createOptimizer(replica.optimizer).slots,
        totals: 1 + replica.recipe.metrics.length,
      },
      dataset,
      options.validation,
    );
    readWeights(trainable, arena.versions[0].parameters);
    readWeights(state, arena.versions[0].state);
    const pool = new WorkerPool(ranks, options);
    try {
      await pool.all((remote, rank) => remote.init({ ...replica, rank, ranks, arena }));
    } catch (error) {
      pool.terminate();
      throw error;
    }
    return new DataParallel(pool, arena, replica.seed);
  }

  /** The gradient of the last batch. Shape: `[parameters]`. */
  gradient(): Float32Array {
    return this.#arena.gradient.slice();
  }

  /**
   * Writes the order in which an epoch visits the samples. No step may be under way.
   *
   * @param epoch The epoch, from 0.
   * @param shuffle Permute the samples; otherwise they come in the order of the data.
   */
  beginEpoch(epoch: number, shuffle: boolean): void {
    if (shuffle) shuffleEpoch(this.#arena.order, this.#seed, epoch);
    else sequentialEpoch(this.#arena.order);
  }

  /**
   * Makes one step on a range of the epoch's order. Until every rank has answered nothing that the step read has
   * changed, so a step that fails leaves the weights of the one before.
   *
   * @param batch The epoch, and the range that is the batch.
   * @returns Loss and metrics of the batch, before the update.
   * @throws {WorkerLostError} If a worker dies, throws or does not answer.
   */
  async step(batch: Pick<Step, "epoch" | "start" | "end">): Promise<StepResult> {
    const step: Step = { ...batch, number: this.#steps + 1, version: this.#version };
    const { arrivals } = this.#arena;
    const tensors = await this.#pool.all(
      (remote) => remote.step(step),
      (rank) => !hasArrived(arrivals, rank, step.number),
    );
    const means = this.#means(batch.end - batch.start);
    this.#version = this.#version === 0 ? 1 : 0;
    this.#steps++;
    return { means, tensors };
  }

  /**
   * Evaluates the current weights on the validation samples, of which each rank takes its shard.
   *
   * @returns Means over the samples: the loss, then the metrics of the recipe.
   * @throws {WorkerLostError} If a worker dies, throws or does not answer.
   * @throws {TypeError} If there are no validation samples.
   */
  async evaluate(): Promise<readonly number[]> {
    const { validation } = this.#arena;
    if (!validation) throw new TypeError("Cannot evaluate: started without validation samples");
    await this.#pool.all((remote) => remote.evaluate(this.#version));
    return this.#means(validation.size);
  }

  /**
   * Copies the current weights into a model.
   *
   * @param model A model with the topology of the one that training started from.
   */
  copyWeightsTo(model: LayersModel): void {
    const { trainable, state } = splitWeights(model);
    const { parameters, state: values } = this.#arena.versions[this.#version];
    writeWeights(trainable, parameters);
    writeWeights(state, values);
  }

  /** Ends the workers. */
  [Symbol.dispose](): void {
    this.#pool.terminate();
  }

  #means(samples: number): number[] {
    const means = Array.from(this.#arena.rows[0]?.totals ?? [], () => 0);
    for (const { totals } of this.#arena.rows) {
      totals.forEach((total, i) => means[i] = (means[i] ?? 0) + total);
    }
    return means.map((sum) => sum / samples);
  }
}
