/**
 * What a run is: its choices, their defaults and their bounds. The names of backends and data sets belong to the
 * rooms that hold them; a run only carries them.
 *
 * @module
 */
import { closest } from "fastest-levenshtein";

/** Every choice of a training run. */
export interface RunConfig {
  /** Name of the data set. */
  readonly dataset: string;
  /** Width of each hidden layer. */
  readonly hidden: readonly number[];
  /** What each hidden layer applies to its sums. */
  readonly activation: string;
  /** What the last layer applies. */
  readonly outputActivation: string;
  /** What training makes small. */
  readonly loss: string;
  /** The rule that moves the weights. */
  readonly optimizer: string;
  /** The rule's step size. */
  readonly learningRate: number;
  /** Samples in a step, over all workers; `full` takes the whole training set. */
  readonly batchSize: number | "full";
  /** Times that every sample is visited. */
  readonly epochs: number;
  /** Number of workers. */
  readonly workers: number;
  /** Seed of all randomness. */
  readonly seed: number;
  /** What the workers compute with. */
  readonly backend: string;
  /** Part of the training set that validates; with 0 the test set does. */
  readonly validationSplit: number;
  /** Samples of the training set that are used, the first ones; with 0 all are. */
  readonly limitTrain: number;
  /** The same of the test set. */
  readonly limitTest: number;
}

/** The defaults: the tutorial's example on every core. */
export const DEFAULT_CONFIG: RunConfig = {
  dataset: "mnist",
  hidden: [500, 250, 100],
  activation: "relu",
  outputActivation: "softmax",
  loss: "categoricalCrossentropy",
  optimizer: "adam",
  learningRate: 0.001,
  batchSize: 1000,
  epochs: 10,
  workers: navigator.hardwareConcurrency,
  seed: 1,
  backend: "wasm",
  validationSplit: 0,
  limitTrain: 0,
  limitTest: 0,
};

/**
 * Reads a whole number.
 *
 * @param name What is read, for the message.
 * @param text The text.
 * @param least The smallest value that is right.
 * @returns The number.
 * @throws {RangeError} If the text is not a whole number, `least` or more.
 */
export function parseWhole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= 0xffffffff) return value;
  throw new RangeError(`Cannot use ${name} "${text}": expected a whole number, ${least} or more`);
}

/**
 * Reads a number within bounds.
 *
 * @param name What is read, for the message.
 * @param text The text.
 * @param accepts Whether a number is right.
 * @param expected The bounds in words, for the message.
 * @returns The number.
 * @throws {RangeError} If the text is not a number that is right.
 */
export function parseNumber(
  name: string,
  text: string,
  accepts: (value: number) => boolean,
  expected: string,
): number {
  const value = text.trim() === "" ? NaN : Number(text);
  if (Number.isFinite(value) && accepts(value)) return value;
  throw new RangeError(`Cannot use ${name} "${text}": expected ${expected}`);
}

/**
 * Reads the widths of hidden layers: whole numbers with commas between them.
 *
 * @param name What is read, for the message.
 * @param text The text; an empty one means no hidden layer.
 * @returns The widths.
 * @throws {RangeError} If a width is not a whole number, 1 or more.
 */
export function parseWidths(name: string, text: string): number[] {
  if (text === "") return [];
  return text.split(",").map((width) => parseWhole(name, width.trim(), 1));
}

/**
 * Reads one of several names.
 *
 * @param name What is read, for the message.
 * @param text The text.
 * @param choices The names that are right.
 * @returns The name.
 * @throws {RangeError} If the text is none of them.
 */
export function parseChoice<Choice extends string>(
  name: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((known) => known === text);
  if (choice !== undefined) return choice;
  throw new RangeError(
    `Cannot use ${name} "${text}": expected one of ${choices.join(", ")}; ` +
      `did you mean "${closest(text, choices)}"?`,
  );
}
