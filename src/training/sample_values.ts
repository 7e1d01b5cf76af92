/**
 * What `fit` takes for samples, and how it becomes one {@linkcode SampleSet}.
 *
 * @module
 */
import { classesOf, type SampleSet, type TargetArray } from "../dataset/sample_set.ts";
import type { Dataset, SampleArray } from "../dataset/dataset.ts";
import { sampleSetOf } from "../dataset/sample_set.ts";
import type { Recipe } from "../model/recipe.ts";
import type { Tensor } from "../model/tensor.ts";
import type { LayersModel } from "../model/topology.ts";

/** The values of all samples of one input or output: a tensor, whose first axis is the samples, or plain numbers. */
export type SampleValues = Tensor | Float32Array | Int32Array | Uint8Array;

/** The values of every input, or of every output: alone, as a list, or by name. */
export type ModelValues =
  | SampleValues
  | readonly SampleValues[]
  | { readonly [name: string]: SampleValues };

/** What the loss of each sample is multiplied by. Shape: `[samples]`. */
export type SampleWeights = SampleValues | readonly number[];

/** What the loss of the samples of a class is multiplied by; 1 for those of the classes that are not named. */
export interface ClassWeights {
  /** The weight of a class, by its number. */
  readonly [classNumber: number]: number;
}

/** One value for the only output of a model, or one for each output, as a list or by name. */
export type PerOutput<Value> = Value | readonly (Value | null)[] | {
  readonly [output: string]: Value;
};

/** Weights of samples and of classes. */
export interface Weights {
  readonly sampleWeight?: PerOutput<SampleWeights> | undefined;
  readonly classWeight?: PerOutput<ClassWeights> | undefined;
}

/** A data set, or inputs and targets with or without weights of the samples. */
export type ValidationData =
  | Dataset
  | readonly [x: ModelValues, y: ModelValues, sampleWeight?: PerOutput<SampleWeights>];

/** Whether a value is a {@linkcode Dataset}. */
export function isDataset(given: unknown): given is Dataset {
  return isObject(given) && typeof given["size"] === "number" && "inputs" in given &&
    "targets" in given;
}

/**
 * Collects the samples that a model is trained or evaluated on.
 *
 * @param model The model.
 * @param recipe What it was compiled with.
 * @param x Inputs, or a data set.
 * @param y Targets; none with a data set.
 * @param weights Weights of samples and of classes.
 * @returns The samples.
 * @throws {TypeError} If an array has the wrong length, or an input or output has none.
 * @throws {RangeError} If a class number or a weight is out of range.
 */
export async function collectSamples(
  model: LayersModel,
  recipe: Recipe,
  x: ModelValues | Dataset,
  y: ModelValues | undefined,
  weights: Weights = {},
): Promise<SampleSet> {
  if (isDataset(x)) return weigh(model, sampleSetOf(x), weights);
  if (y === undefined) {
    throw new TypeError(`Cannot train model "${model.name}": expected targets beside the inputs`);
  }
  const inputs = await Promise.all(
    listOf<SampleValues>(x, model.inputNames, "inputs").map((values, i) =>
      arrayOf(values, openShape(model.inputs[i]?.shape))
    ),
  );
  const targets = await Promise.all(
    listOf<SampleValues>(y, model.outputNames, "targets").map((values, i) =>
      targetsOf(values, openShape(model.outputs[i]?.shape), recipe.outputs[i]?.loss)
    ),
  );
  const size = requireSize([...inputs, ...targets]);
  return weigh(model, { size, inputs, targets }, weights);
}

function isObject(given: unknown): given is Record<string, unknown> {
  return typeof given === "object" && given !== null;
}

function isTensor(given: unknown): given is Tensor {
  return isObject(given) && typeof given["dataSync"] === "function";
}

function isValues(given: unknown): given is SampleValues {
  return isTensor(given) || ArrayBuffer.isView(given);
}

function listOf<Value>(given: unknown, names: readonly string[], what: string): Value[] {
  const list = isValues(given)
    ? [given]
    : Array.isArray(given)
    ? given
    : names.map((name) => isObject(given) ? given[name] : undefined);
  if (list.length === names.length && list.every(isValues)) return list as Value[];
  throw new TypeError(
    `Cannot use these ${what}: expected tensors or typed arrays for ${names.join(", ")}`,
  );
}

type OpenShape = readonly (number | null)[];

function openShape(shape: OpenShape | undefined): OpenShape {
  return shape?.slice(1) ?? [];
}

async function arrayOf(values: SampleValues, open: OpenShape): Promise<SampleArray> {
  if (isTensor(values)) {
    const data = await values.data<"float32" | "int32" | "bool">();
    return { data, shape: values.shape.slice(1), scale: 1 };
  }
  return { data: values, shape: fixed(open), scale: 1 };
}

