/**
 * Synchronous data parallelism: every worker holds the same weights, each computes the gradient of its share of the
 * batch, and all move on together with the gradient of the whole.
 *
 * @module
 */
import type { SampleSet } from "../dataset/sample_set.ts";
import { type Kept, type KeptOutput, KeptRooms } from "../model/kept.ts";
import {
  countValues,
  type LayersModel,
  readWeights,
  splitWeights,
  writeWeights,
} from "../model/topology.ts";
import { addSums } from "../model/tally.ts";
import { createOptimizer } from "../optimizer/optimizer.ts";
import { type Arena, createArena, versionAfter } from "./arena.ts";
import { isLast } from "./barrier.ts";
import { Pace, ranges } from "./pace.ts";
import type { Pool, PoolOptions } from "./pool.ts";
import type { Answer, Batch, Step } from "./protocol.ts";
import { sequentialEpoch, shuffleEpoch } from "./random.ts";
import { askToStop, clearStop, isAskedToStop } from "./stop.ts";
import { type CommonConfig, ranksOf, readableBy, startPool } from "./start_pool.ts";

/** What {@linkcode DataParallel.start} needs. */
export interface DataParallelOptions extends PoolOptions {
  /** Number of workers; with 0 the thread that calls computes all itself. */
  readonly workers: number;
  /** What each worker is told, but for its place and the memory. */
  readonly replica: CommonConfig;
  /** The model whose weights training starts from. */
  readonly model: LayersModel;
  /** What training goes on from, in place of the model's weights. @default nothing */
  readonly snapshot?: Snapshot | undefined;
  /** The training set. */
  readonly samples: SampleSet;
  /** What {@linkcode DataParallel.evaluate} goes through. @default nothing */
  readonly validation?: SampleSet | undefined;
  /** The outputs of which targets and predictions of all samples are kept, as the tally says. @default none */
  readonly kept?: readonly KeptOutput[];
}

/** Everything that training has moved so far: what it can go on from, in plain arrays of its own. */
export interface Snapshot {
  /** Number of steps that were made. */
  readonly steps: number;
  /** Trainable weights, one after another. Shape: `[parameters]`. */
  readonly parameters: Float32Array;
  /** Weights that move without a gradient. Shape: `[state]`. */
  readonly state: Float32Array;
  /** The optimizer's slots, each of shape `[parameters]`. */
  readonly slots: readonly Float32Array[];
}

/** What one step did. */
export interface StepResult {
  /** Sums over the batch, as the tally of the recipe takes them. */
  readonly sums: readonly number[];
  /** Number of samples of the batch. */
  readonly samples: number;
  /** Targets and predictions of the batch, of each output that is kept: until the next result is asked for. */
  readonly kept: readonly Kept[];
  /** Tensors alive on each worker after its gradient, in rank order. */
  readonly tensors: readonly number[];
  /** Why some worker does not replay steps, if one does not. */
  readonly obstacle: string | undefined;
  /** Kernels that the cpu backend computes in place of another: those that some worker has not named before. */
  readonly cpuKernels: readonly string[];
}

/** What {@linkcode DataParallel.evaluate} finds. */
export interface EvaluationResult {
  /** Sums over the samples, as the tally of the recipe takes them. */
  readonly sums: readonly number[];
  /** Targets and predictions of all samples, of each output that is kept: until the next evaluation. */
  readonly kept: readonly Kept[];
}

/** A model on N workers, or on the thread that calls. `using` ends them. */
export class DataParallel implements Disposable {
  readonly #pool: Pool;
  readonly #arena: Arena;
  readonly #seed: number;
  readonly #rooms: KeptRooms;
  /** What the last step and the last evaluation kept. */
  #keptByStep: readonly Kept[] = [];
  #keptByEvaluation: readonly Kept[] = [];
  /** Number of steps that were sent to the workers, and of those whose results are in. */
  #sent = 0;
  #done = 0;

