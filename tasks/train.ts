/**
 * `deno task train`: trains a multilayer perceptron on every core, and evaluates it in one process.
 *
 * @module
 */
import { join } from "node:path";
import {
  DEFAULT_CONFIG,
  parseChoice,
  parseNumber,
  parseWhole,
  parseWidths,
  type RunConfig,
} from "../src/config.ts";
import { type Dataset, splitDataset } from "../src/dataset/dataset.ts";
import { loadDataset } from "../src/dataset/load.ts";
import { type BackendName, BACKENDS, useBackend } from "../src/engine/backend.ts";
import type { TrainEvent } from "../src/events.ts";
import { modelFolder } from "../src/model/file_io.ts";
import { createMlp } from "../src/model/mlp.ts";
import { formatResult } from "../src/report/format.ts";
import { progressReporter } from "../src/report/progress.ts";
import { evaluate } from "../src/training/evaluate.ts";
import { fit } from "../src/training/fit.ts";
import { finishRun, modelFolderOf, runName } from "../src/training/run_folder.ts";
import {
  EXIT,
  type Flags,
  type FlagTable,
  main,
  printHelp,
  readFlags,
  standardError,
  usage,
  UsageError,
} from "./_command.ts";
import { DATASETS, downloadListeners, readDatasetName } from "./_dataset.ts";

const FLAGS: FlagTable = {
  values: {
    dataset: `which data set: ${DATASETS.join(", ")} (default ${DEFAULT_CONFIG.dataset})`,
    dir: "folder of all data sets (default data)",
    "data-dir": "read the four IDX files, raw or .gz, from this folder; download nothing",
    hidden: `width of each hidden layer (default ${DEFAULT_CONFIG.hidden})`,
    epochs: `times that every sample is visited (default ${DEFAULT_CONFIG.epochs})`,
    "batch-size": `samples in a step, or "full" (default ${DEFAULT_CONFIG.batchSize})`,
    "learning-rate": `Adam's step size (default ${DEFAULT_CONFIG.learningRate})`,
    workers: "number of workers (default one for each core)",
    seed: `seed of all randomness (default ${DEFAULT_CONFIG.seed})`,
    backend: `what computes: ${BACKENDS.join(", ")} (default ${DEFAULT_CONFIG.backend})`,
    "validation-split": "part of the training set that validates (default: the test set does)",
    out: "folder of the run (default runs/ and the time)",
  },
  switches: {
    json: "print one JSON object an event",
    quiet: "show no progress",
  },
};

/**
 * Trains, saves and evaluates.
 *
 * @param args The command line.
 * @returns The exit code.
 */
export async function train(args: string[]): Promise<number> {
  const flags = readFlags(args, FLAGS);
  if (flags.has("help")) {
    printHelp("deno task train [flags]: train a classifier on every core", FLAGS);
    return EXIT.done;
  }
  const { dataset: name, backend, config } = readConfig(flags);
  const dir = flags.value("dir") ?? "data";
  const dataDir = flags.value("data-dir");
  const quiet = flags.has("quiet") || flags.has("json");

  // Both take a while and neither needs the other.
  const [splits] = await Promise.all([
    loadDataset(name, { dir, ...(dataDir ? { dataDir } : {}), ...downloadListeners(quiet) }),
    useBackend(backend),
  ]);
  const { training, validation } = splitTraining(splits.train, splits.test, config);
  if (typeof config.batchSize === "number" && config.batchSize > training.size) {
    throw new UsageError(
      `Cannot use --batch-size "${config.batchSize}": the training set has ${training.size} samples`,
    );
  }
  const model = createMlp({
    inputSize: training.inputs.shape.reduce((product, size) => product * size, 1),
    hidden: config.hidden,
    outputSize: training.classes ?? 1,
    seed: config.seed,
    learningRate: config.learningRate,
  });
  const folder = flags.value("out") ?? join("runs", runName(new Date()));
  const interrupted = await untilInterrupted((signal) =>
    fit(model, training, {
      epochs: config.epochs,
      batchSize: config.batchSize,
      workers: config.workers,
      seed: config.seed,
      backend,
      validation,
      onEvent: reporter(flags),
      signal,
    })
  );
  await model.save(modelFolder(modelFolderOf(folder)));
  await finishRun(folder, config);
  if (interrupted) {
    console.error(`Interrupted: the model so far is in "${modelFolderOf(folder)}"`);
    return EXIT.interrupted;
  }
  const result = evaluate<"accuracy">(model, splits.test);
  if (flags.has("json")) console.log(JSON.stringify({ type: "result", ...result, run: folder }));
  else Deno.stdout.writeSync(new TextEncoder().encode(formatResult(result)));
  return EXIT.done;
}

function readConfig(
  flags: Flags,
): { dataset: ReturnType<typeof readDatasetName>; backend: BackendName; config: RunConfig } {
  const defaults = DEFAULT_CONFIG;
  const whole = (name: string, least: number, otherwise: number): number => {
    const text = flags.value(name);
    return text === undefined ? otherwise : usage(() => parseWhole(`--${name}`, text, least));
  };
  const hidden = flags.value("hidden");
  const batch = flags.value("batch-size");
  const rate = flags.value("learning-rate");
  const split = flags.value("validation-split");
  const dataset = readDatasetName(flags.value("dataset") ?? defaults.dataset);
  const backend = usage(() =>
    parseChoice("--backend", flags.value("backend") ?? defaults.backend, BACKENDS)
  );
  const config = usage((): RunConfig => ({
    dataset,
    backend,
    hidden: hidden === undefined ? defaults.hidden : parseWidths("--hidden", hidden),
    learningRate: rate === undefined
      ? defaults.learningRate
      : parseNumber("--learning-rate", rate, (value) => value > 0, "a number above 0"),
    batchSize: batch === "full" ? "full" : whole("batch-size", 1, Number(defaults.batchSize)),
    epochs: whole("epochs", 1, defaults.epochs),
    workers: whole("workers", 1, defaults.workers),
    seed: whole("seed", 0, defaults.seed),
    validationSplit: split === undefined ? defaults.validationSplit : parseNumber(
      "--validation-split",
      split,
      (value) => value >= 0 && value < 1,
      "a number from 0 to below 1",
    ),
  }));
  return { dataset, backend, config };
}

function splitTraining(
  training: Dataset,
  test: Dataset,
  { validationSplit }: RunConfig,
): { training: Dataset; validation: Dataset } {
  if (validationSplit === 0) return { training, validation: test };
  const { train, validation } = usage(() => splitDataset(training, validationSplit));
  return { training: train, validation };
}

function reporter(flags: Flags): (event: TrainEvent) => void {
  if (flags.has("json")) return (event) => console.log(JSON.stringify(event));
  if (flags.has("quiet")) return () => {};
  return progressReporter(standardError);
}

/** Runs until the end or Ctrl-C, which lets the step that is under way end. A second Ctrl-C ends the process. */
async function untilInterrupted(run: (signal: AbortSignal) => Promise<unknown>): Promise<boolean> {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) Deno.exit(EXIT.interrupted);
    controller.abort();
  };
  Deno.addSignalListener("SIGINT", interrupt);
  try {
    await run(controller.signal);
    return false;
  } catch (error) {
    if (controller.signal.aborted && error === controller.signal.reason) return true;
    throw error;
  } finally {
    Deno.removeSignalListener("SIGINT", interrupt);
  }
}

if (import.meta.main) await main(train);
