/**
 * Samples of a data set as tensors.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { Dataset, SampleArray } from "../dataset/dataset.ts";
import { tensorOf, tensorOfBytes } from "../engine/tensors.ts";

/** Which samples: numbers within the data set. */
export type SampleNumbers = ArrayLike<number>;

/** A batch, whose owner disposes it. */
export interface Batch {
  /** Shape: `[samples, ...input]`. */
  readonly inputs: tf.Tensor;
  /** Shape: `[samples, ...output]`. */
  readonly targets: tf.Tensor;
}

/** A model's shapes of one sample. */
export interface SampleShapes {
  readonly input: number[];
  readonly output: number[];
}

/**
 * Reads the shapes of one sample from a model, and checks that a data set fits them.
 *
 * @param model A model with one input and one output, all of whose sizes are fixed.
 * @param dataset The data set.
 * @returns The shapes that batches need.
 * @throws {TypeError} If inputs or targets do not fit.
 */
export function sampleShapes(model: tf.LayersModel, dataset: Dataset): SampleShapes {
  const input = fixedShape(model.inputs[0]?.shape);
  const output = fixedShape(model.outputs[0]?.shape);
  if (sizeOf(input) !== sizeOf(dataset.inputs.shape)) {
    throw new TypeError(
      `Cannot feed model "${model.name}": expected inputs of shape [${input}], ` +
        `got [${dataset.inputs.shape}]`,
    );
  }
  const values = sizeOf(dataset.targets.shape);
  const fits = values === sizeOf(output) || values * (dataset.classes ?? 0) === sizeOf(output);
  if (!fits) {
    throw new TypeError(
      `Cannot train model "${model.name}": expected targets for outputs of shape [${output}], got ` +
        (dataset.classes === undefined
          ? `[${dataset.targets.shape}]`
          : `labels of ${dataset.classes} classes`),
    );
  }
  return { input, output };
}

/**
 * Makes a function that gathers samples into tensors: stored values are scaled, and labels become one-hot where the
 * model has an output for each class. It gathers through the same memory each time, so that a step leaves no garbage.
 *
 * @param dataset The data set.
 * @param shapes The model's shapes.
 * @returns A function of the samples to take, in their order, that gives the batch.
 */
export function batchGatherer(
  dataset: Dataset,
  shapes: SampleShapes,
): (numbers: SampleNumbers) => Batch {
  const { inputs, targets, classes } = dataset;
  const oneHot = classes !== undefined && sizeOf(targets.shape) !== sizeOf(shapes.output);
  const inputTensor = sampleGatherer(inputs, shapes.input);
  const targetTensor = oneHot
    ? oneHotGatherer(targets, classes, shapes.output)
    : sampleGatherer(targets, shapes.output);
  return (numbers) => ({ inputs: inputTensor(numbers), targets: targetTensor(numbers) });
}

type Gatherer = (numbers: SampleNumbers) => tf.Tensor;

function sampleGatherer({ data, shape, scale }: SampleArray, to: number[]): Gatherer {
  const size = sizeOf(shape);
  const buffer = growing((length) =>
    data instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length)
  );
  return (numbers) => {
    const values = buffer(numbers.length * size);
    for (let i = 0; i < numbers.length; i++) {
      const from = (numbers[i] ?? 0) * size;
      values.set(data.subarray(from, from + size), i * size);
    }
    const tensorShape = [numbers.length, ...to];
    if (values instanceof Uint8Array) return tensorOfBytes(values, scale, tensorShape);
    if (scale !== 1) {
      for (let i = 0; i < values.length; i++) {
        values[i] = (values[i] ?? 0) * scale;
      }
    }
    return tensorOf(values, tensorShape);
  };
}

function oneHotGatherer({ data, shape }: SampleArray, classes: number, to: number[]): Gatherer {
  const size = sizeOf(shape);
  const buffer = growing((length) => new Float32Array(length));
  return (numbers) => {
    const values = buffer(numbers.length * size * classes).fill(0);
    for (let i = 0, at = 0; i < numbers.length; i++) {
      const from = (numbers[i] ?? 0) * size;
      for (let j = 0; j < size; j++, at += classes) values[at + (data[from + j] ?? 0)] = 1;
    }
    return tensorOf(values, [numbers.length, ...to]);
  };
}

/** Gives views of one array, which is made anew when it is too short. */
function growing<Values extends Uint8Array | Float32Array>(
  make: (length: number) => Values,
): (length: number) => Values {
  let array = make(0);
  return (length) => {
    if (array.length < length) array = make(length);
    return array.subarray(0, length) as Values;
  };
}

function fixedShape(shape: readonly (number | null)[] | undefined): number[] {
  const sample = shape?.slice(1) ?? [];
  return sample.map((size) => {
    if (size === null) {
      throw new TypeError(`Cannot feed the model: expected a fixed shape, got [${sample}]`);
    }
    return size;
  });
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
