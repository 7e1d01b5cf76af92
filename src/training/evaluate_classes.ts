/**
 * Scores of each class, and which class was taken for which.
 *
 * @module
 */
import type { Dataset } from "../dataset/dataset.ts";
import { sampleSetOf } from "../dataset/sample_set.ts";
import { classCounts, classScores, confusionMatrix } from "../model/confusion.ts";
import { BatchRunner } from "../model/batch_runner.ts";
import { forEachBatch, outputsOf } from "../model/for_each_batch.ts";
import { samplesTogether } from "../model/samples_together.ts";
import { type LayersModel, weightTensors } from "../model/topology.ts";
import type { OptionNames } from "../options.ts";
import { type EvaluateOptions, requireEvaluateOptions } from "./evaluate.ts";

/** How {@linkcode evaluateClasses} goes through the samples, and what it calls the classes. */
export interface EvaluateClassesOptions extends Pick<EvaluateOptions, "batchSize"> {
  /** Names of the classes, such as those of {@linkcode catalog}. @default their numbers */
  readonly classNames?: readonly string[];
}

const NAMES: OptionNames<EvaluateClassesOptions> = { batchSize: true, classNames: true };

/** Scores of a class from 0 to 1. */
export interface ClassReport {
  /** Number of the class. */
  readonly class: number;
  /** Its name; where it has none, the number. */
  readonly name: string;
  /** The share of the predictions of the class that is right. */
  readonly precision: number;
  /** The share of its samples that is found. */
  readonly recall: number;
  /** The harmonic mean of both. */
  readonly f1: number;
  /** Number of its samples. */
  readonly samples: number;
}

/** What {@linkcode evaluateClasses} finds. */
export interface ClassesReport {
  /** Scores of every class. */
  readonly classes: readonly ClassReport[];
  /** Means of the scores over the classes that occur. */
  readonly macro: Omit<ClassReport, "class" | "name">;
  /** A row for each class of the targets, a column for each class that was predicted. */
  readonly confusion: readonly (readonly number[])[];
}

/**
 * Counts what a classifier takes for what, in this process.
 *
 * @param model A model with one input and one output: a value for each class, or one for class 1 of 2.
 * @param dataset The samples, with class labels or vectors over the classes.
 * @param options See {@linkcode EvaluateClassesOptions}.
 * @returns Scores and counts.
 * @throws {TypeError} If the data set does not fit the model.
 *
 * @example
 * ```ts
 * import { createDataset, createMlp, evaluateClasses, useBackend } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * await useBackend("cpu");
 * const model = createMlp({ inputSize: 2, hidden: [], outputSize: 2 });
 * const dataset = createDataset({
 *   inputs: { data: new Float32Array([0, 0]), shape: [2] },
 *   targets: { data: new Uint8Array([0]), shape: [] },
 *   classes: 2,
 * });
 * assertEquals(evaluateClasses(model, dataset).confusion, [[1, 0], [0, 0]]);
 * ```
 */
export function evaluateClasses(
  model: LayersModel,
  dataset: Dataset,
  options: EvaluateClassesOptions = {},
): ClassesReport {
  requireEvaluateOptions(options, NAMES);
  const { batchSize = samplesTogether(model), classNames = [] } = options;
  const confusion: number[][] = [];
  using runner = new BatchRunner({
    model,
    given: weightTensors(model),
    compute: (batch) => [...batch.targets, ...outputsOf(model, batch, false)],
  });
  forEachBatch(runner, sampleSetOf(dataset), batchSize, ([t, y]) => {
    if (!t || !y) return;
    confusionMatrix(t, y).forEach((row, i) => {
      const sums = confusion[i] ??= row.map(() => 0);
      row.forEach((count, j) => sums[j] = (sums[j] ?? 0) + count);
    });
  });
  const { actual } = classCounts(confusion);
  const { precision, recall, f1 } = classScores(classCounts(confusion));
  return {
    classes: actual.map((samples, i) => ({
      class: i,
      name: classNames[i] ?? `${i}`,
      precision: precision.classes[i] ?? NaN,
      recall: recall.classes[i] ?? NaN,
      f1: f1.classes[i] ?? NaN,
      samples,
    })),
    macro: {
      precision: precision.macro,
      recall: recall.macro,
      f1: f1.macro,
      samples: actual.reduce((sum, count) => sum + count, 0),
    },
    confusion,
  };
}
