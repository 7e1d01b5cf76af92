/**
 * Samples of a data set as tensors.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Dataset, SampleArray } from "../dataset/dataset.ts";

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
 * model has an output for each class. It gathers into the same memory each time, so that a step leaves no garbage: a
 * batch is to be disposed before the next one is gathered.
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
  const inputSize = sizeOf(shapes.input);
  const outputSize = sizeOf(shapes.output);
  let inputValues = new Float32Array();
  let targetValues = new Float32Array();
  return (numbers) => {
    const count = numbers.length;
    if (inputValues.length < count * inputSize) {
      inputValues = new Float32Array(count * inputSize);
      targetValues = new Float32Array(count * outputSize);
    }
    const x = inputValues.subarray(0, count * inputSize);
    const y = targetValues.subarray(0, count * outputSize);
    gather(inputs, numbers, x);
    if (oneHot) gatherOneHot(targets, numbers, classes, y);
    else gather(targets, numbers, y);
    return {
      inputs: tf.tensor(x, [count, ...shapes.input], "float32"),
      targets: tf.tensor(y, [count, ...shapes.output], "float32"),
    };
  };
}

function gather(
  { data, shape, scale }: SampleArray,
  numbers: SampleNumbers,
  into: Float32Array,
): void {
  const size = sizeOf(shape);
  for (let i = 0, to = 0; i < numbers.length; i++) {
    const from = (numbers[i] ?? 0) * size;
    for (let j = 0; j < size; j++) into[to++] = (data[from + j] ?? 0) * scale;
  }
}

function gatherOneHot(
  { data, shape }: SampleArray,
  numbers: SampleNumbers,
  classes: number,
  into: Float32Array,
): void {
  const size = sizeOf(shape);
  into.fill(0);
  for (let i = 0, to = 0; i < numbers.length; i++) {
    const from = (numbers[i] ?? 0) * size;
    for (let j = 0; j < size; j++, to += classes) into[to + (data[from + j] ?? 0)] = 1;
  }
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
