/**
 * Where the batches of an epoch come from: ranges of samples that are all there, or a stream.
 *
 * @module
 */
import type { Unit } from "../dataset/dataset.ts";
import {
  concatSampleSets,
  type SampleSet,
  shareSampleSet,
  sliceSampleSet,
} from "../dataset/sample_set.ts";
import { isRecord } from "../is_record.ts";
import type { Tensor } from "../model/tensor.ts";
import type {
  BatchStream,
  ModelValues,
  PerOutput,
  SampleWeights,
  StreamedBatch,
} from "./values.ts";

/** The part of a {@linkcode Step} that is a batch, without its rate. */
export interface BatchRange {
  readonly start: number;
  readonly end: number;
  /** Of a stream the samples themselves, counted from `start`. */
  readonly samples?: SampleSet;
}

/** The batches of an epoch, one after another. */
export type Batches = Iterable<BatchRange> | AsyncIterable<BatchRange>;

/** Gives the batches of each epoch. */
export interface BatchSource {
  /** What memory is laid out for; of a stream no samples, but their shapes. */
  readonly samples: SampleSet;
  /** Number of steps of an epoch, where it is known: a stream may still end before. */
  readonly steps: number | undefined;
  /** Number of samples that an epoch visits, where it is known. */
  readonly visited: number | undefined;
  /** Samples in a batch; undefined where each has a size of its own. */
  readonly batchSize: number | undefined;
  /** Samples in the first batch; of samples that are all there fewer, where there are not as many. */
  readonly firstSize: number;
  /** The batches of the next epoch; undefined where there are no more. */
  epoch(): Promise<Batches | undefined>;
}

/**
 * Divides samples into batches, of which the last may be smaller.
 *
 * @param samples The samples.
 * @param batchSize Samples in a batch; one that is larger than there are samples takes all.
 * @param stepsPerEpoch Steps after which an epoch ends. @default all
 * @returns The source.
 * @throws {RangeError} If an epoch has fewer steps.
 */
export function batchesOf(
  samples: SampleSet,
  batchSize: number,
  stepsPerEpoch?: number,
): BatchSource {
  const all = Math.ceil(samples.size / batchSize);
  const steps = stepsPerEpoch ?? all;
  if (steps > all) {
    throw new RangeError(
      `Cannot make ${steps} steps an epoch: expected at most ${all}, for ${samples.size} samples ` +
        `in batches of ${batchSize}`,
    );
  }
  function* batches(): Generator<BatchRange> {
    for (let step = 0; step < steps; step++) {
      const start = step * batchSize;
      yield { start, end: Math.min(start + batchSize, samples.size) };
    }
  }
  return {
    samples,
    steps,
    visited: Math.min(steps * batchSize, samples.size),
    batchSize,
    firstSize: batchSize,
    epoch: () => Promise.resolve(batches()),
  };
}

/**
 * Whether a value is a stream of batches.
 *
 * @param given Any value.
 * @returns Whether it is.
 */
export function isStream(given: unknown): given is BatchStream {
  if (typeof given === "function") return true;
  if (!isRecord(given)) return false;
  return Symbol.asyncIterator in given ||
    ("iterator" in given && typeof given.iterator === "function");
}

/** What a batch of a stream becomes. */
export type ReadBatch = (
  x: ModelValues,
  y: ModelValues,
  weights: BatchWeights,
  units?: readonly Unit[],
) => SampleSet;

type BatchWeights = PerOutput<SampleWeights> | undefined;

/**
 * Opens a stream for training: takes its first batch at once, for its shapes.
 *
 * @param stream The stream.
 * @param read Makes samples of a batch.
 * @param steps Steps after which an epoch ends. @default the end of a pass
 * @returns The source.
 * @throws {RangeError} If the stream gives no batch. While it is read, if it cannot be gone through again.
 */
