/**
 * Where the batches of an epoch come from: ranges of samples that are all there, or a stream.
 *
 * @module
 */
import { type SampleSet, shareSampleSet, sliceSampleSet } from "../dataset/sample_set.ts";
import { sampleShapes } from "../model/batch.ts";
import type { Recipe } from "../model/recipe.ts";
import type { Tensor } from "../model/tensor.ts";
import type { LayersModel } from "../model/topology.ts";
import { collectSamples, type ModelValues } from "./sample_values.ts";
import type { ClassWeights, PerOutput, SampleWeights } from "./sample_weights.ts";

/** A batch of a stream. Its tensors are disposed once they are read, as `model.fitDataset` does. */
export type StreamedBatch =
  | {
    readonly xs: ModelValues;
    readonly ys: ModelValues;
    readonly sampleWeight?: PerOutput<SampleWeights>;
  }
  | readonly [x: ModelValues, y: ModelValues, sampleWeight?: PerOutput<SampleWeights>];

/**
 * Batches one after another: an iterable, a function that makes one for each epoch, or a tf.data.Dataset. One that can
 * be gone through only once serves a single epoch, or as many as `stepsPerEpoch` divides it into.
 */
export type BatchStream =
  | AsyncIterable<StreamedBatch>
  | (() => AsyncIterable<StreamedBatch>)
  | { iterator(): Promise<{ next(): Promise<IteratorResult<unknown>> }> };

/** The part of a {@linkcode Step} that is a batch, without its rate. */
export interface EpochBatch {
  readonly start: number;
  readonly end: number;
  readonly samples?: SampleSet;
}

/** Gives the batches of each epoch. */
export interface BatchSource {
  /** What memory is laid out for; of a stream no samples, but their shapes. */
  readonly samples: SampleSet;
  /** Number of steps of an epoch, where it is known. */
  readonly steps: number | undefined;
  /** Number of samples that an epoch visits, where it is known. */
  readonly visited: number | undefined;
  /** The batches of the next epoch. */
  epoch(): Iterable<EpochBatch> | AsyncIterable<EpochBatch>;
}

/**
 * Divides samples into batches, of which the last may be smaller.
 *
 * @param samples The samples.
 * @param batchSize Samples in a batch.
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
  return {
    samples,
    steps,
    visited: Math.min(steps * batchSize, samples.size),
    *epoch(): Generator<EpochBatch> {
      for (let step = 0; step < steps; step++) {
        const start = step * batchSize;
        yield { start, end: Math.min(start + batchSize, samples.size) };
      }
    },
  };
}

/** How {@linkcode openStream} reads a stream. */
export interface StreamOptions {
  readonly stepsPerEpoch?: number | undefined;
  readonly classWeight?: PerOutput<ClassWeights> | undefined;
}

/**
 * Whether a value is a stream of batches.
 *
 * @param given Any value.
 * @returns Whether it is.
 */
export function isStream(given: unknown): given is BatchStream {
  if (typeof given === "function") return true;
  if (typeof given !== "object" || given === null) return false;
  return Symbol.asyncIterator in given ||
    ("iterator" in given && typeof given.iterator === "function");
}

/**
 * Reads a stream, of which it takes the first batch at once, for its shapes.
 *
 * @param stream The stream.
 * @param model The model that is trained.
 * @param recipe What it was compiled with.
 * @param options See {@linkcode StreamOptions}.
 * @returns The source.
 * @throws {RangeError} If the stream gives no batch. While it is read, if it ends before `stepsPerEpoch`.
 */
export async function openStream(
  stream: BatchStream,
  model: LayersModel,
  recipe: Recipe,
  options: StreamOptions,
): Promise<BatchSource> {
  const { stepsPerEpoch: steps, classWeight } = options;
  let batches = await iteratorOf(stream);
  const take = async (): Promise<SampleSet | undefined> => {
    const { value, done } = await batches.next();
    if (done) return undefined;
    const [x, y, sampleWeight] = partsOf(value);
    const samples = await collectSamples(model, recipe, x, y, { sampleWeight, classWeight });
    sampleShapes(model, samples);
    disposeTensors(x, y, sampleWeight);
    return shareSampleSet(samples);
  };
  let ahead = await take();
  if (!ahead) throw new RangeError("Cannot train: the stream gives no batch");
  let first = true;
  return {
    samples: sliceSampleSet(ahead, 0, 0),
    steps,
    visited: undefined,
    async *epoch(): AsyncGenerator<EpochBatch> {
      // With a number of steps the epochs share one pass; otherwise each epoch is a pass of its own.
      if (!first && steps === undefined) {
        batches = await iteratorOf(stream);
        ahead = await take();
        if (!ahead) {
          throw new RangeError(
            "Cannot train another epoch: the stream gives no more batches; " +
              "pass a function that makes one for each epoch, or stepsPerEpoch",
          );
        }
      }
      first = false;
      for (let step = 0; step < (steps ?? Infinity); step++) {
        const samples = ahead ?? await take();
        ahead = undefined;
        if (samples) yield { start: 0, end: samples.size, samples };
        else if (steps === undefined) return;
        else {
          throw new RangeError(
            `Cannot make ${steps} steps an epoch: the stream ended after ${step} of them`,
          );
        }
      }
    },
  };
}

interface Batches {
  next(): Promise<IteratorResult<unknown>>;
}

async function iteratorOf(stream: BatchStream): Promise<Batches> {
  if (typeof stream === "function") return stream()[Symbol.asyncIterator]();
  if (Symbol.asyncIterator in stream) return stream[Symbol.asyncIterator]();
  return await stream.iterator();
}

type Parts = readonly [
  x: ModelValues,
  y: ModelValues,
  weights?: PerOutput<SampleWeights> | undefined,
];

function partsOf(batch: unknown): Parts {
  if (Array.isArray(batch) && batch.length >= 2) return batch as unknown as Parts;
  if (typeof batch === "object" && batch !== null && "xs" in batch && "ys" in batch) {
    const { xs, ys, sampleWeight } = batch as Extract<StreamedBatch, { xs: unknown }>;
    return [xs, ys, sampleWeight];
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
