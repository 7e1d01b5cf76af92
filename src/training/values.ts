/**
 * What `fit` and `evaluate` take: numbers, samples, weights, streams.
 *
 * @module
 */
import type { Dataset, Unit } from "../dataset/dataset.ts";
import type { Tensor } from "../model/tensor.ts";

/** Numbers as lists, within lists for each axis, as `tf.tensor` takes them. */
export type NestedNumbers = readonly number[] | readonly NestedNumbers[];

/**
 * The values of all samples of one input or output: a tensor, whose first axis is the samples; plain numbers, one sample
 * after another; or lists within lists. What has more than 32 bits becomes float32.
 */
export type SampleValues =
  | Tensor
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array
  | NestedNumbers;

/** The values of every input, or of every output: alone, as a list, or by name. */
export type ModelValues =
  | SampleValues
  | readonly SampleValues[]
  | { readonly [name: string]: SampleValues };

/** A data set, a stream of batches, or inputs and targets with or without weights of the samples. */
export type ValidationData =
  | Dataset
  | BatchStream
  | readonly [x: ModelValues, y: ModelValues, sampleWeight?: PerOutput<SampleWeights>];

/** What the loss of each sample is multiplied by. Shape: `[samples]`. */
export type SampleWeights = SampleValues;

/** What the loss of the samples of a class is multiplied by; 1 for those of the classes that are not named. */
export interface ClassWeights {
  /** The weight of a class, by its number. */
  readonly [classNumber: number]: number;
}

/** One value for the only output of a model, or one for each output, as a list or by name. */
export type PerOutput<Value> = Value | readonly (Value | null)[] | {
  readonly [output: string]: Value;
};

/** A batch of a stream. Its tensors are disposed once they are read, as `model.fitDataset` does. */
export type StreamedBatch =
  | {
    readonly xs: ModelValues;
    readonly ys: ModelValues;
    readonly sampleWeight?: PerOutput<SampleWeights>;
    /** The units of standardised targets of a model's only output; those of the first batch hold for all. */
    readonly units?: readonly Unit[];
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
