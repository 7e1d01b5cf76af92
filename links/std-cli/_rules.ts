/**
 * What the options of `parseArgs` say about each argument name.
 *
 * @module
 */

/** One name, several names, or nothing. */
export type Names = string | boolean | readonly string[] | undefined;

/** The options of `parseArgs` without their type parameters. */
export interface RawOptions {
  "--"?: boolean | undefined;
  alias?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
  boolean?: Names;
  default?: Readonly<Record<string, unknown>> | undefined;
  stopEarly?: boolean | undefined;
  string?: Names;
  collect?: Names;
  negatable?: Names;
  unknown?: ((arg: string, key?: string, value?: unknown) => unknown) | undefined;
}

/** Names grouped by how their values are read; aliases are members of the groups too. */
export interface Rules {
  /** The other names of a name. */
  aliases: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether every `--name` without a value is a boolean. */
  allBooleans: boolean;
  booleans: ReadonlySet<string>;
  strings: ReadonlySet<string>;
  collected: ReadonlySet<string>;
  negatable: ReadonlySet<string>;
}

function readAliases(alias: NonNullable<RawOptions["alias"]>): Map<string, Set<string>> {
  const aliases = new Map<string, Set<string>>();
  for (const [name, value] of Object.entries(alias)) {
    if (value === undefined) throw new TypeError("Alias value must be defined");
    const others = typeof value === "string" ? [value] : value;
    aliases.set(name, new Set(others));
    for (const other of others) {
      aliases.set(other, new Set([name, ...others.filter((it) => it !== other)]));
    }
  }
  return aliases;
}

function withAliases(names: Names, aliases: Rules["aliases"]): Set<string> {
  const group = new Set<string>();
  const list = typeof names === "string" ? [names] : typeof names === "object" ? names : [];
  for (const name of list) {
    if (name === "") continue;
    group.add(name);
    for (const alias of aliases.get(name) ?? []) group.add(alias);
  }
  return group;
}

/**
 * Groups the names in the options.
 *
 * @param options The options given to `parseArgs`.
 * @returns The rules.
 * @throws {TypeError} If an alias is undefined.
 */
export function readRules(options: RawOptions): Rules {
  const aliases = readAliases(options.alias ?? {});
  return {
    aliases,
    allBooleans: options.boolean === true,
    booleans: withAliases(options.boolean, aliases),
    strings: withAliases(options.string, aliases),
    collected: withAliases(options.collect, aliases),
    negatable: withAliases(options.negatable, aliases),
  };
}

/**
 * Tells whether a name, or another name of it, is a boolean.
 *
 * @param rules The rules.
 * @param name The argument name.
 * @returns Whether the argument takes no value other than `true` and `false`.
 */
export function isBoolean(rules: Rules, name: string): boolean {
  if (rules.booleans.has(name)) return true;
  return [...rules.aliases.get(name) ?? []].some((alias) => rules.booleans.has(alias));
}
