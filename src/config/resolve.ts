/**
 * From a configuration file and flags to one resolved configuration.
 *
 * @module
 */
import { closest } from "fastest-levenshtein";
import type { z } from "zod";
import { isRecord } from "../is_record.ts";
import { defaultsOf, fittingActivations, TASK_DEFAULTS } from "../model/task_defaults.ts";
import { architectureOf } from "./architectures.ts";
import { refuseContradictions } from "./contradictions.ts";
import { type DataFacts, factsOf } from "./data_facts.ts";
import { OWN_DATA } from "./data_source.ts";
import { CONFIG_FLAGS, type ConfigFlag } from "./flags.ts";
import type { RunConfig } from "./run_config.ts";
import { schema } from "./schema.ts";
import { sizedDefaults } from "./sized_defaults.ts";

/** What a configuration is resolved from. */
export interface GivenConfig {
  /** Flags by name: their text, or true for a switch. They win over the file. @default none */
  readonly flags?: ReadonlyMap<string, string | true>;
  /** The value of a configuration file. @default none */
  readonly file?: { readonly path: string; readonly value: unknown } | undefined;
  /**
   * What is known of the data. One's own are known once they are read: before that, choices are not compared with them.
   *
   * @default what the catalogue says of a data set by name
   */
  readonly facts?: DataFacts | undefined;
}

/**
 * Resolves a configuration: flags over the file, the file over the defaults.
 *
 * @param given See {@linkcode GivenConfig}.
 * @returns The configuration, with every choice made.
 * @throws {RangeError} If a value is wrong, a key is unknown, or choices contradict each other: one line that names the
 * flag, or the file and the path in it.
 */
export function resolveConfig(
  { flags = new Map(), file, facts: read }: GivenConfig = {},
): RunConfig {
  const said = merge(file?.value ?? {}, flags);
  const dataset = datasetOf(said);
  const facts = read ?? factsOf(dataset);
  const merged = withDataDefaults(
    merge(withModelDefaults(file?.value ?? {}, flags, facts), flags),
    dataset,
    facts,
  );
  const result = schema.safeParse(merged);
  if (!result.success) throw new RangeError(explain(result.error, merged, flags, file?.path));
  const { outputActivation, ...rest } = result.data;
  const kind = facts?.task.kind ?? "classification";
  const config = {
    ...rest,
    outputActivation: outputActivation ?? fittingActivations(kind, rest.loss)[0],
  };
  refuseContradictions(config, { flags, file: file?.path, facts });
  return config;
}

type Fields = Record<string, unknown>;

/** The data set that is named; none beside data of one's own. */
function datasetOf(said: unknown): unknown {
  if (!isRecord(said)) return undefined;
  const own = Object.keys(OWN_DATA).some((key) => (said[key] ?? null) !== null);
  return said["dataset"] ?? (own ? null : "mnist");
}

/** Adds what the model decides for the data, and above that its preset, where the file says nothing. */
function withModelDefaults(
  file: unknown,
  flags: ReadonlyMap<string, string | true>,
  facts: DataFacts | undefined,
): unknown {
  if (!isRecord(file)) return file;
  const architecture = architectureOf(flags.get("model") ?? file["model"] ?? "mlp");
  const preset = String(flags.get("preset") ?? file["preset"]);
  const chosen: Fields = { ...architecture?.presets[preset] };
  const { batchSize, ...sized } = sizedDefaults(facts);
  // The epochs are counted for this batch; only models of images have one of their own that is as good.
  const batch = batchSize === undefined || facts?.kind === "images" ? {} : { batchSize };
  const all = { ...sized, batchSize, ...architecture?.defaults, ...batch };
  return lay(file, lay(chosen, all));
}

/** Lays choices over others: a block takes from the one below what it does not say, unless it has another name. */
function lay(over: Fields, below: Fields): Fields {
  const laid: Fields = { ...below };
  for (const [key, value] of Object.entries(over)) {
    const block = key in NAMED && typeof value === "string" ? { name: value } : value;
    const other = below[key];
    const mixed = isRecord(block) && isRecord(other) && sameName(other, block);
    laid[key] = mixed ? { ...other, ...block } : value;
  }
  return laid;
}

