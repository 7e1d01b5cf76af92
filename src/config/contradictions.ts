/**
 * Choices that are right each on its own, and wrong together.
 *
 * @module
 */
import { catalog } from "../dataset/catalog.ts";
import { taskOf } from "../dataset/task_of.ts";
import { defaultsOf, fittingActivations } from "../model/task_defaults.ts";
import { ARCHITECTURE_NAMES, architectureOf, ownersOf } from "./architectures.ts";
import { oneOf } from "./fields.ts";
import { CONFIG_FLAGS, type ConfigFlag } from "./flags.ts";
import type { RunConfig } from "./run_config.ts";

/**
 * Refuses choices that contradict each other.
 *
 * @param config The configuration.
 * @param flags The flags that were given.
 * @param file Path of the configuration file, if there is one.
 * @throws {RangeError} If choices contradict each other.
 */
export function refuseContradictions(
  config: RunConfig,
  flags: ReadonlyMap<string, string | true>,
  file: string | undefined,
): void {
  const { loss, outputActivation, model, preset, clipNorm, clipValue, classWeight, monitor } =
    config;
  const name = (flag: string, key: string): string =>
    flags.has(flag) || file === undefined ? `--${flag}` : `config "${file}": ${key}`;
  const task = taskOf(catalog[config.dataset]);
  const fitting = fittingActivations(task.kind, loss);
  if (architectureOf(model) && !fitting.includes(outputActivation)) {
    throw new RangeError(
      `Cannot use ${name("output-activation", "outputActivation")} "${outputActivation}" ` +
        `with loss "${loss}": expected ${fitting.join(" or ")}`,
    );
  }
  if (preset !== null && !ownersOf(preset).some((owner) => owner === model)) {
    throw new RangeError(
      `Cannot use ${name("preset", "preset")} "${preset}" with model "${model}": ` +
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
      `Cannot use ${name("clip-norm", "clipNorm")} with ${
        name("clip-value", "clipValue")
      }: expected one of them`,
    );
  }
  if (classWeight !== null && task.kind !== "classification") {
    throw new RangeError(
      `Cannot use ${name("class-weight", "classWeight")} with data set "${config.dataset}": ` +
        `expected one whose samples are of one class each`,
    );
  }
  const { outputSize: classes } = defaultsOf(task);
  const missing = Object.keys(classWeight ?? {}).find((label) => Number(label) >= classes);
  if (missing !== undefined) {
    throw new RangeError(
      `Cannot use ${name("class-weight", "classWeight")} for class ${missing}: ` +
        `expected a class from 0 to ${classes - 1}`,
    );
  }
  const values = monitorable(config);
  if (!values.includes(monitor)) {
    throw new RangeError(
      `Cannot use ${name("monitor", "monitor")} "${monitor}": ${oneOf(values, monitor)}`,
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
