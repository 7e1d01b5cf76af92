/**
 * `deno task evaluate`: loss and accuracy of a saved model on the test set, in one process unless told
 * otherwise.
 *
 * @module
 */
import type { RunConfig } from "../src/config/run_config.ts";
import { parseChoice, parseWhole } from "../src/config/parse.ts";
import { catalog } from "../src/dataset/catalog.ts";
import { loadDataset } from "../src/dataset/load.ts";
import { inputsFor } from "../src/dataset/preprocessing.ts";
import { outputNamesOf, taskOf } from "../src/dataset/task_of.ts";
import { BACKENDS, useBackend } from "../src/engine/backend.ts";
import { compileModel } from "../src/model/compile.ts";
import { formatClasses } from "../src/report/classes.ts";
import { formatResult } from "../src/report/format.ts";
import { lineWidth } from "../src/report/line.ts";
import { evaluate as evaluateModel } from "../src/training/evaluate.ts";
import { evaluateOnWorkers } from "../src/training/evaluate_on_workers.ts";
import { type ClassesReport, evaluateClasses } from "../src/training/evaluate_classes.ts";
import { readRunConfig } from "../src/run/run_folder.ts";
import {
  columnsOf,
  EXIT,
  type Flags,
  type FlagTable,
  main,
  printHelp,
  readFlags,
  usage,
} from "./_command.ts";
import { helpOf, readConfigOf } from "./_config_flags.ts";
import { DATA_FLAGS, loadOptions } from "./_dataset.ts";
import {
  findSavedModel,
  loadSavedModel,
  MODEL_FLAGS,
  preprocessingOfModel,
  type SavedModel,
} from "./_saved_model.ts";

const FLAGS: FlagTable = {
  values: {
    ...MODEL_FLAGS.values,
    ...helpOf(["dataset", "loss", "metrics"], " (default what the run has)"),
    ...DATA_FLAGS,
    workers: "number of workers; 1 evaluates in this process (default 1)",
    backend: `what computes: ${BACKENDS.join(", ")} (default wasm)`,
  },
  switches: {
    ...MODEL_FLAGS.switches,
    json: "print everything as one JSON object, classes and confusion matrix included",
    quiet: "show no progress",
    verbose: "print scores of every class and the confusion matrix; the stack of an error",
  },
};

/**
 * Evaluates a saved model.
 *
 * @param args The command line.
 * @returns The exit code.
 */
export async function evaluate(args: string[]): Promise<number> {
  const flags = readFlags(args, FLAGS);
  if (flags.has("help")) {
    printHelp("evaluate [flags]: loss and accuracy of a saved model", FLAGS);
    return EXIT.done;
  }
  const backend = usage(() => parseChoice("--backend", flags.value("backend") ?? "wasm", BACKENDS));
  const workers = usage(() => parseWhole("--workers", flags.value("workers") ?? "1", 1));
  const saved = await findSavedModel(flags);
  const { dataset, loss, metrics } = await readMeasures(flags, saved);
  const [splits] = await Promise.all([
    loadDataset(dataset, await loadOptions(dataset, flags)),
    useBackend(backend),
  ]);
  const compiled = compileModel(await loadSavedModel(saved), { loss, metrics });
  const preprocessing = await preprocessingOfModel(saved);
  const test = preprocessing
    ? { ...splits.test, inputs: inputsFor(preprocessing, splits.test.inputs) }
    : splits.test;
  const result = workers === 1
    ? evaluateModel(compiled, test)
    : await evaluateOnWorkers(compiled, test, { workers, backend });
  const task = taskOf(catalog[dataset]);
  // Classes of other data than the model's own have their own names.
  const own = flags.value("dataset") === undefined ? preprocessing?.classNames : undefined;
  const classNames = own ?? outputNamesOf(task);
  const classesReport = (): ClassesReport | undefined =>
    task.kind === "classification" ? evaluateClasses(compiled, test, { classNames }) : undefined;
  if (flags.has("json")) {
    const object = { type: "result", ...result, ...whereOf(saved), ...classesReport() };
    console.log(JSON.stringify(object));
    return EXIT.done;
  }
  const report = flags.has("verbose") ? classesReport() : undefined;
  const details = report ? formatClasses(report, lineWidth(columnsOf(Deno.stdout))) : "";
  Deno.stdout.writeSync(new TextEncoder().encode(details + formatResult(result)));
  return EXIT.done;
}

type Measures = Pick<RunConfig, "dataset" | "loss" | "metrics">;

/** What the model is measured on and by: what flags say, over what its run has, over the defaults. */
async function readMeasures(flags: Flags, { run }: SavedModel): Promise<Measures> {
  if (run === undefined) return readConfigOf(flags);
  const { dataset, loss, metrics } = await readRunConfig(run);
  return readConfigOf(flags, { path: run, value: { dataset, loss, metrics } });
}

/** The run, or the file of a model that belongs to none. */
function whereOf({ run, file }: SavedModel): { run: string } | { model: string } {
  return run === undefined ? { model: file } : { run };
}

if (import.meta.main) await main(evaluate);
