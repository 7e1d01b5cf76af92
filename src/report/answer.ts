/**
 * What a model says of a sample, by its task: as an object, and as the cells of a table.
 *
 * @module
 */
import type { Task } from "../dataset/task.ts";
import { isUnsure, rankClasses, type RankedClass } from "./prediction.ts";

/** Which class a sample is of. */
export interface ClassAnswer {
  /** Which of the kinds it is. */
  readonly kind: "class";
  /** The classes, the likeliest one first. */
  readonly ranked: readonly RankedClass[];
  /** Whether it is better not relied on. */
  readonly unsure: boolean;
}

/** A number, and what it is called. As a key of an object, a name such as "2" would come before all others. */
type Named = readonly [name: string, value: number];

/** Which labels a sample has. */
export interface LabelsAnswer {
  /** Which of the kinds it is. */
  readonly kind: "labels";
  /** How likely each is, in their order. */
  readonly probabilities: readonly Named[];
}

/** The numbers that belong to a sample. */
export interface NumbersAnswer {
  /** Which of the kinds it is. */
  readonly kind: "numbers";
  /** The numbers, in their order and in the targets' own units. */
  readonly values: readonly Named[];
}

/** What a model says of a sample. */
export type Answer = ClassAnswer | LabelsAnswer | NumbersAnswer;

/** A label is taken to be there from here on. */
const LIKELY = 0.5;

/**
 * Reads a model's outputs.
 *
 * @param task What the model has learnt.
 * @param outputs Its outputs for one sample; of a regression in the targets' own units.
 * @returns What they say.
 */
export function answerOf(task: Task, outputs: ArrayLike<number>): Answer {
  switch (task.kind) {
    case "classification":
      return classAnswer(Array.from(outputs), task.classNames);
    case "binary": {
      const positive = outputs[0] ?? NaN;
      return classAnswer([1 - positive, positive], task.classNames);
    }
    case "multi-label":
      return { kind: "labels", probabilities: named(task.labels, outputs) };
    case "regression":
      return { kind: "numbers", values: named(task.outputs, outputs) };
  }
}

function classAnswer(probabilities: readonly number[], names: readonly string[]): Answer {
  const ranked = rankClasses(probabilities, names);
  return { kind: "class", ranked, unsure: isUnsure(probabilities) };
}

function named(names: readonly string[], values: ArrayLike<number>): Named[] {
  return names.map((name, i) => [name, values[i] ?? NaN]);
}

/**
 * An answer as one JSON object.
 *
 * @param answer The answer.
 * @param top Number of classes to name.
 * @returns The object, without what the sample is.
 */
export function answerObject(answer: Answer, top: number): Record<string, unknown> {
  switch (answer.kind) {
    case "class": {
      const { ranked, unsure } = answer;
      return { ...ranked[0], unsure, ...(top > 1 ? { top: ranked.slice(0, top) } : {}) };
    }
    case "labels": {
      const { probabilities } = answer;
      const likely = probabilities.filter(([, probability]) => isLikely(probability));
      return {
        labels: likely.map(([name]) => name),
        probabilities: Object.fromEntries(probabilities),
      };
    }
    case "numbers":
      return { values: Object.fromEntries(answer.values) };
  }
}

/**
 * The columns of a table of answers.
 *
 * @param task What the model has learnt.
 * @param target Names of what it finds.
 * @param top Number of classes to name.
 * @returns The columns' names.
 */
export function answerColumns(task: Task, target: readonly string[], top: number): string[] {
  switch (task.kind) {
    case "classification":
    case "binary":
      return Array.from({ length: Math.min(top, task.classNames.length) }, (_, i) => {
        const rank = i === 0 ? "" : ` ${i + 1}`;
        return [`${target[0] ?? "class"}${rank}`, `probability${rank}`];
      }).flat();
    case "multi-label":
      return task.labels.flatMap((label) => [label, `${label} probability`]);
    case "regression":
      return [...task.outputs];
  }
}

/**
 * The cells of an answer in a table, in the order of {@linkcode answerColumns}.
 *
 * @param answer The answer.
 * @param top Number of classes to name.
 * @returns Their texts.
 */
export function answerCells(answer: Answer, top: number): string[] {
  switch (answer.kind) {
    case "class":
      return answer.ranked.slice(0, top).flatMap(({ name, probability }) => [
        name,
        shortest(probability),
      ]);
    case "labels":
      return answer.probabilities.flatMap(([, probability]) => [
        isLikely(probability) ? "1" : "0",
        shortest(probability),
      ]);
    case "numbers":
      return answer.values.map(([, value]) => shortest(value));
  }
}

function isLikely(probability: number): boolean {
  return probability >= LIKELY;
}

/** Digits of a number that float32 tells apart. */
const DIGITS = 7;

function shortest(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}
