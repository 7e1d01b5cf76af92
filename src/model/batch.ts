/**
 * Samples as tensors.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { sizeOfShape } from "../arrays/shape.ts";
import type { SampleArray } from "../dataset/sample_array.ts";
import type { SampleSet, TargetArray } from "../dataset/sample_set.ts";
import { byteTensor, viewerOf } from "../engine/tensors.ts";

/** Which samples: numbers within the set. */
export type SampleNumbers = ArrayLike<number>;

/**
 * Writes an input's samples, one after another, where a batch has them.
 *
 * @param from The input.
 * @param numbers Which samples of it.
 * @param into Is overwritten.
 * @param factor What each value is multiplied by.
 */
export type WriteInputs = (
  from: SampleArray,
  numbers: SampleNumbers,
  into: Uint8Array | Float32Array,
  factor: number,
) => void;

/** A batch as tensors. */
export interface TensorBatch {
  /** One for each input of the model. Shape: `[samples, ...input]`. */
  readonly inputs: tf.Tensor[];
  /** One for each output. Shape: `[samples, ...output]`. */
  readonly targets: tf.Tensor[];
  /** What the losses of an output's samples are multiplied by, where they are. Shape: `[samples]`. */
  readonly weights: (tf.Tensor1D | undefined)[];
}

