/**
 * Reading what stands on a command line.
 *
 * @module
 */
import { closest } from "fastest-levenshtein";

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
