/**
 * What `fit` takes for samples, and how it becomes one {@linkcode SampleSet}.
 *
 * @module
 */
import { elementCount } from "../dataset/_sample_array.ts";
import type { Dataset, SampleArray } from "../dataset/dataset.ts";
import { type SampleSet, sampleSetOf, type TargetArray } from "../dataset/sample_set.ts";
import type { Recipe } from "../model/recipe.ts";
import type { Tensor } from "../model/tensor.ts";
import type { LayersModel } from "../model/topology.ts";
import { isObject, isTensor, isValues } from "./_values.ts";
import {
  type PerOutput,
  type SampleWeights,
  weighSamples,
  type Weights,
} from "./sample_weights.ts";

/** The values of all samples of one input or output: a tensor, whose first axis is the samples, or plain numbers. */
export type SampleValues = Tensor | Float32Array | Int32Array | Uint8Array;

/** The values of every input, or of every output: alone, as a list, or by name. */
export type ModelValues =
  | SampleValues
  | readonly SampleValues[]
  | { readonly [name: string]: SampleValues };

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
  if (isDataset(x)) return weighSamples(model, sampleSetOf(x), weights);
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
  return weighSamples(model, { size, inputs, targets }, weights);
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
  if (elementCount(array.shape) === elementCount(fixed(open))) return array;
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
  const sizes = arrays.map(({ data, shape }) => data.length / elementCount(shape));
  const [size = NaN] = sizes;
  if (Number.isInteger(size) && sizes.every((other) => other === size)) return size;
  throw new TypeError(
    `Cannot use these samples: expected as many of every input and target, got ${sizes.join(", ")}`,
  );
}
