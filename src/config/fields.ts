/**
 * Kinds of fields of a configuration: each a schema whose message says what is right.
 *
 * @module
 */
import { z } from "zod";
import type { Bound } from "../bounds.ts";
import { oneOf } from "../options.ts";

/** The sections of the help. */
export const GROUPS = [
  "Data",
  "Your own data",
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
  /** What the help gives as the default of a field whose schema has none. @default the schema's */
  readonly fallback?: unknown;
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

/** A number within its bounds. */
export function bounded({ accepts, words }: Bound): z.ZodType<number, number> {
  const error = `expected ${words}`;
  return z.number({ error }).refine(accepts, { error });
}

/** A number within its bounds, or `auto` for whoever uses it to choose. */
export function autoOr({ accepts, words }: Bound): z.ZodType<number | "auto", number | "auto"> {
  return z.custom<number | "auto">(
    (given) => given === "auto" || (typeof given === "number" && accepts(given)),
    { error: `expected "auto" or ${words}` },
  );
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
 * Reads a list.
 *
 * @param text Its items, with commas between them.
 * @returns The items.
 */
export function list(text: string): string[] {
  return text === "" ? [] : text.split(",").map((item) => item.trim());
}
