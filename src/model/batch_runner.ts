/**
 * Computing on batches of a model's samples: for each kind of batch the tensors are made once, and filled again and
 * again, so that what is computed with them can be replayed.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { SampleSet } from "../dataset/sample_set.ts";
import { Repeated, type Result } from "../engine/plan/repeated.ts";
import {
  batchKind,
  makeBatch,
  type RefillableBatch,
  type SampleNumbers,
  type SampleShapes,
  sampleShapes,
  type TensorBatch,
  type WriteInputs,
} from "./batch.ts";
import type { LayersModel } from "./topology.ts";

/** Kinds of batches that are kept; of a stream, whose batches may be of any size, the oldest goes. */
const KEPT = 8;

/** What is computed on batches. */
export interface BatchComputation {
  readonly model: LayersModel;
  /** What it reads besides the batch, and that stays where it is: the weights. */
  readonly given: readonly tf.Tensor[];
  /**
   * Computes the results of a batch.
   *
   * @param batch The batch.
   * @param share Its share of a larger one, where it is part of one.
   */
  compute(batch: TensorBatch, share: number): (tf.Tensor | undefined)[];
  /** Whether tfjs is to compute each batch anew. @default false */
  readonly eager?: boolean | undefined;
}

/** One kind of batch. */
interface Kind {
  readonly batch: RefillableBatch;
  readonly repeated: Repeated;
}

/** Computes on batches. `using` gives back what it holds. */
export class BatchRunner implements Disposable {
  readonly #computation: BatchComputation;
  readonly #kinds = new Map<string, Kind>();
  /** The last one, which the next is like as a rule, and what it was asked for. */
  #last: { samples: SampleSet; size: number; share: number; kind: Kind } | undefined;
  readonly #shapes = new WeakMap<SampleSet, SampleShapes>();

  /**
   * Prepares a computation.
   *
   * @param computation What is computed.
   */
  constructor(computation: BatchComputation) {
    this.#computation = computation;
  }

  /** Why some batch is not replayed, if one is not. */
  get obstacle(): string | undefined {
    for (const { repeated } of this.#kinds.values()) {
      if (repeated.obstacle !== undefined) return repeated.obstacle;
    }
    return undefined;
  }

  /**
   * Computes on some samples.
   *
   * @param samples What they are taken from.
   * @param numbers Which of them, in their order.
   * @param look Is given the results, which may be read until it returns.
   * @param share Their share of a larger batch.
   * @param write Writes their inputs, if they are not to be as they are.
   * @returns What `look` gives.
   * @throws {TypeError} If the samples do not fit the model.
   */
  run<Seen>(
    samples: SampleSet,
    numbers: SampleNumbers,
    look: (results: readonly (Result | undefined)[]) => Seen,
    share = 1,
    write?: WriteInputs,
  ): Seen {
    const { batch, repeated } = this.#kindOf(samples, numbers.length, share);
    batch.fill(samples, numbers, write);
    return repeated.run(look);
  }

  /** Gives back what it holds. */
  [Symbol.dispose](): void {
    for (const kind of this.#kinds.values()) disposeKind(kind);
    this.#kinds.clear();
    this.#last = undefined;
  }

  #kindOf(samples: SampleSet, size: number, share: number): Kind {
    const last = this.#last;
    if (last?.samples === samples && last.size === size && last.share === share) return last.kind;
    const key = `${share} ${batchKind(samples, this.#shapesOf(samples), size)}`;
    const kind = this.#kinds.get(key) ?? this.#makeKind(samples, size, share);
    // The newest is the last of the map.
    this.#kinds.delete(key);
    this.#kinds.set(key, kind);
    for (const [oldest, old] of this.#kinds) {
      if (this.#kinds.size <= KEPT) break;
      this.#kinds.delete(oldest);
      disposeKind(old);
    }
    this.#last = { samples, size, share, kind };
    return kind;
  }

  #makeKind(samples: SampleSet, size: number, share: number): Kind {
    const batch = makeBatch(samples, this.#shapesOf(samples), size);
    const { inputs, targets, weights } = batch;
    const given = [
      ...this.#computation.given,
      ...inputs,
      ...targets,
      ...weights.filter((tensor) => tensor !== undefined),
    ];
    const compute = (): (tf.Tensor | undefined)[] => this.#computation.compute(batch, share);
    const { eager } = this.#computation;
    return { batch, repeated: new Repeated({ given, compute, eager }) };
  }

  #shapesOf(samples: SampleSet): SampleShapes {
    const shapes = this.#shapes.get(samples) ?? sampleShapes(this.#computation.model, samples);
    this.#shapes.set(samples, shapes);
    return shapes;
  }
}

function disposeKind({ batch, repeated }: Kind): void {
  repeated.dispose();
  batch[Symbol.dispose]();
}