/** Class numbers become labels, where the loss takes them. */
async function targetsOf(
  values: SampleValues,
  open: OpenShape,
  loss: string | undefined,
): Promise<TargetArray> {
  const classes = open.at(-1) ?? 1;
  if (loss !== "sparseCategoricalCrossentropy" || classes === 1) return arrayOf(values, open);
  const array = await arrayOf(values, open.slice(0, -1));
  if (sizeOf(array.shape) === sizeOf(fixed(open))) return array;
  const labels = Int32Array.from(array.data);
  const wrong = array.data.findIndex((label) =>
    !(Number.isInteger(label) && label >= 0 && label < classes)
  );
  if (wrong >= 0) {
    throw new RangeError(
      `Cannot use these targets: expected class numbers from 0 to ${classes - 1}, ` +
        `got ${array.data[wrong]} at index ${wrong}`,
    );
  }
  const shape = array.shape.at(-1) === 1 ? array.shape.slice(0, -1) : array.shape;
  return { data: labels, shape, scale: 1, classes };
}

function fixed(open: OpenShape): number[] {
  return open.map((size) => {
    if (size !== null) return size;
    throw new TypeError(
      `Cannot read plain numbers as samples of shape [${open}]: expected a tensor, whose shape is known`,
    );
  });
}

function requireSize(arrays: readonly SampleArray[]): number {
  const sizes = arrays.map(({ data, shape }) => data.length / sizeOf(shape));
  const [size = NaN] = sizes;
  if (Number.isInteger(size) && sizes.every((other) => other === size)) return size;
  throw new TypeError(
    `Cannot use these samples: expected as many of every input and target, got ${sizes.join(", ")}`,
  );
}

function weigh(model: LayersModel, samples: SampleSet, weights: Weights): SampleSet {
  const { sampleWeight, classWeight } = weights;
  if (sampleWeight === undefined && classWeight === undefined) return samples;
  const ofSamples = perOutput<SampleWeights>(
    sampleWeight,
    model,
    (given) => isValues(given) || isNumbers(given),
  );
  const ofClasses = perOutput<ClassWeights>(classWeight, model, isClassWeights);
  return {
    ...samples,
    targets: samples.targets.map((target, i) => {
      const each = sampleFactors(ofSamples[i], samples.size);
      const width = model.outputs[i]?.shape.at(-1) ?? 1;
      const factors = classFactors(ofClasses[i], target, width, each);
      return factors ? { ...target, weights: factors } : target;
    }),
  };
}

function isNumbers(given: unknown): boolean {
  return Array.isArray(given) && given.every((value) => typeof value === "number");
}

function isClassWeights(given: unknown): boolean {
  return isObject(given) && !Array.isArray(given) &&
    Object.entries(given).every(([key, value]) => /^\d+$/.test(key) && typeof value === "number");
}

function perOutput<Value>(
  given: PerOutput<Value> | undefined,
  { outputNames: names }: LayersModel,
  isOne: (given: unknown) => boolean,
): readonly (Value | null | undefined)[] {
  if (given === undefined) return [];
  if (names.length === 1 && isOne(given)) return [given as Value];
  const list = Array.isArray(given)
    ? given
    : names.map((name) => isObject(given) ? given[name] : undefined);
  const known = list.length === names.length &&
    list.every((one) => one === undefined || one === null || isOne(one));
  const some = list.some((one) => one !== undefined && one !== null);
  if (known && some) return list;
  throw new TypeError(
    `Cannot weigh samples: expected weights for ${names.join(", ")}, alone, as a list or by name`,
  );
}

function sampleFactors(
  given: SampleWeights | null | undefined,
  size: number,
): Float32Array | undefined {
  if (given === undefined || given === null) return undefined;
  const values = Float32Array.from(isTensor(given) ? given.dataSync() : given);
  if (values.length !== size) {
    throw new TypeError(
      `Cannot weigh samples: expected ${size} weights, one a sample, got ${values.length}`,
    );
  }
  const wrong = values.findIndex((value) => !(value >= 0 && value < Infinity));
  if (wrong < 0) return values;
  throw new RangeError(
    `Cannot weigh sample ${wrong} by ${values[wrong]}: expected a number, 0 or more`,
  );
}

function classFactors(
  given: ClassWeights | null | undefined,
  target: TargetArray,
  width: number,
  each: Float32Array | undefined,
): Float32Array | undefined {
  if (given === undefined || given === null) return each;
  const classes = target.classes ?? Math.max(2, width);
  for (const [key, weight] of Object.entries({ ...given } as Record<string, number>)) {
    if (Number(key) >= classes) {
      throw new RangeError(
        `Cannot weigh class ${key}: expected a class from 0 to ${classes - 1}`,
      );
    }
    if (!(weight >= 0 && weight < Infinity)) {
      throw new RangeError(
        `Cannot weigh class ${key} by ${weight}: expected a number, 0 or more`,
      );
    }
  }
  const samples = target.data.length / sizeOf(target.shape);
  return Float32Array.from(
    classesOf(target, samples),
    (label, i) => (given[label] ?? 1) * (each?.[i] ?? 1),
  );
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
