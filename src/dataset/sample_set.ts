/**
 * Samples of a model with any number of inputs and outputs: what training works on, whatever it was given.
 *
 * @module
 */
import { argmax } from "../arrays/argmax.ts";
import { sizeOfShape } from "../arrays/shape.ts";
import type { Dataset, Unit } from "./dataset.ts";
import { type SampleArray, sharedLike, sliceSamples, splitPoint } from "./sample_array.ts";
import { requireUnits } from "./units.ts";

/** The targets of one output. */
export interface TargetArray extends SampleArray {
  /** Number of classes, if the targets are class labels. */
  readonly classes?: number;
  /** What the loss of each sample is multiplied by. Shape: `[samples]`. @default 1 for all */
  readonly weights?: Float32Array;
  /** The units of standardised targets, one for each value of a sample's target. */
  readonly units?: readonly Unit[];
}

/** Samples, in the order of a model's inputs and outputs. */
export interface SampleSet {
  /** Number of samples. */
  readonly size: number;
  /** What the model reads, an array an input. */
  readonly inputs: readonly SampleArray[];
  /** What the model should answer, an array an output; none where it is only asked. */
  readonly targets: readonly TargetArray[];
}

/**
 * The samples of a data set, for a model with one input and one output.
 *
 * @param dataset The data set.
 * @returns The same samples; they share its memory.
 */
export function sampleSetOf({ size, inputs, targets, classes, units }: Dataset): SampleSet {
  const described = { ...targets, ...(classes ? { classes } : {}), ...(units ? { units } : {}) };
  return { size, inputs: [inputs], targets: [described] };
}

/**
 * The units of the targets of samples.
 *
 * @param samples The samples.
 * @returns Those of each output; undefined where its targets are as they are.
 */
export function unitsOf({ targets }: SampleSet): (readonly Unit[] | undefined)[] {
  return targets.map(({ units }) => units);
}

/**
 * Says what units the targets of samples have.
 *
 * @param samples Samples of a model with one output.
 * @param units The units, one for each value of a target. @default they are as they are
 * @returns The same samples, with the units.
 * @throws {TypeError} If there are several outputs, or not as many units as a target has values.
 * @throws {RangeError} If a unit is no mean and deviation.
 */
export function withUnits(samples: SampleSet, units: readonly Unit[] | undefined): SampleSet {
  if (!units) return samples;
  const [target, ...others] = samples.targets;
  if (!target || others.length > 0) {
    throw new TypeError(
      `Cannot use units: expected the targets of one output, got ${samples.targets.length}`,
    );
  }
  requireUnits("Cannot use units", units, target.shape);
  return { ...samples, targets: [{ ...target, units }] };
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
 * Puts sets of samples one after another.
 *
 * @param sets The sets, one or more, of as many inputs and targets each.
 * @returns Their samples in memory that threads share.
 * @throws {TypeError} If the samples of one set have another shape than those of the first.
 */
export function concatSampleSets(sets: readonly SampleSet[]): SampleSet {
  const size = sets.reduce((sum, set) => sum + set.size, 0);
  const [first] = sets;
  return {
    size,
    inputs: (first?.inputs ?? []).map((_, i) => concat(sets.map(({ inputs }) => inputs[i]), size)),
    targets: (first?.targets ?? []).map((target, i) => {
      const parts = sets.map(({ targets }) => targets[i]);
      const weighed = parts.some((part) => part?.weights);
      return {
        ...target,
        ...concat(parts, size),
        ...(weighed ? { weights: concatWeights(sets, i, size) } : {}),
      };
    }),
  };
}

function concat(parts: readonly (SampleArray | undefined)[], size: number): SampleArray {
  const [first] = parts;
  if (!first) throw new TypeError("Cannot join sets of samples: expected one or more");
  const data = sharedLike(first.data, size * sizeOfShape(first.shape));
  let at = 0;
  for (const part of parts) {
    if (!part || `${part.shape}` !== `${first.shape}` || part.scale !== first.scale) {
      throw new TypeError(
        `Cannot join sets of samples: expected shape [${first.shape}], got [${part?.shape}]`,
      );
    }
    data.set(part.data, at);
    at += part.data.length;
  }
  return { ...first, data };
}

function concatWeights(sets: readonly SampleSet[], output: number, size: number): Float32Array {
  const weights = sharedLike(new Float32Array(), size).fill(1);
  let at = 0;
  for (const { size, targets } of sets) {
    weights.set(targets[output]?.weights ?? [], at);
    at += size;
  }
  return weights;
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
  const shared = sharedLike(values, values.length);
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
  const width = sizeOfShape(shape);
  const classes = new Uint32Array(samples);
  for (let i = 0; i < samples; i++) {
    classes[i] = width === 1 ? Math.round(data[i] ?? 0) : argmax(data, i * width, width);
  }
  return classes;
}
