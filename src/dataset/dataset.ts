/**
 * Data sets in memory: flat arrays with the shape of one sample, sliced and split without copying.
 *
 * @module
 */
import { type OptionNames, refuseUnknown } from "../options.ts";
import { sizeOfShape } from "../arrays/shape.ts";
import { type SampleArray, sliceSamples, splitPoint } from "./sample_array.ts";
import { requireUnits, type Unit } from "./units.ts";

export type { Unit };

/** Inputs and the targets that belong to them, in the same order. */
export interface Dataset {
  /** Number of samples. */
  readonly size: number;
  /** What a model reads. */
  readonly inputs: SampleArray;
  /** What a model should answer. */
  readonly targets: SampleArray;
  /** Number of classes when the targets are class labels (then their shape is `[]`). */
  readonly classes?: number;
  /** The units of standardised targets, one for each value of a sample's target. */
  readonly units?: readonly Unit[];
}

/** A data set's published division. */
export interface DatasetSplits {
  /** Samples to learn from. */
  readonly train: Dataset;
  /** Samples kept for the final evaluation. */
  readonly test: Dataset;
}

/** A data set divided by {@linkcode splitDataset}. */
export interface ValidationSplit {
  /** The first samples. */
  readonly train: Dataset;
  /** The last samples. */
  readonly validation: Dataset;
}

/** A {@linkcode SampleArray} whose scale may be left out. */
export interface SampleArrayInit {
  /** The stored values: number of samples × product of `shape`. */
  readonly data: Uint8Array | Int32Array | Float32Array;
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /**
   * Multiply a stored value by this.
   *
   * @default 1
   */
  readonly scale?: number;
}

/** What {@linkcode createDataset} needs. */
export interface DatasetInit {
  /** What a model reads. */
  readonly inputs: SampleArrayInit;
  /** What a model should answer. */
  readonly targets: SampleArrayInit;
  /** Number of classes, if the targets are class labels. */
  readonly classes?: number;
  /** The units of standardised targets, one for each value of a sample's target; not of class labels. */
  readonly units?: readonly Unit[];
}

const INIT_NAMES: OptionNames<DatasetInit> = {
  inputs: true,
  targets: true,
  classes: true,
  units: true,
};

const ARRAY_NAMES: OptionNames<SampleArrayInit> = { data: true, shape: true, scale: true };

/**
 * Creates a data set after checking that its parts fit together.
 *
 * @param init The inputs, the targets and, for class labels, the number of classes, for standardised targets their units.
 * @returns The data set; it shares memory with `init`.
 * @throws {TypeError} If the lengths and shapes contradict each other, or labels are not integers
 * in an integer array of shape `[]`, or the units are not as many as a target has values.
 * @throws {RangeError} If a dimension, a scale, the number of classes, a label or a unit is out of range.
 *
 * @example
 * ```ts
 * import { createDataset } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const dataset = createDataset({
 *   inputs: { data: new Float32Array([1, 2, 3, 4, 5, 6]), shape: [2] },
 *   targets: { data: new Uint8Array([0, 1, 0]), shape: [] },
 *   classes: 2,
 * });
 * assertEquals(dataset.size, 3);
 * ```
 */
export function createDataset(init: DatasetInit): Dataset {
  refuseUnknown("Cannot create data set with", init, INIT_NAMES);
  const inputs = toSampleArray(init.inputs, "inputs");
  const targets = toSampleArray(init.targets, "targets");
  const size = sampleCount(inputs, "inputs");
  const targetCount = sampleCount(targets, "targets");
  if (targetCount !== size) {
    throw new TypeError(
      `Cannot create data set: expected as many targets as inputs, got ${targetCount} targets for ${size} inputs`,
    );
  }
  const { classes, units } = init;
  if (units) requireUnits("Cannot create data set", units, targets.shape);
  if (units && classes !== undefined) {
    throw new TypeError("Cannot create data set: expected units or classes of targets, got both");
  }
  if (classes === undefined) return { size, inputs, targets, ...(units ? { units } : {}) };
  checkLabels(targets, classes);
  return { size, inputs, targets, classes };
}

/**
 * Takes the samples from `start` up to, not including, `end`.
 *
 * @param dataset The data set to take from.
 * @param start Index of the first sample.
 * @param end Index after the last sample.
 * @returns A view: it shares memory with `dataset`.
 * @throws {RangeError} Unless `start` and `end` are integers with 0 ≤ start ≤ end ≤ size.
 *
 * @example
 * ```ts
 * import { createDataset, sliceDataset } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const dataset = createDataset({
 *   inputs: { data: new Float32Array([1, 2, 3, 4]), shape: [] },
 *   targets: { data: new Float32Array([2, 4, 6, 8]), shape: [] },
 * });
 * assertEquals(sliceDataset(dataset, 1, 3).targets.data, new Float32Array([4, 6]));
 * ```
 */
