/**
 * The memory that coordinator and workers share: no tensor ever travels in a message. Typed arrays over
 * SharedArrayBuffers keep their memory when they are sent, so the arena is a plain object that every rank is given
 * once.
 *
 * @module
 */
import type { Dataset, SampleArray } from "../dataset/dataset.ts";

/** Sizes that an arena is made for. */
export interface ArenaSize {
  /** Number of workers. */
  readonly ranks: number;
  /** Number of trainable values. */
  readonly parameters: number;
  /** Number of values that training moves without a gradient. */
  readonly state: number;
  /** What each of the optimizer's slots starts from. */
  readonly slots: readonly number[];
  /** Number of means that a step reports: the loss and each metric. */
  readonly totals: number;
}

/** One version of everything that a step moves; a step reads one and writes the other. */
export interface Version {
  /** Trainable weights, one after another. Shape: `[parameters]`. */
  readonly parameters: Float32Array;
  /** Weights that move without a gradient. Shape: `[state]`. */
  readonly state: Float32Array;
  /** Optimizer slots, each of shape `[parameters]`. */
  readonly slots: readonly Float32Array[];
}

/** What one rank hands to the others in a step. */
export interface Row {
  /** Gradient of the rank's shard, scaled by its share of the batch. Shape: `[parameters]`. */
  readonly gradient: Float32Array;
  /** State after the rank's shard, scaled likewise. Shape: `[state]`. */
  readonly state: Float32Array;
  /** Sums over the shard's samples of the loss and of each metric. Shape: `[totals]`. */
  readonly totals: Float64Array;
}

/** Everything that is shared. */
export interface Arena {
  readonly versions: readonly [Version, Version];
  /** One row a rank. */
  readonly rows: readonly Row[];
  /** The samples of the epoch, in the order in which its steps take them. Shape: `[samples]`. */
  readonly order: Uint32Array;
  /** The training set. */
  readonly dataset: Dataset;
}

/**
 * Lays out an arena.
 *
 * @param size What it must hold.
 * @param dataset The training set; it is copied unless it is shared already.
 * @returns An arena of zeros, but for the slots.
 */
export function createArena(size: ArenaSize, dataset: Dataset): Arena {
  const version = (): Version => ({
    parameters: sharedFloats(size.parameters),
    state: sharedFloats(size.state),
    slots: size.slots.map((initial) => sharedFloats(size.parameters).fill(initial)),
  });
  const row = (): Row => ({
    gradient: sharedFloats(size.parameters),
    state: sharedFloats(size.state),
    totals: new Float64Array(new SharedArrayBuffer(size.totals * 8)),
  });
  return {
    versions: [version(), version()],
    rows: Array.from({ length: size.ranks }, row),
    order: new Uint32Array(new SharedArrayBuffer(dataset.size * 4)),
    dataset: {
      ...dataset,
      inputs: shareSamples(dataset.inputs),
      targets: shareSamples(dataset.targets),
    },
  };
}

function sharedFloats(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * 4));
}

function shareSamples(samples: SampleArray): SampleArray {
  const { data } = samples;
  if (data.buffer instanceof SharedArrayBuffer) return samples;
  const buffer = new SharedArrayBuffer(data.byteLength);
  new Uint8Array(buffer).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  if (data instanceof Uint8Array) return { ...samples, data: new Uint8Array(buffer) };
  if (data instanceof Int32Array) return { ...samples, data: new Int32Array(buffer) };
  return { ...samples, data: new Float32Array(buffer) };
}
