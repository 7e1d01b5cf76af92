/**
 * `deno task evaluate`: loss and accuracy of a saved model on the test set, in one process unless told
 * otherwise.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { parseChoice, parseWhole } from "../src/config/parse.ts";
import { loadDataset } from "../src/dataset/load.ts";
import { BACKENDS, useBackend } from "../src/engine/backend.ts";
import { modelFolder } from "../src/model/file_io.ts";
import { compileMlp } from "../src/model/mlp.ts";
import { formatResult } from "../src/report/format.ts";
import { evaluate as evaluateModel } from "../src/training/evaluate.ts";
import { evaluateOnWorkers } from "../src/training/evaluate_on_workers.ts";
import { findRun, modelFolderOf, readRunConfig } from "../src/training/run_folder.ts";
import { EXIT, type FlagTable, main, printHelp, readFlags, usage } from "./_command.ts";
import { downloadListeners } from "./_dataset.ts";

const FLAGS: FlagTable = {
  values: {
    run: "folder of the run (default runs/latest)",
    dir: "folder of all data sets (default data)",
    "data-dir": "read the four IDX files, raw or .gz, from this folder; download nothing",
    workers: "number of workers; 1 evaluates in this process (default 1)",
    backend: `what computes: ${BACKENDS.join(", ")} (default wasm)`,
  },
  switches: {
    json: "print the result as a JSON object",
    quiet: "show no progress",
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
    printHelp("deno task evaluate [flags]: loss and accuracy of a saved model", FLAGS);
    return EXIT.done;
  }
  const backend = usage(() => parseChoice("--backend", flags.value("backend") ?? "wasm", BACKENDS));
  const workers = usage(() => parseWhole("--workers", flags.value("workers") ?? "1", 1));
  const run = await findRun(flags.value("run") ?? "runs/latest");
  const { dataset, loss, metrics } = await readRunConfig(run);
  const dataDir = flags.value("data-dir");
  const [{ test }] = await Promise.all([
    loadDataset(dataset, {
      dir: flags.value("dir") ?? "data",
      ...(dataDir ? { dataDir } : {}),
      ...downloadListeners(flags.has("quiet") || flags.has("json")),
    }),
    useBackend(backend),
  ]);
  const model = await tf.loadLayersModel(modelFolder(modelFolderOf(run)));
  const compiled = compileMlp(model, { loss, metrics });
  const result = workers === 1
    ? evaluateModel(compiled, test)
    : await evaluateOnWorkers(compiled, test, { workers, backend });
  if (flags.has("json")) console.log(JSON.stringify({ type: "result", ...result, run }));
  else Deno.stdout.writeSync(new TextEncoder().encode(formatResult(result)));
  return EXIT.done;
}

if (import.meta.main) await main(evaluate);