/** A batch whose tensors stay where they are while their values change. */
export interface RefillableBatch extends TensorBatch, Disposable {
  /** Writes as many samples as the batch has, in the order of their numbers; inputs as they are unless told otherwise. */
  fill(samples: SampleSet, numbers: SampleNumbers, write?: WriteInputs): void;
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
 * @param samples The samples; without targets they are only predicted from.
 * @returns The shapes that batches need.
 * @throws {TypeError} If inputs or targets do not fit.
 */
export function sampleShapes(model: tf.LayersModel, samples: SampleSet): SampleShapes {
  requireCount(model, "inputs", model.inputs.length, samples.inputs.length);
  const inputs = model.inputs.map(({ shape }, i) => inputShape(model, shape, samples.inputs[i]));
  if (samples.targets.length === 0) return { inputs, outputs: [] };
  requireCount(model, "outputs", model.outputs.length, samples.targets.length);
  return {
    inputs,
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
 * Makes a batch whose tensors are filled with other samples again and again: stored values are scaled, and labels become
 * one-hot where the model has an output for each class. To fill it leaves next to no garbage.
 *
 * @param samples Samples of the kind that it is filled with.
 * @param shapes The model's shapes.
 * @param size Number of samples of the batch.
 * @returns The batch, of zeros.
 */
export function makeBatch(
  samples: SampleSet,
  { inputs, outputs }: SampleShapes,
  size: number,
): RefillableBatch {
  const shapeOf = (shapes: readonly number[][], i: number): number[] => [size, ...shapes[i] ?? []];
  const slots = {
    inputs: samples.inputs.map((input, i) => valueSlot(input, shapeOf(inputs, i))),
    targets: samples.targets.map((target, i) => targetSlot(target, shapeOf(outputs, i))),
    weights: samples.targets.map(({ weights }) => weights && floatSlot([size])),
  };
  return {
    inputs: slots.inputs.map(({ tensor }) => tensor),
    targets: slots.targets.map(({ tensor }) => tensor),
    weights: slots.weights.map((slot) => slot?.tensor as tf.Tensor1D | undefined),
    fill({ inputs, targets }, numbers, write): void {
      slots.inputs.forEach(({ fill }, i) => fill(required(inputs[i]), numbers, write));
      slots.targets.forEach(({ fill }, i) => fill(required(targets[i]), numbers));
      slots.weights.forEach((slot, i) => {
        const data = targets[i]?.weights;
        if (slot && data) slot.fill({ data, shape: [], scale: 1 }, numbers);
      });
    },
    [Symbol.dispose](): void {
      const { inputs, targets, weights } = slots;
      for (const slot of [...inputs, ...targets, ...weights]) slot?.dispose();
    },
  };
}

/**
 * What batches of samples must have in common so that one can be filled with the samples of another.
 *
 * @param samples The samples.
 * @param shapes The model's shapes.
 * @param size Number of samples of the batch.
 * @returns A text that is the same for the same kind.
 */
export function batchKind(samples: SampleSet, shapes: SampleShapes, size: number): string {
  const kindOf = ({ data, shape, scale, classes, weights }: SampleArray & Partial<TargetArray>) => [
    data.constructor.name,
    shape,
    scale,
    classes,
    weights !== undefined,
  ];
  return JSON.stringify([size, shapes, samples.inputs.map(kindOf), samples.targets.map(kindOf)]);
}

/** A tensor of a batch, and what fills it. */
interface Slot {
  readonly tensor: tf.Tensor;
  /** Writes samples into the tensor. */
  fill(from: SampleArray, numbers: SampleNumbers, write?: WriteInputs): void;
  dispose(): void;
}

function targetSlot(target: TargetArray, shape: number[]): Slot {
  const { classes } = target;
  const oneHot = classes !== undefined &&
    sizeOfShape(target.shape) !== sizeOfShape(shape.slice(1));
  return oneHot ? oneHotSlot(classes, shape) : valueSlot(target, shape);
}

function valueSlot({ data, scale }: SampleArray, shape: number[]): Slot {
  return data instanceof Uint8Array ? byteSlot(scale, shape) : floatSlot(shape);
}

function byteSlot(scale: number, shape: number[]): Slot {
  const { floats, bytes, convert, dispose } = byteTensor(scale, shape);
  return {
    tensor: floats,
    fill(from, numbers, write): void {
      if (write) write(from, numbers, bytes(), 1);
      else copyRows(from.data as Uint8Array, sizeOfShape(from.shape), numbers, bytes());
      convert();
    },
    dispose,
  };
}

function floatSlot(shape: number[]): Slot {
  const tensor = tf.keep(tf.zeros(shape));
  const view = viewerOf(tensor);
  return {
    tensor,
    fill(from, numbers, write): void {
      const values = view();
      const { data, shape, scale } = from;
      if (write) return write(from, numbers, values, scale);
      const size = sizeOfShape(shape);
      for (let i = 0, at = 0; i < numbers.length; i++) {
        const from = (numbers[i] ?? 0) * size;
        for (let j = 0; j < size; j++) values[at++] = (data[from + j] ?? 0) * scale;
      }
    },
    dispose: () => tensor.dispose(),
  };
}

function oneHotSlot(classes: number, shape: number[]): Slot {
  const tensor = tf.keep(tf.zeros(shape));
  const view = viewerOf(tensor);
  return {
    tensor,
    fill({ data, shape }, numbers): void {
      const values = view().fill(0);
      const size = sizeOfShape(shape);
      for (let i = 0, at = 0; i < numbers.length; i++) {
        const from = (numbers[i] ?? 0) * size;
        for (let j = 0; j < size; j++, at += classes) values[at + (data[from + j] ?? 0)] = 1;
      }
    },
    dispose: () => tensor.dispose(),
  };
}

const WORD = Int32Array.BYTES_PER_ELEMENT;

/** Copies rows of bytes, whole words at a time where they can be. */
function copyRows(from: Uint8Array, size: number, numbers: SampleNumbers, into: Uint8Array): void {
  if (size % WORD === 0 && from.byteOffset % WORD === 0) {
    copyValues(wordsOf(from), size / WORD, numbers, wordsOf(into));
  } else copyValues(from, size, numbers, into);
}

/** Bytes as words; the same view for the same bytes. */
function wordsOf(bytes: Uint8Array): Int32Array {
  const known = WORDS.get(bytes);
  if (known) return known;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / WORD);
  WORDS.set(bytes, words);
  return words;
}

const WORDS = new WeakMap<Uint8Array, Int32Array>();

function copyValues<Values extends Int32Array | Uint8Array>(
  from: Values,
  size: number,
  numbers: SampleNumbers,
  into: Values,
): void {
  for (let i = 0, at = 0; i < numbers.length; i++) {
    const start = (numbers[i] ?? 0) * size;
    for (let j = start; j < start + size; j++) into[at++] = from[j] ?? 0;
  }
}

function required(samples: SampleArray | undefined): SampleArray {
  if (samples) return samples;
  throw new TypeError("Cannot fill a batch: expected samples of the kind that it was made for");
}
