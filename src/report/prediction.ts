/**
 * What a model says of a picture, as text.
 *
 * @module
 */
import { formatShare } from "./format.ts";

/** A class, and how likely it is. */
export interface RankedClass {
  /** Number of the class. */
  readonly class: number;
  /** Its name; where it has none, the number. */
  readonly name: string;
  /** From 0 to 1. */
  readonly probability: number;
}

/**
 * Names the classes, and puts them in order.
 *
 * @param probabilities The probability of every class.
 * @param classNames Names of the classes. @default their numbers
 * @returns The classes, the likeliest one first.
 */
export function rankClasses(
  probabilities: readonly number[],
  classNames: readonly string[] = [],
): RankedClass[] {
  return probabilities
    .map((probability, i) => ({ class: i, name: classNames[i] ?? `${i}`, probability }))
    .toSorted((a, b) => b.probability - a.probability);
}

/** The likeliest class is less likely than all others together. */
const UNSURE = 0.5;

/**
 * Tells whether an answer is better not relied on.
 *
 * @param probabilities The probability of every class.
 * @returns Whether none is as likely as not.
 */
export function isUnsure(probabilities: readonly number[]): boolean {
  return !(Math.max(...probabilities) >= UNSURE);
}

/**
 * A picture and its classes on one line.
 *
 * @param file The picture.
 * @param ranked What it may show; nothing for a blank one.
 * @param unsure Whether the answer is better not relied on.
 * @returns For instance `shirt.png: Shirt (0.4132), Coat (0.3511), unsure`, or `empty.png: blank`.
 */
export function formatPrediction(
  file: string,
  ranked: readonly RankedClass[],
  unsure: boolean,
): string {
  if (ranked.length === 0) return `${file}: blank`;
  const classes = ranked.map(({ name, probability }) => `${name} (${formatShare(probability)})`);
  return `${file}: ${[...classes, ...(unsure ? ["unsure"] : [])].join(", ")}`;
}
