/**
 * Samples as tensors.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { sizeOfShape } from "../arrays/shape.ts";
import type { SampleArray } from "../dataset/sample_array.ts";
import type { SampleSet, TargetArray } from "../dataset/sample_set.ts";
import { tensorOf, tensorOfBytes } from "../engine/tensors.ts";

/** Which samples: numbers within the set. */
export type SampleNumbers = ArrayLike<number>;

/** A batch, whose owner disposes it. */
export interface TensorBatch {
  /** One for each input of the model. Shape: `[samples, ...input]`. */
  readonly inputs: tf.Tensor[];
  /** One for each output. Shape: `[samples, ...output]`. */
  readonly targets: tf.Tensor[];
  /** What the losses of an output's samples are multiplied by, where they are. Shape: `[samples]`. */
  readonly weights: (tf.Tensor1D | undefined)[];
}

/** Shapes of one sample of each input and output. */
export interface SampleShapes {
  readonly inputs: readonly number[][];
  readonly outputs: readonly number[][];
}

/**
 * Reads the shapes of one sample from a model, and checks that samples fit them.
 *
 * @param model The model. A size that it leaves open is the samples'.
 * @param samples The samples.
 * @returns The shapes that batches need.
 * @throws {TypeError} If inputs or targets do not fit.
 */
export function sampleShapes(model: tf.LayersModel, samples: SampleSet): SampleShapes {
  requireCount(model, "inputs", model.inputs.length, samples.inputs.length);
  requireCount(model, "outputs", model.outputs.length, samples.targets.length);
  return {
    inputs: model.inputs.map(({ shape }, i) => inputShape(model, shape, samples.inputs[i])),
    outputs: model.outputs.map(({ shape }, i) => outputShape(model, shape, samples.targets[i])),
  };
}

function requireCount(
  { name }: tf.LayersModel,
  what: string,
  expected: number,
  given: number,
): void {
  if (given === expected) return;
  throw new TypeError(
    `Cannot feed model "${name}" with ${expected} ${what}: got data for ${given}`,
  );
}

type OpenShape = readonly (number | null)[];

function inputShape(
  { name }: tf.LayersModel,
  [, ...open]: OpenShape,
  given: SampleArray | undefined,
): number[] {
  const shape = given && (fitShape(open, given.shape) ?? flattenShape(open, given.shape));
  if (shape) return shape;
  throw new TypeError(
    `Cannot feed model "${name}": expected inputs of shape [${open}], got [${given?.shape}]`,
  );
}

function outputShape(
  { name }: tf.LayersModel,
  [, ...open]: OpenShape,
  given: TargetArray | undefined,
): number[] {
  if (given) {
    const { shape, classes } = given;
    const width = open.at(-1);
    const fitting = fitShape(open, shape) ??
      (classes === width ? fitShape(open, [...shape, width ?? 1]) : undefined);
    if (fitting) return fitting;
  }
  throw new TypeError(
    `Cannot train model "${name}": expected targets for outputs of shape [${open}], got ` +
      (given?.classes === undefined ? `[${given?.shape}]` : `labels of ${given.classes} classes`),
  );
}

/**
 * A model's shape with its open sizes filled from the shape of samples, if these fit: size by size, where axes of size 1
 * may be more or fewer.
 */
function fitShape(open: OpenShape, given: readonly number[]): number[] | undefined {
  if (open.length === given.length && open.every((size, i) => (size ?? given[i]) === given[i])) {
    return [...given];
  }
  const wanted = open.filter((size) => size !== 1);
  const sizes = given.filter((size) => size !== 1);
  const fits = wanted.length === sizes.length &&
    wanted.every((size, i) => (size ?? sizes[i]) === sizes[i]);
  return fits ? open.map((size) => size === 1 ? 1 : sizes.shift() ?? 1) : undefined;
}

/** The only size of a vector that takes all values of samples, whatever their shape. */
function flattenShape(open: OpenShape, given: readonly number[]): number[] | undefined {
  const size = sizeOfShape(given);
  return open.length === 1 && (open[0] ?? size) === size ? [size] : undefined;
}

/**
 * Makes a function that gathers samples into tensors: stored values are scaled, and labels become one-hot where the
 * model has an output for each class. It gathers through the same memory each time, so that a step leaves no garbage.
 *
 * @param samples The samples.
 * @param shapes The model's shapes.
 * @returns A function of the samples to take, in their order, that gives the batch.
 */
export function batchGatherer(
  samples: SampleSet,
  shapes: SampleShapes,
): (numbers: SampleNumbers) => TensorBatch {
  const inputs = samples.inputs.map((input, i) => sampleGatherer(input, shapes.inputs[i] ?? []));
  const targets = samples.targets.map((target, i) =>
    targetGatherer(target, shapes.outputs[i] ?? [])
  );
  const weights = samples.targets.map(({ weights }) =>
    weights && sampleGatherer({ data: weights, shape: [], scale: 1 }, [])
  );
  return (numbers) => ({
    inputs: inputs.map((gather) => gather(numbers)),
    targets: targets.map((gather) => gather(numbers)),
    weights: weights.map((gather) => gather?.(numbers) as tf.Tensor1D | undefined),
  });
}

type Gatherer = (numbers: SampleNumbers) => tf.Tensor;

function targetGatherer(target: TargetArray, to: number[]): Gatherer {
  const { classes, shape } = target;
  const oneHot = classes !== undefined && sizeOfShape(shape) !== sizeOfShape(to);
  return oneHot ? oneHotGatherer(target, classes, to) : sampleGatherer(target, to);
}

function sampleGatherer({ data, shape, scale }: SampleArray, to: number[]): Gatherer {
  const size = sizeOfShape(shape);
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
  const size = sizeOfShape(shape);
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
