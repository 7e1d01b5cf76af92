/**
 * `deno task train`: trains a model on every core, and evaluates it in one process.
 *
 * @module
 */
import type { RunConfig } from "../src/config/run_config.ts";
import { type Dataset, sliceDataset, splitDataset } from "../src/dataset/dataset.ts";
import type { Task } from "../src/dataset/task.ts";
import { useBackend } from "../src/engine/backend.ts";
import type { Logs, TrainEvent } from "../src/events.ts";
import type { LayersModel } from "../src/model/topology.ts";
import { formatResult } from "../src/report/format.ts";
import { progressReporter } from "../src/report/progress.ts";
import { recordRun } from "../src/run/record_run.ts";
import { saveEvaluation } from "../src/run/evaluation_file.ts";
import { modelFolderOf } from "../src/run/run_folder.ts";
import { DivergenceError } from "../src/training/divergence_error.ts";
import { evaluate } from "../src/training/evaluate.ts";
import { fit } from "../src/training/fit.ts";
import { residualsOf } from "../src/training/residuals.ts";
import {
  EXIT,
  type Flags,
  main,
  printHelp,
  readFlags,
  standardError,
  usage,
  warn,
} from "./_command.ts";
import { configFlags, readGiven } from "./_config_flags.ts";
import { openRunData } from "./_data.ts";
import { DATA_FLAGS } from "./_dataset.ts";
import { fitOptions } from "./_fit_options.ts";
import { createModel, loadTrained } from "./_model.ts";
import { openRun, readResumed, requireSameData, RUN_FLAGS, whyComplete } from "./_run.ts";

const FLAGS = configFlags({
  values: {
    ...DATA_FLAGS,
    ...RUN_FLAGS.values,
  },
  switches: {
    ...RUN_FLAGS.switches,
    json: "print one JSON object an event",
    quiet: "show no progress",
    verbose: "tell how training goes about its work; print the stack of an error",
  },
});

/**
 * Trains, saves and evaluates.
 *
 * @param args The command line.
 * @returns The exit code.
 */
export async function train(args: string[]): Promise<number> {
  const flags = readFlags(args, FLAGS);
  if (flags.has("help")) {
    printHelp("train [flags]: train a model on every core, and evaluate it", FLAGS);
    return EXIT.done;
  }
  const given = await readGiven(flags);
  const resumed = await readResumed(flags);
  const { config, data } = await openRunData(given, flags, (known) => useBackend(known.backend));
  const { task, preprocessing } = data;
  // Data sets by name do not change.
  if (resumed && config.dataset === null) await requireSameData(resumed, preprocessing);
  const test = limit(data.test, config.limitTest);
  const complete = resumed && await whyComplete(resumed, config);
  if (resumed && complete !== undefined) {
    console.error(`Run "${resumed.folder}" is complete: ${complete}`);
    const model = await loadTrained(modelFolderOf(resumed.folder), config);
    printResult(flags, evaluate(model, test), resumed.folder);
    return EXIT.done;
  }
  const train = limit(data.train, config.limitTrain);
  const { training, validation } = splitTraining(train, test, config);
  const model = await createModel(config, training, task);
  await using run = await openRun(flags, config, resumed?.folder);
  if (config.batchSize !== "full" && config.batchSize > training.size) {
    warn(
      `the training set has ${training.size} sample${
        training.size === 1 ? "" : "s"
      }, less than a batch of ${config.batchSize}: ` +
        "each step takes them all",
    );
  }
  const recorder = recordRun(run, model, {
    monitor: config.monitor,
    preprocessing,
    onEvent: reporter(flags),
  });
  const interrupted = await untilInterrupted((signal) =>
    fit(model, training, {
      ...fitOptions(config, training.size),
      validationData: validation,
      resume: resumed?.checkpoint,
      signal,
      ...recorder.options,
    })
  ).catch((error) => {
    if (!(error instanceof DivergenceError)) throw error;
    throw new Error(`${error.message} (--learning-rate, --clip-norm)`, { cause: error });
  });
  await recorder.finish();
  if (interrupted) {
    console.error(`Interrupted: the model so far is in "${modelFolderOf(run.folder)}"`);
    return EXIT.interrupted;
  }
  await keepResiduals(run.folder, model, test, task);
  printResult(flags, evaluate(model, test), run.folder);
  return EXIT.done;
}

/** Keeps what the report of a regression shows. */
async function keepResiduals(
  run: string,
  model: LayersModel,
  test: Dataset,
  task: Task,
): Promise<void> {
  if (task.kind === "regression") {
    await saveEvaluation(run, residualsOf(model, test, task.outputs));
  }
}

/** The lines, or the object, that end standard output. */
function printResult(flags: Flags, result: Logs, run: string): void {
  if (flags.has("json")) console.log(JSON.stringify({ type: "result", ...result, run }));
  else Deno.stdout.writeSync(new TextEncoder().encode(formatResult(result)));
}

function limit(dataset: Dataset, samples: number | null): Dataset {
  return samples === null ? dataset : sliceDataset(dataset, 0, Math.min(samples, dataset.size));
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
  return progressReporter(standardError, flags.has("verbose"));
}

/** A terminal gives Ctrl-C to every process, and `deno task` passes it on: one press may arrive twice. */
const ONE_PRESS = 1000;

/** Runs until the end or Ctrl-C, which lets the step that is under way end. A second Ctrl-C ends the process. */
async function untilInterrupted(run: (signal: AbortSignal) => Promise<unknown>): Promise<boolean> {
  const controller = new AbortController();
  let pressed = Infinity;
  const interrupt = (): void => {
    if (performance.now() - pressed > ONE_PRESS) Deno.exit(EXIT.interrupted);
    if (controller.signal.aborted) return;
    pressed = performance.now();
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
