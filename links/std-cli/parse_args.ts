/**
 * Command line arguments as a typed object.
 *
 * The call, the options and the results are those of `@std/cli/parse-args`.
 *
 * @example Usage
 * ```ts
 * import { parseArgs } from "@std/cli/parse-args";
 * import { assertEquals } from "@std/assert";
 *
 * const args = parseArgs(["train", "--epochs=3", "--verbose"], {
 *   boolean: ["verbose"],
 *   string: ["epochs"],
 * });
 *
 * assertEquals(args, { _: ["train"], epochs: "3", verbose: true });
 * ```
 *
 * @module
 */

import { parse } from "./_parser.ts";

/** An object type without any property. */
type Nothing = Record<never, never>;

/**
 * Writes an intersection as one object type.
 *
 * @internal
 */
type Flat<T> = { [K in keyof T]: T[K] };

/** The names whose types are known: literals, without dots. */
type Literal<T> = T extends string ? string extends T ? never
  : T extends `${string}.${string}` ? never
  : T
  : never;

type OrFalse<T, K, TNegatable> = K extends TNegatable ? T | false : T;

/** The type of each declared name, before defaults and aliases. */
type Declared<TBooleans, TStrings, TCollectable, TNegatable> =
  & { [K in Exclude<Literal<TBooleans>, TCollectable>]: boolean }
  & { [K in Extract<Literal<TBooleans>, TCollectable>]: boolean[] }
  & { [K in Exclude<Literal<TStrings>, TCollectable>]?: OrFalse<string, K, TNegatable> }
  & { [K in Extract<Literal<TStrings>, TCollectable>]: OrFalse<string[], K, TNegatable> }
  & {
    [K in Exclude<Literal<TCollectable>, TBooleans | TStrings>]: OrFalse<unknown[], K, TNegatable>;
  };

/** Makes the names with a default required. */
type WithDefaults<TArgs, TDefaults> = TDefaults extends Record<string, unknown> ?
    & Omit<TArgs, keyof TDefaults>
    & {
      [K in keyof TDefaults]: K extends keyof TArgs ? TDefaults[K] | NonNullable<TArgs[K]>
        : unknown;
    }
  : TArgs;

type AliasesOf<K, TAliases> = K extends keyof TAliases ? TAliases[K] extends string ? TAliases[K]
  : TAliases[K] extends readonly string[] ? TAliases[K][number]
  : never
  : never;

/** Repeats the type of each name for its aliases. */
type WithAliases<TArgs, TAliases> = {
  [K in keyof TArgs as K | AliasesOf<K, TAliases>]: TArgs[K];
};

/**
 * The values by name, for given options.
 *
 * @internal
 */
type Values<TBooleans, TStrings, TCollectable, TNegatable, TDefaults, TAliases> =
  & Record<string, unknown>
  & WithAliases<
    Flat<WithDefaults<Flat<Declared<TBooleans, TStrings, TCollectable, TNegatable>>, TDefaults>>,
    TAliases
  >;

/**
 * The type of the result under the key `--`.
 *
 * @internal
 */
type DoubleDash<TDoubleDash> = [TDoubleDash] extends [true] ? { "--": string[] }
  : [TDoubleDash] extends [false | undefined] ? Nothing
  : { "--"?: string[] };

/** What {@linkcode parseArgs} returns: the values by name, and the positional arguments. */
export type Args<
  TArgs extends Record<string, unknown> = Record<string, unknown>,
  TDoubleDash extends boolean | undefined = undefined,
> = Flat<
  & TArgs
  & {
    /** The arguments that belong to no name. */
    _: Array<string | number>;
  }
  & DoubleDash<TDoubleDash>
>;

