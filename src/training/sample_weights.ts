/**
 * Weights of samples and of classes: what their losses are multiplied by.
 *
 * @module
 */
import { BOUNDS } from "../bounds.ts";
import { classesOf, type SampleSet, type TargetArray } from "../dataset/sample_set.ts";
import type { LayersModel } from "../model/topology.ts";
import { numbersOf } from "./_numbers.ts";
import { isRecord } from "../is_record.ts";
import { isValues } from "./_values.ts";
import type { ClassWeights, PerOutput, SampleWeights } from "./values.ts";

/**
 * Multiplies the weights of samples by given ones, an output each.
 *
 * @param model The model, whose outputs may have weights each.
 * @param samples The samples.
 * @param given The weights.
 * @returns The samples with weights; the same ones where none are given.
 * @throws {TypeError} If the weights fit no output, or are not one a sample.
 * @throws {RangeError} If a weight is out of range.
 */
export function weighSamples(
  model: LayersModel,
  samples: SampleSet,
  given: PerOutput<SampleWeights> | undefined,
): SampleSet {
  const weights = perOutput<SampleWeights>(given, model, isValues);
  return withFactors(samples, (_, i) => sampleFactors(weights[i], samples.size));
}

/**
 * Multiplies the weights of samples by that of their class, an output each. It is for training alone: samples for
 * validation are split off before.
 *
 * @param model The model, whose outputs may have weights each.
 * @param samples The samples.
 * @param given The weights.
 * @returns The samples with weights; the same ones where none are given.
 * @throws {TypeError} If the weights fit no output.
 * @throws {RangeError} If a weight or a class is out of range.
 */
export function weighClasses(
  model: LayersModel,
  samples: SampleSet,
  given: PerOutput<ClassWeights> | undefined,
): SampleSet {
  const weights = perOutput<ClassWeights>(given, model, isClassWeights);
  return withFactors(samples, (target, i) => {
    const width = model.outputs[i]?.shape.at(-1) ?? 1;
    return classFactors(weights[i], target, width, samples.size);
  });
}

function withFactors(
  samples: SampleSet,
  factorsOf: (target: TargetArray, output: number) => Float32Array | undefined,
): SampleSet {
  const targets = samples.targets.map((target, i) => {
    const factors = factorsOf(target, i);
    if (!factors) return target;
    const { weights } = target;
    return {
      ...target,
      weights: weights ? factors.map((by, i) => by * (weights[i] ?? 1)) : factors,
    };
  });
  return { ...samples, targets };
}

function isClassWeights(given: unknown): boolean {
  return isRecord(given) &&
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
    : names.map((name) => isRecord(given) ? given[name] : undefined);
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
  const values = Float32Array.from(numbersOf(given).data);
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
  samples: number,
): Float32Array | undefined {
  if (given === undefined || given === null) return undefined;
  const classes = target.classes ?? Math.max(2, width);
  for (const [key, weight] of Object.entries({ ...given } as Record<string, number>)) {
    if (Number(key) >= classes) {
      throw new RangeError(
        `Cannot weigh class ${key}: expected a class from 0 to ${classes - 1}`,
      );
    }
    const { accepts, words } = BOUNDS.data.classWeight;
    if (!accepts(weight)) {
      throw new RangeError(`Cannot weigh class ${key} by ${weight}: expected ${words}`);
    }
  }
  return Float32Array.from(classesOf(target, samples), (label) => given[label] ?? 1);
}
