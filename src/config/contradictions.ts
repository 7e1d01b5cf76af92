/**
 * Choices that are right each on its own, and wrong together.
 *
 * @module
 */
import type { Task } from "../dataset/task.ts";
import { classNamesOf } from "../dataset/task_of.ts";
import { type MetricName, METRICS } from "../model/metrics.ts";
import { fittingActivations, fittingLosses, isFittingMetric } from "../model/task_defaults.ts";
import { oneOf } from "../options.ts";
import { ARCHITECTURE_NAMES, architectureOf, ownersOf } from "./architectures.ts";
import type { DataFacts } from "./data_facts.ts";
import { OWN_DATA } from "./data_source.ts";
import { CONFIG_FLAGS, type ConfigFlag } from "./flags.ts";
import type { RunConfig } from "./run_config.ts";

/** Where choices come from, and what they are for. */
export interface Origin {
  /** The flags that were given. */
  readonly flags: ReadonlyMap<string, string | true>;
  /** Path of the configuration file, if there is one. */
  readonly file: string | undefined;
  /** What is known of the data, if anything is. */
  readonly facts: DataFacts | undefined;
}

/**
 * Refuses choices that contradict each other.
 *
 * @param config The configuration.
 * @param origin Where it comes from.
 * @throws {RangeError} If choices contradict each other.
 */
export function refuseContradictions(config: RunConfig, { flags, file, facts }: Origin): void {
  const { model, preset, clipNorm, clipValue } = config;
  const flagOf = (key: string): string =>
    CONFIG_FLAGS.find(({ path }) => path.length === 1 && path[0] === key)?.flag ?? key;
  const name: NameOf = (key, beside = key) =>
    [key, beside].some((each) => flags.has(flagOf(each))) || file === undefined
      ? `--${flagOf(key)}`
      : `config "${file}": ${key}`;
  refuseSources(config, name);
  if (facts) refuseForData(config, facts, name);
  if (preset !== null && !ownersOf(preset).some((owner) => owner === model)) {
    throw new RangeError(
      `Cannot use ${name("preset")} "${preset}" with model "${model}": ` +
        `it belongs to ${ownersOf(preset).join(", ")}`,
    );
  }
  const foreign = CONFIG_FLAGS.find((known) => flags.has(known.flag) && !takes(model, known));
  if (foreign) {
    const owners = ARCHITECTURE_NAMES.filter((known) => takes(known, foreign));
    const remedy = architectureOf(model)
      ? `it belongs to ${owners.join(", ")}`
      : "expected it in the file, which has its layers";
    throw new RangeError(`Cannot use --${foreign.flag} with model "${model}": ${remedy}`);
  }
  if (clipNorm !== null && clipValue !== null) {
    throw new RangeError(
      `Cannot use ${name("clipNorm")} with ${name("clipValue")}: expected one of them`,
    );
  }
}

/** Names a choice after its flag, or after its key in the file: one that lacks as the one beside it. */
type NameOf = (key: keyof RunConfig, beside?: keyof RunConfig) => string;

/** Refuses sources that exclude each other, and what belongs to a source that is not there. */
function refuseSources(config: RunConfig, name: NameOf): void {
  const { dataset, csv, target, x, y, testX, testY } = config;
  const sources = Object.keys(OWN_DATA) as (keyof typeof OWN_DATA)[];
  const given = sources.filter((source) => config[source] !== null);
  const [first, second] = [...dataset === null ? [] : ["dataset" as const], ...given];
  if (first !== undefined && second !== undefined) {
    throw new RangeError(`Cannot use ${name(second)} with ${name(first)}: expected one of them`);
  }
  if (first === undefined) throw new RangeError("Cannot train without data: expected --dataset");
  for (const source of sources) {
    for (const key of OWN_DATA[source]) {
      const owners = sources.filter((other) =>
        (OWN_DATA[other] as readonly string[]).includes(key)
      );
      const idle = config[key] === null || key === "missing";
      if (idle || owners.some((owner) => config[owner] !== null)) continue;
      const expected = owners.map((owner) => name(owner, key)).join(" or ");
      throw new RangeError(`Cannot use ${name(key)} without ${expected}`);
    }
  }
  const lacks = (key: keyof RunConfig, other: keyof RunConfig, what: string): RangeError =>
    new RangeError(`Cannot use ${name(key)} without ${name(other, key)}: expected ${what}`);
  if (csv !== null && !target?.length) {
    throw lacks("csv", "target", "the name of the column to predict");
  }
  if (x !== null && y === null) throw lacks("x", "y", "an array of what is to be predicted");
  if (testX !== null && testY === null) throw lacks("testX", "testY", "both or none");
  if (testY !== null && testX === null) throw lacks("testY", "testX", "both or none");
}

/** The tasks in words. */
const TASKS: Readonly<Record<Task["kind"], string>> = {
  "classification": "classification",
  "binary": "two classes",
  "multi-label": "labels",
  "regression": "regression",
};

/** Refuses what the data have no use for. */
function refuseForData(config: RunConfig, { kind, task }: DataFacts, name: NameOf): void {
  const { loss, metrics, outputActivation, model, classWeight, augment, monitor } = config;
  const losses = fittingLosses(task.kind);
  if (!losses.includes(loss)) {
    throw new RangeError(
      `Cannot use ${name("loss")} "${loss}" for ${TASKS[task.kind]}: ` +
        `expected one of ${losses.join(", ")}`,
    );
  }
  const fits = (metric: MetricName): boolean => isFittingMetric(task.kind, metric);
  const idle = metrics.find((metric) => !fits(metric));
  if (idle !== undefined) {
    throw new RangeError(
      `Cannot use ${name("metrics")} "${idle}" for ${TASKS[task.kind]}: ` +
        `expected some of ${METRICS.filter(fits).join(", ")}`,
    );
  }
  const fitting = fittingActivations(task.kind, loss);
  if (architectureOf(model) && !fitting.includes(outputActivation)) {
    throw new RangeError(
      `Cannot use ${name("outputActivation")} "${outputActivation}" ` +
        `with loss "${loss}": expected ${fitting.join(" or ")}`,
    );
  }
  if (augment !== null && kind === "table") {
    throw new RangeError(`Cannot use ${name("augment")} with a table: expected images`);
  }
  const classes = classNamesOf(task).length;
  if (classWeight !== null && classes === 0) {
    throw new RangeError(
      `Cannot use ${name("classWeight")} for ${TASKS[task.kind]}: ` +
        "expected data whose samples are of one class each",
    );
  }
  const missing = Object.keys(classWeight ?? {}).find((label) => Number(label) >= classes);
  if (missing !== undefined) {
    throw new RangeError(
      `Cannot use ${name("classWeight")} for class ${missing}: ` +
        `expected a class from 0 to ${classes - 1}`,
    );
  }
  const values = monitorable(config);
  if (!values.includes(monitor)) {
    throw new RangeError(
      `Cannot use ${name("monitor")} "${monitor}": ${oneOf(values, monitor)}`,
    );
  }
}

/** Whether a flag means anything to a model. */
function takes(model: string, { group, path: [key = ""] }: ConfigFlag): boolean {
  return group !== "Model" || key === "model" || key === "preset" ||
    (architectureOf(model)?.takes.some((taken) => taken === key) ?? false);
}

/** The values that every epoch has. */
function monitorable({ metrics }: RunConfig): string[] {
  const names = ["loss", ...metrics.map((metric) => metric.replace(/ByClass$/, ""))];
  return [...new Set(names)].flatMap((name) => [`val_${name}`, name]);
}
