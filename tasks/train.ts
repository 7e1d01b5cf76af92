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
import { type Dataset, sliceDataset, splitDataset } from "../src/dataset/dataset.ts";
import { loadDataset } from "../src/dataset/load.ts";
import { type BackendName, BACKENDS, useBackend } from "../src/engine/backend.ts";
import type { TrainEvent } from "../src/events.ts";
import { modelFolder } from "../src/model/file_io.ts";
import { LOSSES, type LossName } from "../src/model/losses.ts";
import { type ActivationName, ACTIVATIONS, createMlp } from "../src/model/mlp.ts";
import { DEFAULT_OPTIMIZERS, OPTIMIZERS } from "../src/optimizer/defaults.ts";
import type { OptimizerName } from "../src/optimizer/optimizer.ts";
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
    activation: `of the hidden layers: ${
      ACTIVATIONS.join(", ")
    } (default ${DEFAULT_CONFIG.activation})`,
    "output-activation": "of the last layer (default softmax; sigmoid or linear by the loss)",
    loss: `what training makes small: ${LOSSES.join(", ")} (default ${DEFAULT_CONFIG.loss})`,
    optimizer: `the rule: ${OPTIMIZERS.join(", ")} (default ${DEFAULT_CONFIG.optimizer})`,
    epochs: `times that every sample is visited (default ${DEFAULT_CONFIG.epochs})`,
    "batch-size": `samples in a step, or "full" (default ${DEFAULT_CONFIG.batchSize})`,
    "learning-rate": "step size (default: the rule's, 0.001 for adam)",
    workers: "number of workers (default one for each core)",
    seed: `seed of all randomness (default ${DEFAULT_CONFIG.seed})`,
    backend: `what computes: ${BACKENDS.join(", ")} (default ${DEFAULT_CONFIG.backend})`,
    "validation-split": "part of the training set that validates (default: the test set does)",
    "limit-train": "use the first samples of the training set alone (default all)",
    "limit-test": "the same of the test set (default all)",
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
  const choices = readChoices(flags);
  const { dataset: name, backend, activation, outputActivation, loss, optimizer } = choices;
  const config = readConfig(flags, choices);
  const dir = flags.value("dir") ?? "data";
  const dataDir = flags.value("data-dir");
  const quiet = flags.has("quiet") || flags.has("json");

  // Both take a while and neither needs the other.
  const [splits] = await Promise.all([
    loadDataset(name, { dir, ...(dataDir ? { dataDir } : {}), ...downloadListeners(quiet) }),
    useBackend(backend),
  ]);
  const test = limit(splits.test, config.limitTest);
  const train = limit(splits.train, config.limitTrain);
  const { training, validation } = splitTraining(train, test, config);
  if (typeof config.batchSize === "number" && config.batchSize > training.size) {
    throw new UsageError(
      `Cannot use --batch-size "${config.batchSize}": the training set has ${training.size} samples`,
    );
  }
  const model = createMlp({
    inputSize: training.inputs.shape.reduce((product, size) => product * size, 1),
    hidden: config.hidden,
    outputSize: training.classes ?? 1,
    activation,
    outputActivation,
    loss,
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
      optimizer: { ...DEFAULT_OPTIMIZERS[optimizer], learningRate: config.learningRate },
      validationData: validation,
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
  const result = evaluate<"accuracy">(model, test);
  if (flags.has("json")) console.log(JSON.stringify({ type: "result", ...result, run: folder }));
  else Deno.stdout.writeSync(new TextEncoder().encode(formatResult(result)));
  return EXIT.done;
}

/** The flags that name something. */
interface Choices {
  readonly dataset: ReturnType<typeof readDatasetName>;
  readonly backend: BackendName;
  readonly activation: ActivationName;
  readonly outputActivation: ActivationName;
  readonly loss: LossName;
  readonly optimizer: OptimizerName;
}

function readChoices(flags: Flags): Choices {
  const defaults = DEFAULT_CONFIG;
  const choice = <Name extends string>(
    flag: string,
    otherwise: string,
    names: readonly Name[],
  ): Name => usage(() => parseChoice(`--${flag}`, flags.value(flag) ?? otherwise, names));
  const dataset = readDatasetName(flags.value("dataset") ?? defaults.dataset);
  const backend = choice("backend", defaults.backend, BACKENDS);
  const activation = choice("activation", defaults.activation, ACTIVATIONS);
  const loss = choice("loss", defaults.loss, LOSSES);
  const optimizer = choice("optimizer", defaults.optimizer, OPTIMIZERS);
  const fitting = outputActivationsOf(loss);
  const outputActivation = choice("output-activation", fitting[0] ?? "linear", ACTIVATIONS);
  if (fitting.length > 0 && !fitting.includes(outputActivation)) {
    throw new UsageError(
      `Cannot use --output-activation "${outputActivation}" with loss "${loss}": ` +
        `expected ${fitting.join(" or ")}`,
    );
  }
  return { dataset, backend, activation, outputActivation, loss, optimizer };
}

/** The activations of the last layer that make sense with a loss, the default first. */
function outputActivationsOf(loss: LossName): readonly ActivationName[] {
  switch (loss) {
    case "categoricalCrossentropy":
    case "sparseCategoricalCrossentropy":
    case "kullbackLeiblerDivergence":
      return ["softmax"];
    case "binaryCrossentropy":
      return ["sigmoid", "softmax"];
    case "huber":
      return ["linear", "sigmoid", "tanh", "relu"];
    default:
      return ["sigmoid", ...ACTIVATIONS];
  }
}

function readConfig(flags: Flags, choices: Choices): RunConfig {
  const defaults = DEFAULT_CONFIG;
  const whole = (name: string, least: number, otherwise: number): number => {
    const text = flags.value(name);
    return text === undefined ? otherwise : usage(() => parseWhole(`--${name}`, text, least));
  };
  const hidden = flags.value("hidden");
  const batch = flags.value("batch-size");
  const rate = flags.value("learning-rate");
  const split = flags.value("validation-split");
  return usage((): RunConfig => ({
    ...choices,
    hidden: hidden === undefined ? defaults.hidden : parseWidths("--hidden", hidden),
    learningRate: rate === undefined
      ? DEFAULT_OPTIMIZERS[choices.optimizer].learningRate
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
    limitTrain: whole("limit-train", 1, defaults.limitTrain),
    limitTest: whole("limit-test", 1, defaults.limitTest),
  }));
}

function limit(dataset: Dataset, samples: number): Dataset {
  return samples === 0 ? dataset : sliceDataset(dataset, 0, Math.min(samples, dataset.size));
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
