/**
 * From what targets stand for to what a model should answer.
 *
 * @module
 */
import type { DatasetInit } from "./dataset.ts";
import type { Task } from "./task.ts";
import { outputNamesOf } from "./task_of.ts";
import { isTooFar, tooFar } from "./unit_of.ts";
import type { Unit } from "./units.ts";

/** What targets are, and how they are stored. */
export interface TargetRules {
  /** What is to be learnt. */
  readonly task: Task;
  /** The units of the targets of a regression; none of other tasks. */
  readonly units: readonly Unit[];
}

/** Targets, as `createDataset` takes them. */
export type EncodedTargets = Pick<DatasetInit, "targets" | "classes" | "units">;

/** So many classes have numbers of a byte. */
const BYTE_CLASSES = 256;

/**
 * Turns targets into what a model should answer.
 *
 * @param rules What the targets are.
 * @param values What they stand for, by target: numbers of classes, 1 and 0 of labels, or numbers as they are. Shape of
 * each: `[samples]`.
 * @returns Labels of classes, of shape `[]`; for other tasks a number for each output, standardised where it has a unit.
 * @throws {RangeError} If a number is too large.
 */
export function encodeTargets(
  { task, units }: TargetRules,
  values: readonly Float64Array[],
): EncodedTargets {
  if (task.kind === "classification") {
    const labels = values[0] ?? [];
    const classes = task.classNames.length;
    const data = classes <= BYTE_CLASSES ? Uint8Array.from(labels) : Int32Array.from(labels);
    return { targets: { data, shape: [] }, classes };
  }
  const width = values.length;
  const data = new Float32Array(width * (values[0]?.length ?? 0));
  values.forEach((column, output) => {
    const { mean, deviation } = units[output] ?? { mean: 0, deviation: 1 };
    for (let i = 0; i < column.length; i++) {
      const value = column[i] ?? NaN;
      const standardised = (value - mean) / deviation;
      if (isTooFar(standardised)) throw tooFar(`target "${outputNamesOf(task)[output]}"`, value);
      data[i * width + output] = standardised;
    }
  });
  return { targets: { data, shape: [width] }, ...(units.length > 0 ? { units } : {}) };
}
