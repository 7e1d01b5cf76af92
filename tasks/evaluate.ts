/**
 * `deno task evaluate`: loss and accuracy of a saved model on the test set, in one process unless told
 * otherwise.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { parseChoice, parseWhole } from "../src/config/parse.ts";
import { catalog } from "../src/dataset/catalog.ts";
import { loadDataset } from "../src/dataset/load.ts";
import { BACKENDS, useBackend } from "../src/engine/backend.ts";
import { modelFolder } from "../src/model/file_io.ts";
import { compileMlp } from "../src/model/mlp.ts";
import { formatClasses } from "../src/report/classes.ts";
import { formatResult } from "../src/report/format.ts";
import { lineWidth } from "../src/report/line.ts";
import { evaluate as evaluateModel } from "../src/training/evaluate.ts";
import { evaluateOnWorkers } from "../src/training/evaluate_on_workers.ts";
import { evaluateClasses } from "../src/training/evaluate_classes.ts";
import { bestFolderOf, findRun, modelFolderOf, readRunConfig } from "../src/training/run_folder.ts";
import { columnsOf, EXIT, type FlagTable, main, printHelp, readFlags, usage } from "./_command.ts";
import { DATA_FLAGS, loadOptions } from "./_dataset.ts";

const FLAGS: FlagTable = {
  values: {
    run: "folder of the run (default runs/latest)",
    ...DATA_FLAGS,
    workers: "number of workers; 1 evaluates in this process (default 1)",
    backend: `what computes: ${BACKENDS.join(", ")} (default wasm)`,
  },
  switches: {
    best: "the model of the best epoch, not of the last one",
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
  const run = await findRun(flags.value("run") ?? "runs/latest");
  const { dataset, loss, metrics } = await readRunConfig(run);
  const [{ test }] = await Promise.all([
    loadDataset(dataset, await loadOptions(dataset, flags)),
    useBackend(backend),
  ]);
  const folder = flags.has("best") ? bestFolderOf(run) : modelFolderOf(run);
  const model = await tf.loadLayersModel(modelFolder(folder));
  const compiled = compileMlp(model, { loss, metrics });
  const result = workers === 1
    ? evaluateModel(compiled, test)
    : await evaluateOnWorkers(compiled, test, { workers, backend });
  const { classNames } = catalog[dataset];
  if (flags.has("json")) {
    const report = evaluateClasses(compiled, test, { classNames });
    console.log(JSON.stringify({ type: "result", ...result, run, ...report }));
    return EXIT.done;
  }
  const details = flags.has("verbose")
    ? formatClasses(
      evaluateClasses(compiled, test, { classNames }),
      lineWidth(columnsOf(Deno.stdout)),
    )
    : "";
  Deno.stdout.writeSync(new TextEncoder().encode(details + formatResult(result)));
  return EXIT.done;
}

if (import.meta.main) await main(evaluate);
