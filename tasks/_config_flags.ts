/**
 * The flags of a run's configuration, and what they and a file resolve to.
 *
 * @module
 */
import { join } from "node:path";
import { ARCHITECTURE_NAMES, ARCHITECTURES } from "../src/config/architectures.ts";
import { GROUPS } from "../src/config/fields.ts";
import { readConfigFile } from "../src/config/file.ts";
import { CONFIG_FLAGS, type ConfigFlag } from "../src/config/flags.ts";
import { type GivenConfig, resolveConfig, valueAt } from "../src/config/resolve.ts";
import type { RunConfig } from "../src/config/run_config.ts";
import { isRecord } from "../src/is_record.ts";
import { findRun } from "../src/run/run_folder.ts";
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

/**
 * The help of some flags of the configuration, for a command that takes no others.
 *
 * @param names Names of the flags.
 * @param fallback What is said of their defaults.
 * @returns Their texts by name.
 */
export function helpOf(names: readonly string[], fallback: string): Record<string, string> {
  const flags = CONFIG_FLAGS.filter(({ flag }) => names.includes(flag));
  return Object.fromEntries(flags.map((flag) => [flag.flag, helpText(flag, fallback)]));
}

function helpText(flag: ConfigFlag, fallback = defaultText(flag)): string {
  const { text, choices, owners } = flag;
  const of = owners.length > 0 && owners.length < 9 ? ` (${owners.join(", ")})` : "";
  const names = choices.length > 1 ? `: ${choices.join(", ")}` : "";
  return text + of + names + fallback;
}

function defaultText({ flag, path, default: value, switch: on }: ConfigFlag): string {
  if (flag === "workers" || on !== undefined) return "";
  const common = value === undefined || value === null ? undefined : shown(value);
  const own = ARCHITECTURE_NAMES.flatMap((name) => {
    const chosen = valueAt(ARCHITECTURES[name].defaults, path);
    return chosen === undefined || shown(chosen) === common ? [] : [`${name} ${shown(chosen)}`];
  });
  const all = [...common === undefined ? [] : [`default ${common}`], ...own];
  return all.length === 0 ? "" : ` (${all.join("; ")})`;
}

/** A value as its flag has it. */
function shown(value: unknown): string {
  const name = isRecord(value) && "name" in value ? value["name"] : value;
  return String(name) || "none";
}

/** What a run that goes on may do otherwise: longer, or on other cores. */
const OF_RESUME: readonly string[] = ["epochs", "workers", "backend"];

async function configFile(
  flags: Flags,
  given: ReadonlyMap<string, unknown>,
): Promise<string | undefined> {
  const run = flags.value("resume");
  if (run === undefined) return flags.value("config");
  const other = ["config", "out"].find((flag) => flags.value(flag) !== undefined) ??
    (flags.has("overwrite") ? "overwrite" : undefined) ??
    [...given.keys()].find((flag) => !OF_RESUME.includes(flag));
  if (other === undefined) return join(await resumedRun(run), "config.json");
  throw new UsageError(
    `Cannot use --${other} with --resume: the run goes on as it began; ` +
      `expected ${OF_RESUME.map((flag) => `--${flag}`).join(", ")} at most`,
  );
}

/**
 * Finds the run that `--resume` names.
 *
 * @param path A run's folder, or the file `latest` beside runs.
 * @returns The run's folder.
 * @throws {UsageError} If there is no such run.
 */
export async function resumedRun(path: string): Promise<string> {
  try {
    return await findRun(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new UsageError(error.message);
    throw error;
  }
}

/**
 * Reads the choices that flags, `--config` and `--resume` give.
 *
 * @param flags The flags.
 * @returns What a configuration is resolved from.
 * @throws {UsageError} If there is no such file, or flags contradict `--resume`.
 */
export async function readGiven(flags: Flags): Promise<GivenConfig> {
  const given = givenFlags(flags);
  const path = await configFile(flags, given);
  try {
    return { flags: given, file: path === undefined ? undefined : await readConfigFile(path) };
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

/**
 * Resolves the configuration that flags and a file's value give.
 *
 * @param flags The flags.
 * @param rest The value with its path for messages, and what is known of the data. @default none
 * @returns The configuration.
 * @throws {UsageError} If it is wrong.
 */
export function readConfigOf(flags: Flags, rest: Omit<GivenConfig, "flags"> = {}): RunConfig {
  return usage(() => resolveConfig({ flags: givenFlags(flags), ...rest }));
}

/** The flags of the configuration that were given: their text, or true for a switch. */
function givenFlags(flags: Flags): Map<string, string | true> {
  const given = new Map<string, string | true>();
  for (const { flag } of CONFIG_FLAGS) {
    const text = flags.value(flag);
    if (text !== undefined) given.set(flag, text);
    else if (flags.has(flag)) given.set(flag, true);
  }
  return given;
}
