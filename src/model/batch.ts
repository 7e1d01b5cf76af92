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
 * Gathers samples into tensors: stored values are scaled, and labels become one-hot where the model has an output
 * for each class.
 *
 * @param dataset The data set.
 * @param numbers The samples to take, in this order.
 * @param shapes The model's shapes.
 * @returns The batch.
 */
export function gatherBatch(dataset: Dataset, numbers: SampleNumbers, shapes: SampleShapes): Batch {
  const { inputs, targets, classes } = dataset;
  const oneHot = classes !== undefined && sizeOf(targets.shape) !== sizeOf(shapes.output);
  const count = numbers.length;
  return {
    inputs: tf.tensor(gather(inputs, numbers), [count, ...shapes.input], "float32"),
    targets: tf.tensor(
      oneHot ? gatherOneHot(targets, numbers, classes) : gather(targets, numbers),
      [count, ...shapes.output],
      "float32",
    ),
  };
}

function gather({ data, shape, scale }: SampleArray, numbers: SampleNumbers): Float32Array {
  const size = sizeOf(shape);
  const values = new Float32Array(numbers.length * size);
  for (let i = 0, to = 0; i < numbers.length; i++) {
    const from = (numbers[i] ?? 0) * size;
    for (let j = 0; j < size; j++) values[to++] = (data[from + j] ?? 0) * scale;
  }
  return values;
}

function gatherOneHot(
  { data, shape }: SampleArray,
  numbers: SampleNumbers,
  classes: number,
): Float32Array {
  const size = sizeOf(shape);
  const values = new Float32Array(numbers.length * size * classes);
  for (let i = 0, to = 0; i < numbers.length; i++) {
    const from = (numbers[i] ?? 0) * size;
    for (let j = 0; j < size; j++, to += classes) values[to + (data[from + j] ?? 0)] = 1;
  }
  return values;
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
