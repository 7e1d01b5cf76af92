/**
 * What `fit` takes for samples, and how it becomes one {@linkcode SampleSet}.
 *
 * @module
 */
import { isRecord } from "../is_record.ts";
import { sizeOfShape } from "../arrays/shape.ts";
import type { Dataset } from "../dataset/dataset.ts";
import type { SampleArray } from "../dataset/sample_array.ts";
import { type SampleSet, sampleSetOf, type TargetArray } from "../dataset/sample_set.ts";
import type { ComparedOutput } from "../model/recipe.ts";
import type { LayersModel } from "../model/topology.ts";
import { numbersOf } from "./_numbers.ts";
import { isValues, kindOf } from "./_values.ts";
import type { ModelValues, SampleValues } from "./values.ts";

/** Whether a value is a {@linkcode Dataset}. */
export function isDataset(given: unknown): given is Dataset {
  return isRecord(given) && typeof given["size"] === "number" && "inputs" in given &&
    "targets" in given;
}

/**
 * Collects the samples that a model is trained or evaluated on.
 *
 * @param model The model.
 * @param outputs What it was compiled with.
 * @param x Inputs, or a data set.
 * @param y Targets; none with a data set.
 * @returns The samples: one or more.
 * @throws {TypeError} If something else is given, an input or output has none, or the numbers of samples differ.
 * @throws {RangeError} If there are no samples, or a class number is out of range.
 */
export function collectSamples(
  model: LayersModel,
  outputs: readonly Pick<ComparedOutput<unknown>, "loss">[],
  x: ModelValues | Dataset,
  y?: ModelValues,
): SampleSet {
  if (isDataset(x)) return sampleSetOf(x);
  if (y === undefined) {
    throw new TypeError(`Cannot use model "${model.name}": expected targets beside the inputs`);
  }
  const inputs = listOf(x, model.inputNames, "inputs").map((values, i) =>
    arrayOf(values, openShape(model.inputs[i]?.shape))
  );
  const targets = listOf(y, model.outputNames, "targets").map((values, i) =>
    targetsOf(values, openShape(model.outputs[i]?.shape), outputs[i]?.loss)
  );
  return { size: requireSize([...inputs, ...targets]), inputs, targets };
}

function listOf(given: unknown, names: readonly string[], what: string): SampleValues[] {
  const list = names.length === 1 && isValues(given)
    ? [given]
    : Array.isArray(given)
    ? given
    : names.map((name) => isRecord(given) ? given[name] : undefined);
  if (list.length === names.length && list.every(isValues)) return list;
  const wrong = list.find((one) => !isValues(one)) ?? given;
  throw new TypeError(
    `Cannot use these ${what}: expected tensors or typed arrays or lists of numbers ` +
      `for ${names.join(", ")}, got ${kindOf(wrong)}`,
  );
}

type OpenShape = readonly (number | null)[];

function openShape(shape: OpenShape | undefined): OpenShape {
  return shape?.slice(1) ?? [];
}

function arrayOf(values: SampleValues, open: OpenShape): SampleArray {
  const { data, shape } = numbersOf(values);
  return { data, shape: shape?.slice(1) ?? fixed(open), scale: 1 };
}

/** Class numbers become labels, where the loss takes them. */
function targetsOf(
  values: SampleValues,
  open: OpenShape,
  loss: unknown,
): TargetArray {
  const classes = open.at(-1) ?? 1;
  if (loss !== "sparseCategoricalCrossentropy" || classes === 1) return arrayOf(values, open);
  const array = arrayOf(values, open.slice(0, -1));
  if (sizeOfShape(array.shape) === sizeOfShape(fixed(open))) return array;
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
  const sizes = arrays.map(({ data, shape }) => data.length / sizeOfShape(shape));
  const [size = NaN] = sizes;
  if (!Number.isInteger(size) || sizes.some((other) => other !== size)) {
    throw new TypeError(
      `Cannot use these samples: expected as many of every input and target, got ${
        sizes.join(", ")
      }`,
    );
  }
  if (size === 0) throw new RangeError("Cannot use these samples: expected one or more, got none");
  return size;
}
