/**
 * Metrics of classifiers.
 *
 * @module
 */
import type { ShapedArray } from "../arrays/shaped.ts";
import { areVectors, classAt, targetClasses } from "./_classes.ts";
import { classCounts, classScores, confusionMatrix } from "./confusion.ts";
import type { ClassCounts, ClassScores } from "./confusion.ts";
import type { Metric } from "./metric.ts";

/** The share of vectors whose class is right, averaged over the samples. */
export function classAccuracy(name: string): Metric {
  return shareMetric(name, (targets, outputs) => {
    const width = widthOf(outputs);
    const [actual, predicted] = [targets.data, outputs.data];
    const vectors = predicted.length / width;
    const inVectors = areVectors(actual, predicted.length);
    let right = 0;
    for (let i = 0; i < vectors; i++) {
      const wanted = inVectors ? classAt(actual, i, width) : actual[i];
      if (classAt(predicted, i, width) === wanted) right++;
    }
    return right / vectors;
  });
}

/** The share of outputs on their target's side of one half; a target that is neither 0 nor 1 is never met. */
export function binaryAccuracy(name: string): Metric {
  return shareMetric(name, (targets, outputs) => {
    const actual = targets.data;
    const values = outputs.data;
    let right = 0;
    for (let i = 0; i < values.length; i++) {
      if (((values[i] ?? 0) > 0.5 ? 1 : 0) === actual[i]) right++;
    }
    return right / values.length;
  });
}

/** The share of vectors in which fewer than k outputs are larger than that of the right class. */
export function topK(name: string, k: number): Metric {
  return shareMetric(name, (targets, outputs) => {
    const width = widthOf(outputs);
    const actual = targetClasses(targets.data, outputs.data.length, width);
    const values = outputs.data;
    let right = 0;
    for (let i = 0, offset = 0; i < actual.length; i++, offset += width) {
      const wanted = values[offset + (actual[i] ?? 0)] ?? NaN;
      let larger = Number.isNaN(wanted) ? k : 0;
      for (let j = 0; j < width; j++) if ((values[offset + j] ?? NaN) > wanted) larger++;
      if (larger < k) right++;
    }
    return right / actual.length;
  });
}

/** Whose counts a score is of: one class for each output, of which each vector has one or any number. */
export interface CountedClasses {
  /** Number of outputs of a vector; a single one counts class 1 alone. */
  readonly width: number;
  /** A vector may have any number of classes: each output is its own yes or no. */
  readonly multiLabel: boolean;
}

/** Precision, recall or F1: the macro average and, if asked for, every class. */
export function scoreMetric(
  score: keyof ClassScores,
  { width, multiLabel }: CountedClasses,
  classNames: readonly string[] | undefined,
): Metric {
  const perClass = classNames?.map((name) => `${score}_${name}`) ?? [];
  const names = [score, ...perClass];
  return {
    names,
    totals: 3 * width,
    accumulate(targets, outputs): number[] {
      const { hits, predicted, actual } = multiLabel || width === 1
        ? labelCounts(targets.data, outputs.data, width)
        : classCounts(confusionMatrix(targets, outputs));
      return [...hits, ...predicted, ...actual];
    },
    result(sums): Record<string, number> {
      const { macro, classes } = classScores({
        hits: sums.slice(0, width),
        predicted: sums.slice(width, 2 * width),
        actual: sums.slice(2 * width),
      })[score];
      return namedValues(names, [macro, ...classes]);
    },
  };
}

function labelCounts(
  targets: ArrayLike<number>,
  outputs: ArrayLike<number>,
  width: number,
): ClassCounts {
  const counts = (counted: (t: boolean, y: boolean) => boolean): number[] => {
    const sums = new Array<number>(width).fill(0);
    for (let i = 0; i < outputs.length; i++) {
      const label = i % width;
      if (counted((targets[i] ?? 0) > 0.5, (outputs[i] ?? 0) > 0.5)) {
        sums[label] = (sums[label] ?? 0) + 1;
      }
    }
    return sums;
  };
  return {
    hits: counts((t, y) => t && y),
    predicted: counts((_, y) => y),
    actual: counts((t) => t),
  };
}

function shareMetric(
  name: string,
  share: (targets: ShapedArray, outputs: ShapedArray) => number,
): Metric {
  return {
    names: [name],
    totals: 1,
    accumulate: (targets, outputs) => [share(targets, outputs) * (outputs.shape[0] ?? 0)],
    result: ([sum = NaN], samples) => ({ [name]: sum / samples }),
  };
}

function widthOf(outputs: ShapedArray): number {
  return outputs.shape.at(-1) ?? 1;
}

function namedValues(
  names: readonly string[],
  values: readonly number[],
): Record<string, number> {
  return Object.fromEntries(names.map((name, i) => [name, values[i] ?? NaN]));
}