  private constructor(pool: Pool, arena: Arena, options: DataParallelOptions) {
    const { replica, kept = [], snapshot } = options;
    this.#pool = pool;
    this.#arena = arena;
    this.#seed = replica.seed;
    this.#rooms = new KeptRooms(kept);
    this.#sent = this.#done = snapshot?.steps ?? 0;
  }

  /**
   * Starts the workers, each with a replica of the model.
   *
   * @param options Model, data and workers.
   * @returns The model, ready for its first step.
   * @throws {TypeError} If the workers cannot train the model.
   * @throws {WorkerLostError} If a worker cannot start.
   */
  static async start(options: DataParallelOptions): Promise<DataParallel> {
    const { workers, replica, model, samples, validation, snapshot } = options;
    const { trainable, state } = splitWeights(model);
    const arena = createArena(
      {
        ranks: ranksOf(workers),
        parameters: countValues(trainable),
        state: countValues(state),
        slots: createOptimizer(replica.optimizer).slots,
      },
      readableBy(workers, samples),
      validation && readableBy(workers, validation),
    );
    if (snapshot) resumeArena(arena, snapshot);
    else {
      readWeights(trainable, arena.versions[0].parameters);
      readWeights(state, arena.versions[0].state);
    }
    const pool = await startPool(workers, replica, arena, options);
    return new DataParallel(pool, arena, options);
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
   * Makes one step on a range of the epoch's order.
   *
   * @param batch The epoch, and the range that is the batch.
   * @returns Loss and metrics of the batch, before the update.
   * @throws {WorkerLostError} If a worker dies, throws or does not answer.
   */
  async step(batch: Batch): Promise<StepResult> {
    this.#rooms.give(this.#keptByStep);
    this.#keptByStep = [];
    const [result] = await this.#finish(this.#send([batch]));
    if (result) {
      this.#keptByStep = result.kept;
      return result;
    }
    throw new Error("Cannot make a step: training was stopped");
  }

  /**
   * Makes one step after another, several to a message where they are short. The workers are always sent the next ones
   * before the results of the last are given, so that none waits for a message: they wait for each other alone. Whoever
   * leaves early, or calls {@linkcode DataParallel.stop}, stops the steps that are under way, at the same one on all
   * workers; those that are done count.
   *
   * @param batches The batches, one a step.
   * @yields The results, in order.
   * @throws {WorkerLostError} If a worker dies, throws or does not answer. The weights are then of no use.
   */
  async *steps(
    batches: Iterable<Batch> | AsyncIterable<Batch>,
  ): AsyncGenerator<StepResult, void> {
    const { stop } = this.#arena;
    const pace = new Pace();
    let under: Promise<StepResult[]> | undefined;
    let lost = false;
    try {
      for await (const range of ranges(batches, () => isAskedToStop(stop) ? 0 : pace.length)) {
        const next = this.#send(range);
        // Handled when its turn comes.
        next.catch(() => {});
        const last = under;
        under = next;
        if (last) yield* this.#inTurn(pace.measure(await this.#finish(last)));
      }
      const last = under;
      under = undefined;
      if (last) yield* this.#inTurn(await this.#finish(last));
    } catch (error) {
      // After a failure the steps that are under way may never end.
      lost = true;
      throw error;
    } finally {
      if (under && !lost) {
        this.stop();
        await this.#finish(under).catch(() => {});
      }
      this.#goOn();
    }
  }

  /** Has {@linkcode DataParallel.steps} end after the step that is under way. */
  stop(): void {
    askToStop(this.#arena.stop);
  }

  /**
   * Evaluates the current weights on the validation samples, of which each rank takes its shard.
   *
   * @returns Loss and metrics, as sums and what is kept.
   * @throws {WorkerLostError} If a worker dies, throws or does not answer.
   */
  async evaluate(): Promise<EvaluationResult> {
    this.#rooms.give(this.#keptByEvaluation);
    const kept = this.#rooms.take(this.#arena.validation?.size ?? 0);
    this.#keptByEvaluation = kept ?? [];
    const answers = await this.#pool.all((remote) => remote.evaluate(this.#done, kept));
    return { sums: sumsOf(answers), kept: this.#keptByEvaluation };
  }

  /**
   * Copies the current weights into a model.
   *
   * @param model A model with the topology of the one that training started from.
   */
  copyWeightsTo(model: LayersModel): void {
    const { trainable, state } = splitWeights(model);
    const { parameters, state: values } = versionAfter(this.#arena, this.#done);
    writeWeights(trainable, parameters);
    writeWeights(state, values);
  }

  /** Copies everything that training has moved so far. No step may be under way. */
  snapshot(): Snapshot {
    const { parameters, state, slots } = versionAfter(this.#arena, this.#done);
    return {
      steps: this.#done,
      parameters: parameters.slice(),
      state: state.slice(),
      slots: slots.map((slot) => slot.slice()),
    };
  }

  /** Ends the workers. */
  [Symbol.dispose](): void {
    this.#pool[Symbol.dispose]();
  }

  async #finish(steps: Promise<StepResult[]>): Promise<StepResult[]> {
    const results = await steps;
    this.#done += results.length;
    return results;
  }

  /** The results one after another; what a step kept makes room for another once its result has been looked at. */
  *#inTurn(results: readonly StepResult[]): Generator<StepResult, void> {
    for (const result of results) {
      yield result;
      this.#rooms.give(result.kept);
    }
  }

  /** Forgets that training was to stop, and the steps that were sent and not made. */
  #goOn(): void {
    this.#sent = this.#done;
    clearStop(this.#arena.stop);
  }

  async #send(batches: readonly Batch[]): Promise<StepResult[]> {
    const steps = batches.map((batch): Step => {
      const kept = this.#rooms.take(batch.end - batch.start);
      return { ...batch, number: ++this.#sent, ...(kept ? { kept } : {}) };
    });
    const { computed } = this.#arena;
    const answers = await this.#pool.all(
      (remote) => remote.steps(steps),
      (rank) => isLast(computed, rank),
    );
    // All ranks make the same ones.
    const made = steps.slice(0, answers[0]?.length ?? 0);
    return made.map((step, i) => resultOf(step, answers.map((ofRank) => ofRank[i] ?? NO_ANSWER)));
  }
}

const NO_ANSWER: Answer = { totals: [], tensors: 0 };

function resultOf({ start, end, kept = [] }: Step, answers: readonly Answer[]): StepResult {
  return {
    sums: sumsOf(answers),
    samples: end - start,
    kept,
    tensors: answers.map(({ tensors }) => tensors),
    obstacle: answers.find(({ obstacle }) => obstacle !== undefined)?.obstacle,
    cpuKernels: answers.flatMap(({ cpuKernels }) => cpuKernels ?? []),
  };
}

/** Puts an arena where training left off: the version, and the ranks' counters of steps. */
function resumeArena(arena: Arena, { steps, parameters, state, slots }: Snapshot): void {
  const version = versionAfter(arena, steps);
  const fits = parameters.length === version.parameters.length &&
    state.length === version.state.length && slots.length === version.slots.length;
  if (!fits) {
    throw new TypeError(
      `Cannot go on from a checkpoint of ${parameters.length} weights and ${slots.length} slots: ` +
        `expected ${version.parameters.length} and ${version.slots.length}`,
    );
  }
  version.parameters.set(parameters);
  version.state.set(state);
  version.slots.forEach((slot, i) => slot.set(slots[i] ?? []));
  for (const counters of [arena.computed, arena.measured, arena.updated]) counters.fill(steps);
}

function sumsOf(answers: readonly Answer[]): number[] {
  const sums: number[] = [];
  for (const { totals } of answers) addSums(sums, totals);
  return sums;
}
