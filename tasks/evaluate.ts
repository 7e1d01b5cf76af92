/**
 * `deno task evaluate`: loss and accuracy of a saved model on the test set, in one process unless told
 * otherwise.
 *
 * @module
 */
import { parseChoice, parseWhole } from "../src/config/parse.ts";
import { classNamesOf } from "../src/dataset/task_of.ts";
import { BACKENDS, useBackend } from "../src/engine/backend.ts";
import { compileModel } from "../src/model/compile.ts";
import { formatClasses } from "../src/report/classes.ts";
import { formatResult } from "../src/report/format.ts";
import { lineWidth } from "../src/report/line.ts";
import { evaluate as evaluateModel } from "../src/training/evaluate.ts";
import { evaluateOnWorkers } from "../src/training/evaluate_on_workers.ts";
import { type ClassesReport, evaluateClasses } from "../src/training/evaluate_classes.ts";
import { columnsOf, EXIT, type FlagTable, main, printHelp, readFlags, usage } from "./_command.ts";
import { helpOf } from "./_config_flags.ts";
import { DATA_FLAGS } from "./_dataset.ts";
import { openEvaluation } from "./_evaluation_data.ts";
import { findSavedModel, loadSavedModel, MODEL_FLAGS, type SavedModel } from "./_saved_model.ts";

const FLAGS: FlagTable = {
  values: {
    ...MODEL_FLAGS.values,
    ...helpOf(
      ["dataset", "csv", "missing", "images", "labels", "x", "y", "loss", "metrics"],
      " (default what the run has)",
    ),
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
  const [{ test, task, loss, metrics }] = await Promise.all([
    openEvaluation(flags, saved),
    useBackend(backend),
  ]);
  const compiled = compileModel(await loadSavedModel(saved), { loss, metrics });
  const result = workers === 1
    ? evaluateModel(compiled, test)
    : await evaluateOnWorkers(compiled, test, { workers, backend });
  const classNames = classNamesOf(task);
  const classesReport = (): ClassesReport | undefined =>
    classNames.length > 0 ? evaluateClasses(compiled, test, { classNames }) : undefined;
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

/** The run, or the file of a model that belongs to none. */
function whereOf({ run, file }: SavedModel): { run: string } | { model: string } {
  return run === undefined ? { model: file } : { run };
}

if (import.meta.main) await main(evaluate);