/** Adds what the data decide, where nothing is said. */
function withDataDefaults(
  given: unknown,
  dataset: unknown,
  facts: DataFacts | undefined,
): unknown {
  if (!isRecord(given)) return given;
  const { loss, metrics } = facts ? defaultsOf(facts.task) : TASK_DEFAULTS.classification;
  return { loss, metrics, ...given, dataset };
}

/** Blocks whose constants depend on a name, and the name that stands where none is given. */
const NAMED: Readonly<Record<string, string>> = { optimizer: "adam", schedule: "constant" };

function merge(file: unknown, flags: ReadonlyMap<string, string | true>): unknown {
  if (!isRecord(file)) return file;
  const merged: Fields = structuredClone(file);
  // A block's name comes before its constants, and a switch before what it switches on.
  const ordered = CONFIG_FLAGS.toSorted((a, b) => a.path.length - b.path.length);
  for (const flag of ordered) {
    const text = flags.get(flag.flag);
    if (text !== undefined) setField(merged, flag, readFlag(flag, text));
  }
  return merged;
}

function setField(config: Fields, { path }: ConfigFlag, value: unknown): void {
  const [key = "", field] = path;
  const block = isRecord(config[key])
    ? config[key]
    : typeof config[key] === "string"
    ? { name: config[key] }
    : undefined;
  if (field !== undefined) {
    const named = NAMED[key];
    config[key] = { ...block ?? (named ? { name: named } : {}), [field]: value };
  } else if (isRecord(value) && block && sameName(block, value)) config[key] = block;
  else config[key] = value;
}

function sameName(block: Fields, value: Fields): boolean {
  return value["name"] === undefined || value["name"] === block["name"];
}

function readFlag(flag: ConfigFlag, text: string | true): unknown {
  if (text === true) return flag.switch;
  if (flag.read) return flag.read(text);
  return flag.choices.length === 0 && text.trim() !== "" && Number.isFinite(Number(text))
    ? Number(text)
    : text;
}

/** One line on the first thing that is wrong. */
function explain(
  { issues: [issue] }: z.ZodError,
  merged: unknown,
  flags: ReadonlyMap<string, string | true>,
  file: string | undefined,
): string {
  if (!issue) return "Cannot use the configuration";
  const unknown = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const path = [...issue.path.map(String), ...(unknown === undefined ? [] : [unknown])];
  const field = fieldAt(path);
  const text = field && flags.get(field.flag);
  const where = file === undefined ? "the configuration" : `config "${file}"`;
  const name = path.join(".");
  if (unknown !== undefined) {
    if (!field || field.path.length < path.length) {
      return `Cannot use ${where}: unknown key "${name}"; ` +
        `did you mean "${closest(unknown, keysBeside(path))}"?`;
    }
    const block = valueAt(merged, path.slice(0, -1));
    const rule = isRecord(block) ? block["name"] : undefined;
    const key = text === undefined ? `${where}: ${name}` : `--${field.flag}`;
    return `Cannot use ${key} with ${path[0]} "${rule}": it belongs to ${field.owners.join(", ")}`;
  }
  if (field && text !== undefined) {
    const shown = text === true ? "" : ` "${text}"`;
    return `Cannot use --${field.flag}${shown}: ${issue.message}`;
  }
  const given = JSON.stringify(valueAt(merged, path));
  const got = given === undefined ? "" : `, got ${given}`;
  return `Cannot use ${where}: ${name === "" ? "" : `${name}: `}${issue.message}${got}`;
}

/** The field that a path is, or lies in: the innermost one. */
function fieldAt(path: readonly string[]): ConfigFlag | undefined {
  return CONFIG_FLAGS
    .filter((known) => known.path.every((key, i) => key === path[i]))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
}

/** The keys that can stand where an unknown one does. */
function keysBeside(path: readonly string[]): string[] {
  const depth = path.length;
  return CONFIG_FLAGS
    .filter((flag) =>
      flag.path.length === depth && flag.path.slice(0, -1).every((key, i) => key === path[i])
    )
    .map((flag) => flag.path.at(-1) ?? "");
}

/**
 * Follows a path.
 *
 * @param root Where it begins.
 * @param path Keys.
 * @returns What is there, if anything is.
 */
export function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => isRecord(value) || Array.isArray(value) ? (value as Fields)[key] : undefined,
    root,
  );
}
