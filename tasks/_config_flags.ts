/**
 * The flags of a run's configuration, and what they and a file resolve to.
 *
 * @module
 */
import { GROUPS } from "../src/config/fields.ts";
import { readConfigFile } from "../src/config/file.ts";
import { CONFIG_FLAGS, type ConfigFlag } from "../src/config/flags.ts";
import { resolveConfig, type RunConfig } from "../src/config/resolve.ts";
import { type Flags, type FlagTable, usage, UsageError } from "./_command.ts";

/**
 * A table with the flags of the configuration, and others beside them.
 *
 * @param others The others: they come last in the help.
 * @returns The table.
 */
export function configFlags(others: FlagTable): FlagTable {
  const table = (flags: readonly ConfigFlag[]): Record<string, string> =>
    Object.fromEntries(flags.map((flag) => [flag.flag, helpText(flag)]));
  const groups = GROUPS.map((group) =>
    [
      group,
      CONFIG_FLAGS.filter((flag) => flag.group === group).map(({ flag }) => flag),
    ] as const
  );
  return {
    values: {
      ...table(CONFIG_FLAGS.filter((flag) => flag.switch === undefined)),
      config: "read the choices from this JSON file, such as a run's config.json; flags win",
      ...others.values,
    },
    switches: {
      ...table(CONFIG_FLAGS.filter((flag) => flag.switch !== undefined)),
      ...others.switches,
    },
    groups: {
      ...Object.fromEntries(groups),
      "Files and output": [
        "config",
        ...Object.keys(others.values),
        ...Object.keys(others.switches),
      ],
    },
  };
}

function helpText(flag: ConfigFlag): string {
  const { text, choices, owners } = flag;
  const of = owners.length > 0 && owners.length < 9 ? ` (${owners.join(", ")})` : "";
  const names = choices.length > 1 ? `: ${choices.join(", ")}` : "";
  return text + of + names + defaultText(flag);
}

function defaultText({ flag, default: value, switch: on }: ConfigFlag): string {
  if (flag === "workers" || value === undefined || value === null || on !== undefined) return "";
  const name = typeof value === "object" && "name" in value ? value.name : value;
  return ` (default ${name})`;
}

/**
 * Resolves the configuration that flags and `--config` give.
 *
 * @param flags The flags.
 * @returns The configuration.
 * @throws {UsageError} If it is wrong.
 */
export async function readRunConfig(flags: Flags): Promise<RunConfig> {
  const given = new Map<string, string | true>();
  for (const { flag } of CONFIG_FLAGS) {
    const text = flags.value(flag);
    if (text !== undefined) given.set(flag, text);
    else if (flags.has(flag)) given.set(flag, true);
  }
  const path = flags.value("config");
  try {
    const file = path === undefined ? undefined : await readConfigFile(path);
    return usage(() => resolveConfig({ flags: given, file }));
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}