export function sliceDataset(dataset: Dataset, start: number, end: number): Dataset {
  const integers = Number.isInteger(start) && Number.isInteger(end);
  if (!integers || start < 0 || end < start || end > dataset.size) {
    throw new RangeError(
      `Cannot slice data set: expected 0 <= start <= end <= ${dataset.size}, got start ${start} and end ${end}`,
    );
  }
  return {
    ...dataset,
    size: end - start,
    inputs: sliceSamples(dataset.inputs, start, end),
    targets: sliceSamples(dataset.targets, start, end),
  };
}

/**
 * Splits off the last samples for validation, by the rule of Keras: the first
 * floor(size × (1 − fraction)) samples are for training, the rest for validation.
 *
 * @param dataset The data set to split.
 * @param fraction Share of the samples for validation, between 0 and 1.
 * @returns Two views on `dataset`.
 * @throws {RangeError} Unless 0 < fraction < 1 and both parts hold at least one sample.
 *
 * @example
 * ```ts
 * import { createDataset, splitDataset } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const dataset = createDataset({
 *   inputs: { data: new Float32Array(10), shape: [] },
 *   targets: { data: new Float32Array(10), shape: [] },
 * });
 * const { train, validation } = splitDataset(dataset, 0.2);
 * assertEquals([train.size, validation.size], [8, 2]);
 * ```
 */
export function splitDataset(dataset: Dataset, fraction: number): ValidationSplit {
  const at = splitPoint(dataset.size, fraction);
  return {
    train: sliceDataset(dataset, 0, at),
    validation: sliceDataset(dataset, at, dataset.size),
  };
}

/**
 * Encodes class labels as rows with a single 1.
 *
 * @param labels Class labels, each from 0 to `classes` − 1.
 * @param classes Number of classes.
 * @returns Rows one after the other, of shape `[labels.length, classes]`.
 * @throws {RangeError} If `classes` is not a positive integer or a label is out of range.
 *
 * @example
 * ```ts
 * import { oneHot } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(oneHot([2, 0], 3), new Float32Array([0, 0, 1, 1, 0, 0]));
 * ```
 */
export function oneHot(labels: ArrayLike<number>, classes: number): Float32Array<ArrayBuffer> {
  checkClasses(classes, "encode labels");
  const rows = new Float32Array(labels.length * classes);
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index] ?? NaN;
    checkLabel(label, index, classes, "encode labels");
    rows[index * classes + label] = 1;
  }
  return rows;
}

function toSampleArray(init: SampleArrayInit, name: string): SampleArray {
  refuseUnknown(`Cannot create data set with ${name} with`, init, ARRAY_NAMES);
  const { data, shape, scale = 1 } = init;
  for (const dimension of shape) {
    if (!Number.isInteger(dimension) || dimension < 1) {
      throw new RangeError(
        `Cannot create data set: expected positive integers as the shape of ${name}, got [${shape}]`,
      );
    }
  }
  if (!Number.isFinite(scale) || scale === 0) {
    throw new RangeError(
      `Cannot create data set: expected a finite scale other than 0 for ${name}, got ${scale}`,
    );
  }
  return { data, shape, scale };
}

function sampleCount({ data, shape }: SampleArray, name: string): number {
  const count = data.length / sizeOfShape(shape);
  if (!Number.isInteger(count)) {
    throw new TypeError(
      `Cannot create data set: expected a multiple of ${
        sizeOfShape(shape)
      } values for ${name} of shape [${shape}], got ${data.length}`,
    );
  }
  return count;
}

function checkLabels({ data, shape, scale }: SampleArray, classes: number): void {
  checkClasses(classes, "create data set");
  if (shape.length > 0 || scale !== 1 || data instanceof Float32Array) {
    throw new TypeError(
      `Cannot create data set: expected class labels as an integer array of shape [] and scale 1, got a ${data.constructor.name} of shape [${shape}] and scale ${scale}`,
    );
  }
  data.forEach((label, index) => checkLabel(label, index, classes, "create data set"));
}

function checkClasses(classes: number, action: string): void {
  if (!Number.isInteger(classes) || classes < 1) {
    throw new RangeError(`Cannot ${action}: expected a positive number of classes, got ${classes}`);
  }
}

function checkLabel(label: number, index: number, classes: number, action: string): void {
  if (!Number.isInteger(label) || label < 0 || label >= classes) {
    throw new RangeError(
      `Cannot ${action}: expected a label from 0 to ${classes - 1} at index ${index}, got ${label}`,
    );
  }
}
