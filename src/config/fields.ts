/**
 * Kinds of fields of a configuration: each a schema whose message says what is right.
 *
 * @module
 */
import { closest } from "fastest-levenshtein";
import { z } from "zod";

/** The sections of the help. */
export const GROUPS = [
  "Data",
  "Model",
  "Optimizer",
  "Training",
  "Stopping and keeping",
  "Run",
] as const;

/** How a field is given on the command line, and what the help says of it. */
export interface FieldFlag {
  /** Section of the help. */
  readonly group: typeof GROUPS[number];
  /** Name of the flag. @default the field's name in kebab case */
  readonly flag?: string;
  /** One line. */
  readonly text: string;
  /** Turns the flag's text into the field's value. @default a number where the text is one, else the text */
  readonly read?: (text: string) => unknown;
  /** The flag takes no value, and stands for this one. */
  readonly switch?: unknown;
}

/** What the command line says of each field. */
export const FLAGS = z.registry<FieldFlag>();

/**
 * Adds a flag to a field.
 *
 * @param schema The field.
 * @param flag Its flag.
 * @returns The same field.
 */
export function flagged<Schema extends z.ZodType>(schema: Schema, flag: FieldFlag): Schema {
  FLAGS.add(schema, flag);
  return schema;
}

/** A whole number, `least` or more. */
export function whole(least: number): z.ZodType<number, number> {
  const error = `expected a whole number, ${least} or more`;
  return z.int({ error }).min(least, { error }).max(0xffffffff, { error });
}

/** A number, 0 or more. */
export function notNegative(): z.ZodType<number, number> {
  return within((value) => value >= 0, "a number, 0 or more");
}

/** A number above 0. */
export function positive(): z.ZodType<number, number> {
  return within((value) => value > 0, "a number above 0");
}

/** A number from 0 to below 1. */
export function share(): z.ZodType<number, number> {
  return within((value) => value >= 0 && value < 1, "a number from 0 to below 1");
}

/** A number above 0, at most 1. */
export function factor(): z.ZodType<number, number> {
  return within((value) => value > 0 && value <= 1, "a number above 0, at most 1");
}

function within(accepts: (value: number) => boolean, words: string): z.ZodType<number, number> {
  const error = `expected ${words}`;
  return z.number({ error }).refine(accepts, { error });
}

/** One of several names; `read` knows more spellings of them. */
export function choice<Name extends string>(
  names: readonly Name[],
  read: (text: string) => Name | undefined = () => undefined,
): z.ZodType<Name, unknown> {
  const known = z.enum(names as readonly [Name, ...Name[]], {
    error: ({ input }) => oneOf(names, input),
  });
  return z.preprocess((given) => typeof given === "string" ? read(given) ?? given : given, known);
}

/** True or false. */
export function boolean(): z.ZodType<boolean, boolean> {
  return z.boolean({ error: "expected true or false" });
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
