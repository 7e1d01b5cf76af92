/**
 * The flags of a run's configuration, read off its schema.
 *
 * @module
 */
import { z } from "zod";
import { type FieldFlag, FLAGS } from "./fields.ts";
import { schema } from "./schema.ts";

/** A flag that sets a field of the configuration. */
export interface ConfigFlag extends FieldFlag {
  /** Name of the flag, without dashes. */
  readonly flag: string;
  /** Where the field is, for instance `["optimizer", "beta1"]`. */
  readonly path: readonly string[];
  /** Names of the rules that have the field, if not all do. */
  readonly owners: readonly string[];
  /** The names that are right, if the field takes one of several. */
  readonly choices: readonly string[];
  /** What the field is where nothing is said. */
  readonly default: unknown;
}

/** Every flag, in the order of the schema. */
export const CONFIG_FLAGS: readonly ConfigFlag[] = merge(flagsOf(schema, []));

/** Fields of a rule that several rules have are one flag. */
function merge(flags: readonly ConfigFlag[]): ConfigFlag[] {
  const byName = new Map<string, ConfigFlag>();
  for (const flag of flags) {
    const known = byName.get(flag.flag);
    if (!known) byName.set(flag.flag, flag);
    else {
      const same = JSON.stringify(known.default) === JSON.stringify(flag.default);
      byName.set(flag.flag, {
        ...known,
        owners: [...known.owners, ...flag.owners],
        // Rules that differ in it say so by their own defaults.
        default: same ? known.default : undefined,
      });
    }
  }
  return [...byName.values()];
}

function flagsOf(node: z.core.$ZodType, path: readonly string[], owner?: string): ConfigFlag[] {
  const flag = FLAGS.get(node as z.ZodType);
  const { inner, fallback } = unwrap(node);
  const own: ConfigFlag[] = flag
    ? [{
      ...flag,
      flag: flag.flag ?? kebab(path.at(-1) ?? ""),
      path,
      owners: owner === undefined ? [] : [owner],
      choices: choicesOf(inner),
      default: fallback ?? flag.fallback,
    }]
    : [];
  if (inner instanceof z.ZodDiscriminatedUnion) {
    return [
      ...own,
      ...inner.options.flatMap((option) => flagsOf(option, path, nameOf(option))),
    ];
  }
  if (!(inner instanceof z.ZodObject)) return own;
  const fields = Object.entries<z.core.$ZodType>(inner.shape);
  return [...own, ...fields.flatMap(([key, field]) => flagsOf(field, [...path, key], owner))];
}

/** What is inside of defaults, of what may be null or missing, and of what prepares a value. */
function unwrap(node: z.core.$ZodType): { inner: z.core.$ZodType; fallback: unknown } {
  let inner = node;
  let fallback: unknown;
  for (;;) {
    if (inner instanceof z.ZodDefault) {
      fallback ??= inner.def.defaultValue;
      inner = inner.def.innerType;
    } else if (inner instanceof z.ZodNullable || inner instanceof z.ZodOptional) {
      inner = inner.def.innerType;
    } else if (inner instanceof z.ZodPipe && inner.def.in instanceof z.ZodTransform) {
      inner = inner.def.out;
    } else return { inner, fallback };
  }
}

function choicesOf(node: z.core.$ZodType): readonly string[] {
  if (node instanceof z.ZodEnum) return node.options.map(String);
  return node instanceof z.ZodDiscriminatedUnion ? node.options.map(nameOf) : [];
}

/**
 * The name of a rule's schema.
 *
 * @param option The schema.
 * @returns The only value that its `name` takes.
 */
function nameOf(option: z.core.$ZodType): string {
  const name = option instanceof z.ZodObject ? option.shape["name"] : undefined;
  return name instanceof z.ZodLiteral ? String(name.value) : "";
}

function kebab(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
