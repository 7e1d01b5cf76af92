/**
 * From an array to what is to be learnt, and what its values stand for.
 *
 * @module
 */
import type { Task } from "../task.ts";
import type { TaskName } from "../task_name.ts";
import { LARGEST_NUMBER } from "../unit_of.ts";
import { requireFinite } from "./finite.ts";
import type { NumberArray } from "./number_array.ts";

/** Targets of samples, as the array has them. */
export interface ArrayTargets {
  /** What is to be learnt. */
  readonly task: Task;
  /** Numbers for each sample; of classes theirs alone. */
  readonly values: Float64Array;
  /** How many each sample has. */
  readonly width: number;
}

/** More classes than this are amounts. */
const MOST_CLASSES = 1000;

/**
 * Finds out what the targets of an array are: whole numbers are classes; yes and no, or 0 and 1 as floats, one of two;
 * rows of 0 and 1 classes where each has a single 1, else labels; all other numbers amounts.
 *
 * @param array The array; its first axis counts the samples.
 * @param name The task, where it is another one than what the numbers look like.
 * @returns The targets.
 * @throws {RangeError} If they are of another rank than 1 or 2, do not fit the task, say nothing, or are no numbers.
 */
export function targetsOf(array: NumberArray, name?: TaskName): ArrayTargets {
  const { source, shape } = array;
  const [count = 0, width = 1] = shape;
  if (shape.length !== 1 && shape.length !== 2) {
    throw targetsError(source, `expected an array of rank 1 or 2, got shape [${shape}]`);
  }
  if (count === 0 || width === 0) {
    throw targetsError(source, `expected samples with targets, got shape [${shape}]`);
  }
  const values = new Float64Array(array.data);
  requireFinite(values, width, (problem) => targetsError(source, problem));
  const targets = { values, width };
  switch (name ?? likelyTask(array.kind, targets)) {
    case "binary":
      requireTwo(values, source);
      return { ...targets, task: { kind: "binary", classNames: ["0", "1"] } };
    case "classification":
      return width === 1 ? ofLabels(values, source) : ofOneHot(targets, source);
    case "multi-label":
      requireLabels(targets, source);
      return { ...targets, task: { kind: "multi-label", labels: names("", width) } };
    case "regression":
      requireAmounts(targets, source);
      return {
        ...targets,
        task: { kind: "regression", outputs: width === 1 ? ["y"] : names("y", width) },
      };
  }
}

type Numbers = Pick<ArrayTargets, "values" | "width">;

function likelyTask(kind: NumberArray["kind"], targets: Numbers): TaskName | "binary" {
  const labels = targets.values.every(isLabel);
  if (targets.width > 1) {
    return !labels ? "regression" : isOneHot(targets) ? "classification" : "multi-label";
  }
  if (kind === "integer") return "classification";
  return labels ? "binary" : "regression";
}

function isLabel(value: number): boolean {
  return value === 0 || value === 1;
}

function isOneHot({ values, width }: Numbers): boolean {
  for (let start = 0; start < values.length; start += width) {
    let sum = 0;
    for (const value of values.subarray(start, start + width)) {
      if (!isLabel(value)) return false;
      sum += value;
    }
    if (sum !== 1) return false;
  }
  return true;
}

function ofLabels(values: Float64Array, source: string): ArrayTargets {
  const wrong = values.findIndex((value) => !(Number.isInteger(value) && isClass(value)));
  if (wrong >= 0) {
    throw targetsError(
      source,
      `expected classes from 0 to ${MOST_CLASSES - 1}, got ${
        values[wrong]
      } in sample ${wrong}: say --task regression if these are amounts`,
    );
  }
  requireTwo(values, source);
  const classes = values.reduce((most, value) => Math.max(most, value), 0) + 1;
  return { values, width: 1, task: { kind: "classification", classNames: names("", classes) } };
}

function isClass(value: number): boolean {
  return value >= 0 && value < MOST_CLASSES;
}

function ofOneHot(targets: Numbers, source: string): ArrayTargets {
  const { values, width } = targets;
  if (!isOneHot(targets)) {
    throw targetsError(
      source,
      `expected the number of a class for each sample, or rows of 0 with a single 1, got other rows of ${width} numbers`,
    );
  }
  const labels = new Float64Array(values.length / width);
  values.forEach((value, i) => {
    if (value === 1) labels[Math.floor(i / width)] = i % width;
  });
  requireTwo(labels, source);
  return {
    values: labels,
    width: 1,
    task: { kind: "classification", classNames: names("", width) },
  };
}

function requireLabels({ values, width }: Numbers, source: string): void {
  const wrong = values.findIndex((value) => !isLabel(value));
  if (wrong < 0) return;
  throw targetsError(
    source,
    `expected 0 and 1 as labels, got ${values[wrong]} in sample ${Math.floor(wrong / width)}`,
  );
}

function requireAmounts({ values, width }: Numbers, source: string): void {
  const wrong = values.findIndex((value) => Math.abs(value) > LARGEST_NUMBER);
  if (wrong >= 0) {
    const got = `${values[wrong]} in sample ${Math.floor(wrong / width)}`;
    throw targetsError(source, `expected numbers up to ${LARGEST_NUMBER}, got ${got}`);
  }
  if (width === 1) requireTwo(values, source);
}

/** Refuses targets that say nothing. */
function requireTwo(values: Float64Array, source: string): void {
  const [first] = values;
  if (values.some((value) => value !== first)) return;
  throw targetsError(source, `expected two or more different targets, got ${first} alone`);
}

/** Numbers as names, in their order. */
function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i}`);
}

/**
 * Takes the targets of some samples.
 *
 * @param targets The targets.
 * @param numbers Which samples.
 * @returns What they stand for, by target, as `encodeTargets` takes it. Shape of each: `[samples]`.
 */
export function targetColumns(
  { values, width }: ArrayTargets,
  numbers: Uint32Array,
): Float64Array[] {
  return Array.from({ length: width }, (_, output) => {
    const column = new Float64Array(numbers.length);
    numbers.forEach((number, i) => column[i] = values[number * width + output] ?? NaN);
    return column;
  });
}

/**
 * An error that says why an array cannot be targets.
 *
 * @param source What it was read from.
 * @param problem Why, and what would be right.
 * @returns The error.
 */
export function targetsError(source: string, problem: string): RangeError {
  return new RangeError(`Cannot use "${source}" as targets: ${problem}`);
}
