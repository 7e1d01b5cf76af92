/**
 * Which class was taken for which, and the scores that follow from it.
 *
 * @module
 */
import type { ShapedArray } from "../arrays/shaped.ts";
import { predictedClasses, targetClasses } from "./_classes.ts";

/** How often each class was right, predicted and there; plain counts, which add up over shards. */
export interface ClassCounts {
  /** Samples of the class that were predicted as such. Shape: `[classes]`. */
  readonly hits: readonly number[];
  /** Samples that were predicted as the class. Shape: `[classes]`. */
  readonly predicted: readonly number[];
  /** Samples of the class. Shape: `[classes]`. */
  readonly actual: readonly number[];
}

/** Scores from 0 to 1 of each class and, as `macro`, their mean over the classes that occur. */
export interface Score {
  /** The mean over the classes that a target or a prediction names; 0 if none does. */
  readonly macro: number;
  /** The score of each class; 0 where it divides by zero. Shape: `[classes]`. */
  readonly classes: readonly number[];
}

/** The scores of {@linkcode classScores}. */
export interface ClassScores {
  /** `hits / predicted`: the share of the predictions of a class that is right. */
  readonly precision: Score;
  /** `hits / actual`: the share of the samples of a class that is found. */
  readonly recall: Score;
  /** `2·hits / (predicted + actual)`: the harmonic mean of both. */
  readonly f1: Score;
}

/**
 * Counts for each class how often it was taken for which; matrices of shards add up to the matrix of the whole.
 *
 * @param targets Class numbers, or one-hot vectors. Shape: `[samples, ...]` or `[samples, ..., classes]`.
 * @param outputs Shape: `[samples, ..., classes]`; a single output above one half stands for class 1 of 2.
 * @returns A row for each target class, a column for each predicted class.
 *
 * @example
 * ```ts
 * import { confusionMatrix } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const targets = { data: [0, 1, 1], shape: [3] };
 * const outputs = { data: [0.9, 0.1, 0.6, 0.4, 0.2, 0.8], shape: [3, 2] };
 * assertEquals(confusionMatrix(targets, outputs), [[1, 0], [1, 1]]);
 * ```
 */
export function confusionMatrix(targets: ShapedArray, outputs: ShapedArray): number[][] {
  const width = outputs.shape.at(-1) ?? 1;
  const classes = Math.max(2, width);
  const actual = targetClasses(targets.data, outputs.data.length, width);
  const predicted = predictedClasses(outputs.data, width);
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < predicted.length; i++) {
    const row = matrix[actual[i] ?? 0];
    const column = predicted[i] ?? 0;
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  return matrix;
}

/**
 * The counts of each class: diagonal, column sums and row sums of a confusion matrix.
 *
 * @param matrix As {@linkcode confusionMatrix} gives it.
 * @returns The counts.
 */
export function classCounts(matrix: readonly (readonly number[])[]): ClassCounts {
  return {
    hits: matrix.map((row, i) => row[i] ?? 0),
    predicted: matrix.map((_, i) => matrix.reduce((sum, row) => sum + (row[i] ?? 0), 0)),
    actual: matrix.map((row) => row.reduce((sum, count) => sum + count, 0)),
  };
}

/**
 * Precision, recall and F1 of each class, and their macro averages, with the conventions of scikit-learn: a division by
 * zero gives 0, and a class that neither targets nor predictions name is left out of the average.
 *
 * @param counts Counts of each class.
 * @returns The scores.
 *
 * @example
 * ```ts
 * import { classCounts, classScores } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const { precision, recall } = classScores(classCounts([[1, 1], [0, 2]]));
 * assertEquals(precision.classes, [1, 2 / 3]);
 * assertEquals(recall.macro, 0.75);
 * ```
 */
export function classScores({ hits, predicted, actual }: ClassCounts): ClassScores {
  const occurring = hits.map((_, i) => (predicted[i] ?? 0) + (actual[i] ?? 0) > 0);
  const score = (numerator: number, denominator: (i: number) => number): Score => {
    const classes = hits.map((hit, i) =>
      denominator(i) === 0 ? 0 : numerator * hit / denominator(i)
    );
    const counted = classes.filter((_, i) => occurring[i]);
    const sum = counted.reduce((total, value) => total + value, 0);
    return { macro: counted.length === 0 ? 0 : sum / counted.length, classes };
  };
  return {
    precision: score(1, (i) => predicted[i] ?? 0),
    recall: score(1, (i) => actual[i] ?? 0),
    f1: score(2, (i) => (predicted[i] ?? 0) + (actual[i] ?? 0)),
  };
}
