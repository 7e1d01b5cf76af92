/**
 * What a file may say of what inputs went through. The messages are what is expected of a field.
 *
 * @module
 */
import { z } from "zod";
import type { Unit } from "./dataset.ts";
import type { Preprocessing } from "./preprocessing.ts";
import type { Task } from "./task.ts";
import { outputNamesOf } from "./task_of.ts";

const number = z.number({ error: "a number" });
const name = z.string({ error: "a name" });
const flag = z.boolean({ error: "true or false" });
const scale = z.custom<number>((given) => Number.isFinite(given) && given !== 0, {
  error: "a number other than 0",
});

const deviation = z.custom<number>((given) => Number.isFinite(given) && Number(given) > 0, {
  error: "a number above 0",
});

/** Such a list is right or wrong as a whole: a message names it, not its item. */
function list<Item>(
  isItem: (given: unknown) => boolean,
  isLength: (length: number) => boolean,
  error: string,
): z.ZodType<Item[]> {
  return z.custom<Item[]>(
    (given) => Array.isArray(given) && isLength(given.length) && given.every(isItem),
    { error },
  );
}

const isName = (given: unknown): boolean => typeof given === "string";
const isSize = (given: unknown): boolean => Number.isInteger(given) && Number(given) > 0;

const names = list<string>(isName, () => true, "a list of names");
const someNames = list<string>(isName, (length) => length > 0, "a list of one name or more");
const twoNames = z.custom<[string, string]>(
  (given) => Array.isArray(given) && given.length === 2 && given.every(isName),
  { error: "two names" },
);
const imageShape = list<number>(
  isSize,
  (length) => length === 2 || length === 3,
  "two or three sizes",
);
const shape = list<number>(isSize, () => true, "a list of sizes");

const column = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("number"),
    name,
    mean: number,
    deviation,
    fill: number,
    indicator: flag,
  }),
  z.object({
    kind: z.literal("category"),
    name,
    categories: someNames,
    fill: name,
    indicator: flag,
  }),
  z.object({ kind: z.literal("boolean"), name, fill: flag, indicator: flag }),
], { error: '"number", "category" or "boolean"' });

const task = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("classification"), classNames: someNames }),
  z.object({ kind: z.literal("binary"), classNames: twoNames }),
  z.object({ kind: z.literal("multi-label"), labels: someNames }),
  z.object({ kind: z.literal("regression"), outputs: someNames }),
], { error: '"classification", "binary", "multi-label" or "regression"' });

const units = z.array(z.object({ mean: number, deviation }, { error: "a unit" }), {
  error: "a list of units",
});

/** Targets that are not standardised have no units. */
function hasFittingUnits({ task, units }: { task: Task; units: Unit[] }): boolean {
  return units.length === 0 || units.length === outputNamesOf(task).length;
}

const fittingUnits = { error: "a unit for each output, or none", path: ["units"] };

/** What a file may say, by the kind of data. */
export const PREPROCESSING: Readonly<
  { [Kind in Preprocessing["kind"]]: z.ZodType<Extract<Preprocessing, { kind: Kind }>> }
> = {
  images: z.object({
    kind: z.literal("images"),
    shape: imageShape,
    scale,
    classNames: names,
    drawable: flag,
    ground: z.exactOptional(z.enum(["light", "dark"], { error: '"light" or "dark"' })),
  }),
  table: z.object({
    kind: z.literal("table"),
    columns: z.array(column, { error: "a list of columns" }).min(1, {
      error: "one column or more",
    }),
    target: someNames,
    task,
    units,
  }).refine(hasFittingUnits, fittingUnits),
  arrays: z.object({ kind: z.literal("arrays"), shape, scale, task, units })
    .refine(hasFittingUnits, fittingUnits),
};