export async function openStream(
  stream: BatchStream,
  read: ReadBatch,
  steps?: number,
): Promise<BatchSource> {
  let batches = await passOf(stream, read);
  let ahead = await batches.next();
  if (!ahead) throw new RangeError("Cannot train: the stream gives no batch");
  let first = true;
  async function* rest(): AsyncGenerator<BatchRange> {
    let start = 0;
    for (let step = 0; step < (steps ?? Infinity); step++) {
      const samples = ahead ?? await batches.next();
      ahead = undefined;
      if (!samples) return;
      const end = start + samples.size;
      yield { start, end, samples };
      start = end;
    }
  }
  return {
    samples: sliceSampleSet(ahead, 0, 0),
    steps,
    visited: undefined,
    batchSize: undefined,
    firstSize: ahead.size,
    async epoch(): Promise<Batches | undefined> {
      // With a number of steps the epochs share one pass; otherwise each epoch is a pass of its own.
      if (!first && steps === undefined) batches = await passOf(stream, read);
      first = false;
      ahead ??= await batches.next();
      if (ahead) return rest();
      if (steps !== undefined) return undefined;
      throw new RangeError(
        "Cannot train another epoch: the stream gives no more batches; " +
          "pass a function that makes one for each epoch, or stepsPerEpoch",
      );
    },
  };
}

/**
 * Reads a stream to its end, or a number of batches.
 *
 * @param stream The stream.
 * @param read Makes samples of a batch.
 * @param most Number of batches after which it is left. @default all
 * @returns The samples of all batches.
 * @throws {RangeError} If the stream gives no batch, or never ends.
 */
export async function readStream(
  stream: BatchStream,
  read: ReadBatch,
  most = Infinity,
): Promise<SampleSet> {
  if (most === Infinity && "size" in stream && stream.size === Infinity) {
    throw new RangeError("Cannot validate on a stream without end: expected validationBatches");
  }
  const batches = await passOf(stream, read);
  const sets: SampleSet[] = [];
  while (sets.length < most) {
    const samples = await batches.next();
    if (!samples) break;
    sets.push(samples);
  }
  if (sets.length === 0) throw new RangeError("Cannot validate: the stream gives no batch");
  return concatSampleSets(sets);
}

/** Goes through a stream once. */
interface Pass {
  /** The samples of the next batch, in shared memory; nothing at the end. */
  next(): Promise<SampleSet | undefined>;
}

async function passOf(stream: BatchStream, read: ReadBatch): Promise<Pass> {
  const batches = await iteratorOf(stream);
  let number = 0;
  return {
    async next(): Promise<SampleSet | undefined> {
      const { value, done } = await batches.next();
      if (done) return undefined;
      number++;
      const [x, y, weights, units] = partsOf(value);
      try {
        return shareSampleSet(read(x, y, weights, units));
      } catch (error) {
        throw namingBatch(error, number);
      } finally {
        disposeTensors(x, y, weights);
      }
    },
  };
}

/** The same error, saying which batch it is about. */
function namingBatch(error: unknown, number: number): unknown {
  const Kind = [RangeError, TypeError].find((kind) => error instanceof kind);
  const { message } = error as Error;
  return Kind ? new Kind(`${message} (batch ${number} of the stream)`, { cause: error }) : error;
}

interface BatchIterator {
  next(): Promise<IteratorResult<unknown>>;
}

async function iteratorOf(stream: BatchStream): Promise<BatchIterator> {
  if (typeof stream === "function") return stream()[Symbol.asyncIterator]();
  if (Symbol.asyncIterator in stream) return stream[Symbol.asyncIterator]();
  return await stream.iterator();
}

type Parts = readonly [
  x: ModelValues,
  y: ModelValues,
  weights?: BatchWeights,
  units?: readonly Unit[] | undefined,
];

function partsOf(batch: unknown): Parts {
  if (Array.isArray(batch) && batch.length >= 2) {
    return batch.slice(0, 3) as unknown as Parts;
  }
  if (isRecord(batch) && "xs" in batch && "ys" in batch) {
    const { xs, ys, sampleWeight, units } = batch as Extract<StreamedBatch, { xs: unknown }>;
    return [xs, ys, sampleWeight, units];
  }
  throw new TypeError("Cannot train on this batch: expected { xs, ys } or [x, y]");
}

function disposeTensors(...given: readonly unknown[]): void {
  for (const one of given) {
    if (typeof one !== "object" || one === null || ArrayBuffer.isView(one)) continue;
    if ("dataSync" in one) (one as Tensor).dispose();
    else disposeTensors(...Object.values(one));
  }
}
