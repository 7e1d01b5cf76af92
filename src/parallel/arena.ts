/**
 * The memory that coordinator and workers share: no tensor ever travels in a message. Typed arrays over
 * SharedArrayBuffers keep their memory when they are sent, so the arena is a plain object that every rank is given
 * once.
 *
 * @module
 */
import type { SampleSet } from "../dataset/sample_set.ts";
import { createStop, type StopState } from "./stop.ts";

const FLOAT = 4;
const CACHE_LINE = 64;
/** Bytes of a page of WebAssembly memory, and how many pages 32-bit addresses reach. */
const PAGE = 65536;
const MOST_PAGES = 65536;

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
}

/** Everything that is shared. */
export interface Arena {
  /** Holds versions and rows; the samples lie elsewhere. */
  readonly memory: WebAssembly.Memory;
  readonly versions: readonly [Version, Version];
  /** One row a rank. */
  readonly rows: readonly Row[];
  /** Sum of the rows, of which each rank writes its slice: the gradient of the whole batch. Shape: `[parameters]`. */
  readonly gradient: Float32Array;
  /** Sum of the rows' states, likewise. Shape: `[state]`. */
  readonly state: Float32Array;
  /** Square of the norm of each rank's slice of that gradient, for clipping by the global norm. Shape: `[ranks]`. */
  readonly squares: Float64Array;
  /** The last step for which each rank has written its row. Shape: `[ranks]`. */
  readonly computed: Int32Array;
  /** The last step for which each rank has written its square. Shape: `[ranks]`. */
  readonly measured: Int32Array;
  /** The last step for which each rank has written its slice of the next version. Shape: `[ranks]`. */
  readonly updated: Int32Array;
  /** Whether training is to stop, and after which step. */
  readonly stop: StopState;
  /** The samples of the epoch, in the order in which its steps take them. Shape: `[samples]`. */
  readonly order: Uint32Array;
  /** The training set. */
  readonly samples: SampleSet;
  /** What evaluation goes through. */
  readonly validation: SampleSet | undefined;
}

/**
 * Lays out an arena.
 *
 * @param size What it must hold.
 * @param samples The training set, where the ranks can read it.
 * @param validation What evaluation goes through, if anything is, likewise.
 * @returns An arena of zeros, but for the slots.
 * @throws {RangeError} If versions and rows take more than the 4 GiB that one WebAssembly memory can hold.
 */
export function createArena(
  size: ArenaSize,
  samples: SampleSet,
  validation?: SampleSet,
): Arena {
  const { ranks, parameters, state, slots } = size;
  const weights = align(parameters * FLOAT) + align(state * FLOAT);
  const bytes = (3 + ranks) * weights + 2 * slots.length * align(parameters * FLOAT);
  const pages = Math.ceil(bytes / PAGE);
  if (pages > MOST_PAGES) {
    throw new RangeError(
      `Cannot share ${bytes} bytes of weights and gradients among ${ranks} workers: ` +
        `expected at most ${MOST_PAGES * PAGE}; use fewer workers`,
    );
  }
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  let next = 0;
  const floats = (length: number): Float32Array => {
    const array = new Float32Array(memory.buffer as ArrayBufferLike, next, length);
    next += align(array.byteLength);
    return array;
  };
  const version = (): Version => ({
    parameters: floats(parameters),
    state: floats(state),
    slots: slots.map((initial) => floats(parameters).fill(initial)),
  });
  const row = (): Row => ({
    gradient: floats(parameters),
    state: floats(state),
  });
  return {
    memory,
    versions: [version(), version()],
    rows: Array.from({ length: ranks }, row),
    gradient: floats(parameters),
    state: floats(state),
    squares: new Float64Array(new SharedArrayBuffer(ranks * 8)),
    computed: new Int32Array(new SharedArrayBuffer(ranks * 4)),
    measured: new Int32Array(new SharedArrayBuffer(ranks * 4)),
    updated: new Int32Array(new SharedArrayBuffer(ranks * 4)),
    stop: createStop(),
    order: new Uint32Array(new SharedArrayBuffer(samples.size * 4)),
    samples,
    validation,
  };
}

/**
 * The version that a step wrote. Two take turns: a step reads one and writes the other.
 *
 * @param arena The arena, or a part of each of its versions.
 * @param step Number of the step; 0 gives the version that training started from.
 * @returns The version, until the next step but one writes over it.
 */
export function versionAfter(
  { versions }: Pick<Arena, "versions">,
  step: number,
): Version {
  return step % 2 === 0 ? versions[0] : versions[1];
}

/** Every array begins a cache line, so that ranks do not write into one. */
function align(bytes: number): number {
  return Math.ceil(bytes / CACHE_LINE) * CACHE_LINE;
}