/** Options for {@linkcode parseArgs}. */
export interface ParseOptions<
  TBooleans extends boolean | string | undefined = boolean | string | undefined,
  TStrings extends string | undefined = string | undefined,
  TCollectable extends string | undefined = string | undefined,
  TNegatable extends string | undefined = string | undefined,
  TDefaults extends Record<string, unknown> | undefined = Record<string, unknown> | undefined,
  TAliases extends Partial<Record<string, string | readonly string[]>> | undefined =
    | Partial<Record<string, string | readonly string[]>>
    | undefined,
  TDoubleDash extends boolean | undefined = boolean | undefined,
> {
  /**
   * Whether the arguments after `--` go to the result's `--`, not to `_`.
   *
   * @default {false}
   */
  "--"?: TDoubleDash;
  /**
   * The other names of a name.
   *
   * @default {{}}
   */
  alias?: TAliases;
  /**
   * Names that are true or false, and false when absent; `true` for every `--name` without `=`.
   *
   * @default {false}
   */
  boolean?: TBooleans | ReadonlyArray<Extract<TBooleans, string>>;
  /**
   * The values of absent names.
   *
   * @default {{}}
   */
  default?: TDefaults;
  /**
   * Whether everything from the first positional argument on is positional.
   *
   * @default {false}
   */
  stopEarly?: boolean;
  /**
   * Names whose values stay text, even if they look like numbers.
   *
   * @default {[]}
   */
  string?: TStrings | ReadonlyArray<Extract<TStrings, string>>;
  /**
   * Names that can be repeated, with all values in an array.
   *
   * @default {[]}
   */
  collect?: TCollectable | ReadonlyArray<Extract<TCollectable, string>>;
  /**
   * Names that `--no-NAME` sets to false.
   *
   * @default {[]}
   */
  negatable?: TNegatable | ReadonlyArray<Extract<TNegatable, string>>;
  /**
   * Called with each argument that no option declares, positional ones included; `false` drops
   * the argument from the result.
   *
   * @default {undefined}
   */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

/**
 * Parses command line arguments.
 *
 * `--name=value`, `--name value`, `-n value`, `-nVALUE` for numbers and `-abc` for three flags are
 * understood; everything after `--` is positional. Text that looks like a number becomes one
 * unless its name is declared as a string or a boolean.
 *
 * @param args The arguments, as in `Deno.args`.
 * @param options What the names mean.
 * @returns The values by name, and the positional arguments under `_`.
 * @throws {TypeError} If an alias is undefined, or a dotted name goes through a plain value.
 *
 * @example Usage
 * ```ts
 * import { parseArgs } from "@std/cli/parse-args";
 * import { assertEquals } from "@std/assert";
 *
 * const args = parseArgs(["-w", "4", "--no-color", "mnist"], {
 *   string: ["workers"],
 *   boolean: ["color"],
 *   negatable: ["color"],
 *   alias: { workers: "w" },
 *   default: { color: true },
 * });
 *
 * assertEquals(args, { _: ["mnist"], w: "4", workers: "4", color: false });
 * ```
 */
export function parseArgs<
  TDoubleDash extends boolean | undefined = undefined,
  TBooleans extends boolean | string | undefined = undefined,
  TStrings extends string | undefined = undefined,
  TCollectable extends string | undefined = undefined,
  TNegatable extends string | undefined = undefined,
  TDefaults extends Record<string, unknown> | undefined = undefined,
  const TAliases extends Partial<Record<string, string | readonly string[]>> | undefined =
    undefined,
>(
  args: readonly string[],
  options?: ParseOptions<
    TBooleans,
    TStrings,
    TCollectable,
    TNegatable,
    TDefaults,
    TAliases,
    TDoubleDash
  >,
): Args<
  Values<TBooleans, TStrings, TCollectable, TNegatable, TDefaults, TAliases>,
  TDoubleDash
> {
  // The parser reads the same options that the result's type is computed from.
  return parse(args, options ?? {}) as Args<
    Values<TBooleans, TStrings, TCollectable, TNegatable, TDefaults, TAliases>,
    TDoubleDash
  >;
}
