/**
 * `deno task train`: trains a model on every core, and evaluates it in one process.
 *
 * @module
 */
import { dirname, join } from "node:path";
import type { RunConfig } from "../src/config/resolve.ts";
import { type Dataset, sliceDataset, splitDataset } from "../src/dataset/dataset.ts";
import { loadDataset } from "../src/dataset/load.ts";
import { useBackend } from "../src/engine/backend.ts";
import type { EpochEvent, TrainEvent } from "../src/events.ts";
import { modelFolder } from "../src/model/file_io.ts";
import type { LayersModel } from "../src/model/topology.ts";
import { formatResult } from "../src/report/format.ts";
import { metricsLine } from "../src/report/metrics_file.ts";
import { progressReporter } from "../src/report/progress.ts";
import { type Checkpoint, loadCheckpoint, saveCheckpoint } from "../src/training/checkpoint.ts";
import { DivergenceError } from "../src/training/divergence_error.ts";
import { evaluate } from "../src/training/evaluate.ts";
import { fit } from "../src/training/fit.ts";
import type { KeepBestConfig } from "../src/training/fit_options.ts";
import {
  bestFolderOf,
  checkpointFolderOf,
  markLatest,
  metricsFileOf,
  modelFolderOf,
  runName,
  saveConfig,
} from "../src/training/run_folder.ts";
import {
  EXIT,
  type Flags,
  main,
  printHelp,
  readFlags,
  standardError,
  usage,
  UsageError,
} from "./_command.ts";
import { configFlags, readRunConfig, resumedRun } from "./_config_flags.ts";
import { DATA_FLAGS, loadOptions } from "./_dataset.ts";
import { fitOptions } from "./_fit_options.ts";
import { createModel } from "./_model.ts";

const FLAGS = configFlags({
  values: {
    ...DATA_FLAGS,
    out: "folder of the run (default runs/ and the time)",
    resume:
      "go on with this run, such as runs/latest, from its last checkpoint, as if it had not stopped",
  },
  switches: {
    json: "print one JSON object an event",
    quiet: "show no progress",
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
  const config = await readRunConfig(flags);
  const resume = flags.value("resume");
  const resumed = resume === undefined ? undefined : await resumedRun(resume);
  const checkpoint = resumed === undefined ? undefined : await requireCheckpoint(resumed);
  // Both take a while and neither needs the other.
  const [splits] = await Promise.all([
    loadDataset(config.dataset, await loadOptions(config.dataset, flags)),
    useBackend(config.backend),
  ]);
  const test = limit(splits.test, config.limitTest);
  const train = limit(splits.train, config.limitTrain);
  const { training, validation } = splitTraining(train, test, config);
  if (config.batchSize !== "full" && config.batchSize > training.size) {
    throw new UsageError(
      `Cannot use --batch-size "${config.batchSize}": the training set has ${training.size} samples`,
    );
  }
  const model = await createModel(config, training);
  const report = reporter(flags);
  let ended: EpochEvent | undefined;
  const folder = resumed ?? flags.value("out") ?? join("runs", runName(new Date()));
  const interrupted = await untilInterrupted((signal) =>
    fit(model, training, {
      ...fitOptions(config, training.size),
      validationData: validation,
      keepBest: bestModel(model, folder, config),
      onCheckpoint: async (saved) => {
        if (ended) await append(metricsFileOf(folder), metricsLine(ended));
        await saveCheckpoint(checkpointFolderOf(folder), saved);
      },
      resume: checkpoint,
      onEvent: (event) => {
        if (event.type === "epoch") ended = event;
        report(event);
      },
      signal,
    })
  ).catch((error) => {
    if (!(error instanceof DivergenceError)) throw error;
    throw new Error(`${error.message} (--learning-rate, --clip-norm)`, { cause: error });
  });
  await saveConfig(folder, config);
  await model.save(modelFolder(modelFolderOf(folder)));
  await markLatest(folder);
  if (interrupted) {
    console.error(`Interrupted: the model so far is in "${modelFolderOf(folder)}"`);
    return EXIT.interrupted;
  }
  const result = evaluate(model, test);
  if (flags.has("json")) console.log(JSON.stringify({ type: "result", ...result, run: folder }));
  else Deno.stdout.writeSync(new TextEncoder().encode(formatResult(result)));
  return EXIT.done;
}

async function append(file: string, line: string): Promise<void> {
  await Deno.mkdir(dirname(file), { recursive: true });
  await Deno.writeTextFile(file, line, { append: true });
}

async function requireCheckpoint(run: string): Promise<Checkpoint> {
  const checkpoint = await loadCheckpoint(checkpointFolderOf(run));
  if (checkpoint) return checkpoint;
  throw new UsageError(
    `Cannot resume run "${run}": expected a checkpoint in it; there is one after its first epoch`,
  );
}

/** Keeps the model of the best epoch beside the last one, from the first epoch on. */
function bestModel(model: LayersModel, folder: string, config: RunConfig): KeepBestConfig {
  const { monitor } = config;
  return {
    monitor,
    save: async () => {
      await saveConfig(folder, config);
      await model.save(modelFolder(bestFolderOf(folder)));
    },
  };
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
  return progressReporter(standardError);
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
