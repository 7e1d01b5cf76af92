/**
 * Options of public functions: objects whose names are checked, since a name that is misspelt would be passed over.
 *
 * @module
 */
import { closest } from "fastest-levenshtein";

/** The names of options. As the value of a type, it cannot lack one. */
export type OptionNames<Options> = { readonly [Name in keyof Required<Options>]: true };

/**
 * Refuses options that have no such name.
 *
 * @param action What cannot be done with them, for instance `Cannot train with`.
 * @param given The options.
 * @param known The names that are right: a list, or the keys of {@linkcode OptionNames}.
 * @throws {TypeError} If there is an option of another name; the message has the nearest one.
 */
export function refuseUnknown(
  action: string,
  given: object,
  known: readonly string[] | Readonly<Record<string, true>>,
): void {
  const names = Array.isArray(known) ? known : Object.keys(known);
  const wrong = Object.keys(given).find((name) => !names.includes(name));
  if (wrong === undefined) return;
  throw new TypeError(`${action} "${wrong}": did you mean "${closest(wrong, names)}"?`);
}

/**
 * Leaves out the options that are undefined, so that defaults can take their place.
 *
 * @param given The options.
 * @returns The others.
 */
export function withoutUndefined<Options extends object>(given: Options): Partial<Options> {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<Options>;
}

/**
 * Says which names are right.
 *
 * @param names The names.
 * @param given What was given.
 * @returns `expected one of ...`, and the nearest name where a name was given.
 */
export function oneOf(names: readonly string[], given: unknown): string {
  const expected = `expected one of ${names.join(", ")}`;
  return typeof given === "string" && given !== ""
    ? `${expected}; did you mean "${closest(given, names)}"?`
    : expected;
}

/**
 * Refuses a value that is none of those that an option has.
 *
 * @param action What cannot be done with it, for instance `Cannot train with`.
 * @param option Name of the option.
 * @param given Its value; undefined where the default takes its place.
 * @param choices The values that are right.
 * @throws {RangeError} If it is another one; the message has the nearest one.
 */
export function requireChoice(
  action: string,
  option: string,
  given: string | undefined,
  choices: readonly string[],
): void {
  if (given === undefined || choices.includes(given)) return;
  throw new RangeError(`${action} ${option} "${given}": ${oneOf(choices, given)}`);
}
