/**
 * Samples of a model with any number of inputs and outputs: what training works on, whatever it was given.
 *
 * @module
 */
import { elementCount, sliceSamples, splitPoint } from "./_sample_array.ts";
import type { Dataset, SampleArray } from "./dataset.ts";

/** The targets of one output. */
export interface TargetArray extends SampleArray {
  /** Number of classes, if the targets are class labels. */
  readonly classes?: number;
  /** What the loss of each sample is multiplied by. Shape: `[samples]`. @default 1 for all */
  readonly weights?: Float32Array;
}

/** Samples, in the order of a model's inputs and outputs. */
export interface SampleSet {
  /** Number of samples. */
  readonly size: number;
  /** What the model reads, an array an input. */
  readonly inputs: readonly SampleArray[];
  /** What the model should answer, an array an output. */
  readonly targets: readonly TargetArray[];
}

/**
 * The samples of a data set, for a model with one input and one output.
 *
 * @param dataset The data set.
 * @returns The same samples; they share its memory.
 */
export function sampleSetOf({ size, inputs, targets, classes }: Dataset): SampleSet {
  return { size, inputs: [inputs], targets: [classes ? { ...targets, classes } : targets] };
}

/**
 * Takes some of the samples.
 *
 * @param samples What to take from.
 * @param start Index of the first sample.
 * @param end Index after the last sample.
 * @returns A view: it shares memory with `samples`.
 */
export function sliceSampleSet(samples: SampleSet, start: number, end: number): SampleSet {
  return {
    size: end - start,
    inputs: samples.inputs.map((input) => sliceSamples(input, start, end)),
    targets: samples.targets.map((target) => ({
      ...target,
      ...sliceSamples(target, start, end),
      ...(target.weights ? { weights: target.weights.subarray(start, end) } : {}),
    })),
  };
}

/**
 * Splits off the last samples for validation, as {@linkcode splitDataset} does.
 *
 * @param samples What to split.
 * @param fraction Share of the samples for validation, between 0 and 1.
 * @returns Two views: they share memory with `samples`.
 * @throws {RangeError} Unless 0 < fraction < 1 and both parts hold at least one sample.
 */
export function splitSampleSet(
  samples: SampleSet,
  fraction: number,
): { train: SampleSet; validation: SampleSet } {
  const at = splitPoint(samples.size, fraction);
  return {
    train: sliceSampleSet(samples, 0, at),
    validation: sliceSampleSet(samples, at, samples.size),
  };
}

/**
 * Moves samples into memory that threads share.
 *
 * @param samples The samples; arrays that are shared already stay where they are, the others are copied.
 * @returns The samples in shared memory.
 */
export function shareSampleSet(samples: SampleSet): SampleSet {
  return {
    size: samples.size,
    inputs: samples.inputs.map((input) => ({ ...input, data: share(input.data) })),
    targets: samples.targets.map((target) => ({
      ...target,
      data: share(target.data),
      ...(target.weights ? { weights: share(target.weights) } : {}),
    })),
  };
}

function share<Values extends SampleArray["data"]>(values: Values): Values {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const buffer = new SharedArrayBuffer(values.byteLength);
  const Kind = values.constructor as new (buffer: SharedArrayBuffer) => Values;
  const shared = new Kind(buffer);
  shared.set(values);
  return shared;
}

/**
 * The class of each sample.
 *
 * @param target Labels, or vectors over the classes.
 * @param samples Number of samples.
 * @returns Class numbers; of a vector the first of its largest, of a single value its rounding.
 */
export function classesOf({ data, shape }: TargetArray, samples: number): Uint32Array {
  const width = elementCount(shape);
  const classes = new Uint32Array(samples);
  for (let i = 0; i < samples; i++) {
    if (width === 1) classes[i] = Math.round(data[i] ?? 0);
    else {
      const first = i * width;
      let best = 0;
      for (let j = 1; j < width; j++) {
        if ((data[first + j] ?? NaN) > (data[first + best] ?? NaN)) best = j;
      }
      classes[i] = best;
    }
  }
  return classes;
}
