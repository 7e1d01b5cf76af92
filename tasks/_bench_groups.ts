/**
 * The groups of `deno task bench`, whose members take turns.
 *
 * @module
 */
import { join } from "node:path";
import { compete, type Subject } from "../bench/_contest.ts";
import { CLASSES, nameOf, type Network, perceptron, PIXELS } from "../bench/_network.ts";
import { ceiling, measureProduct, operationsOf, stepProducts } from "../bench/_products.ts";
import { type PythonProcess, pythonTrainer, startPython } from "../bench/_python.ts";
import type { Samples } from "../bench/_samples.ts";
import { startStock } from "../bench/_stock.ts";
import type { StockBackend } from "../bench/_stock_worker.ts";
import type { Row } from "../bench/_table.ts";
import { type Reached, timeOfRounds, timeTo } from "../bench/_time_to.ts";
import {
  type Load,
  stockTrainer,
  tandemName,
  tandemTrainer,
  type Trainer,
} from "../bench/_training.ts";
import { ARCHITECTURES } from "../src/config/architectures.ts";
import { resolveConfig } from "../src/config/resolve.ts";
import { catalog } from "../src/dataset/catalog.ts";
import type { Dataset } from "../src/dataset/dataset.ts";
import { taskOf } from "../src/dataset/task_of.ts";
import { type BackendName, useBackend } from "../src/engine/backend.ts";
import { warn } from "./_command.ts";
import { blueprintOf, fitOptions } from "./_fit_options.ts";

/** The default network. */
export const DEFAULT_NETWORK: Network = perceptron([500, 250, 100]);

/** Every hidden layer four times as wide. */
export const WIDE_NETWORK: Network = perceptron([2000, 1000, 400]);

/** How groups are measured. */
export interface Plan {
  readonly rounds: number;
  /** Largest number of workers. */
  readonly workers: number;
  readonly backends: readonly BackendName[];
  readonly pythons: readonly string[];
  /** Folder of the Python programs. */
  readonly programs: string;
  /** Interpreters that turned out to have neither framework. */
  readonly bare: Set<string>;
}

/** What is trained in a group, and by whom. */
export interface Training {
  readonly samples: Samples;
  readonly network: Network;
  readonly batchSize: number;
  /** Backends of tfjs as it comes that train it, too. */
  readonly stock: readonly StockBackend[];
  /** Samples of a step of theirs, where a whole batch takes too long. @default the batch */
  readonly stockBatch?: number;
  /** Whether tandem trains it with fewer workers, too. */
  readonly scaling: boolean;
  /** Steps of a round at batch 1000: about a second for those that are fast. */
  readonly steps: number;
}

/**
 * Measures the matrix products of a step of the default network.
 *
 * @param rounds Number of rounds.
 * @returns The results.
 */
export async function measureProducts(rounds: number): Promise<Row[]> {
  using thread = await startStock("wasm");
  const top = await ceiling();
  const rows: Row[] = [];
  for (const batch of [500, 1000]) {
    const seconds = { ceiling: 0, tandem: 0, tfjs: 0 };
    let operations = 0;
    for (const shape of stepProducts(batch, [PIXELS, ...DEFAULT_NETWORK.hidden, CLASSES])) {
      const { rows: height, inner, columns, transposed } = shape;
      const group = `product ${height} x ${inner} x ${columns}` +
        (transposed === "" ? "" : `, ${transposed} transposed`);
      announce(group);
      const scores = await measureProduct(shape, thread.stock, top, rounds);
      operations += operationsOf(shape);
      for (const score of scores) {
        rows.push({ ...score, group, rate: score.rate / 1e9, unit: "GFLOP/s" });
        seconds[score.framework as keyof typeof seconds] += operationsOf(shape) / score.rate;
      }
    }
    const group = `all products of a step, batch ${batch}`;
    for (const [name, time] of Object.entries(seconds)) {
      rows.push({ group, framework: name, name, rate: operations / time / 1e9, unit: "GFLOP/s" });
    }
  }
  return rows;
}

/**
 * Measures the training of a network.
 *
 * @param plan See {@linkcode Plan}.
 * @param training See {@linkcode Training}.
 * @returns The results.
 */
export async function measureTraining(plan: Plan, training: Training): Promise<Row[]> {
  const { samples, network, batchSize, stock, stockBatch = batchSize, scaling } = training;
  const group = `training ${nameOf(network)} on ${samples.pixelsOf}, batch ${batchSize}`;
  announce(group);
  const steps = Math.max(4, Math.round(training.steps * 1000 ** 0.5 / batchSize ** 0.5));
  const load: Load = { samples, network, batchSize, steps };
  await using trainers = new AsyncDisposableStack();
  const contestants: Trainer[] = [];
  const enter = (trainer: Trainer): void => void contestants.push(trainers.use(trainer));
  for (const name of stock) {
    const thread = trainers.use(await startStock(name));
    // A step of the plain backend takes seconds.
    const few = name === "cpu" || network === WIDE_NETWORK;
    enter(await stockTrainer(name, thread.stock, { ...load, batchSize: stockBatch }, few ? 1 : 4));
  }
  for (const backend of plan.backends) {
    for (const count of scaling ? countsUpTo(plan.workers) : [plan.workers]) {
      enter(await tandemTrainer(backend, count, load));
    }
  }
  for await (const process of pythonProcesses(plan, load)) enter(pythonTrainer(process, load));
  const scores = await compete(contestants, plan.rounds);
  return scores.map((score) => ({ ...score, group, unit: "samples/s" }));
}

/** One worker, twice as many and so on, and last as many as there may be. */
function countsUpTo(most: number): number[] {
  const counts: number[] = [];
  for (let count = 1; count < most; count *= 2) counts.push(count);
  return [...counts, most];
}

/** Every framework that an interpreter has, Keras with XLA and without. */
async function* pythonProcesses(plan: Plan, load: Load): AsyncGenerator<PythonProcess> {
  const { pythons, programs, workers, bare } = plan;
  const torch = join(programs, "torch_training.py");
  const keras = join(programs, "keras_training.py");
  const starts = [[torch], [keras], [keras, "--xla"]] as const;
  for (const python of pythons) {
    if (bare.has(python)) continue;
    let found = false;
    for (const [program, ...flags] of starts) {
      const process = await startPython(python, program, workers, load, flags);
      if (!process) continue;
      found = true;
      yield process;
    }
    if (found) continue;
    bare.add(python);
    warn(`"${python}" has neither PyTorch nor Keras; its rows are left out`);
  }
}

/** The accuracy that {@linkcode measureTimes} waits for. */
const ACCURACY = 0.99;

/**
 * Measures how long the network of `train --model cnn` trains to an accuracy of 0.99 on the test set, once.
 *
 * @param plan See {@linkcode Plan}.
 * @param train What it learns from.
 * @param test What it is evaluated on after every epoch.
 * @param samples The same as `train`.
 * @returns The results; those who do not reach it are left out.
 */
export async function measureTimes(
  { workers, backends, pythons, programs, bare }: Plan,
  train: Dataset,
  test: Dataset,
  samples: Samples,
): Promise<Row[]> {
  const flags = new Map([["model", "cnn"], ["workers", String(workers)]]);
  const rows: Row[] = [];
  const group = `seconds to an accuracy of ${ACCURACY} on MNIST's test set, train --model cnn`;
  announce(group);
  const enter = (subject: Subject & { name: string }, reached: Reached | undefined): void => {
    if (!reached) return warn(`${subject.name} does not reach ${ACCURACY}; its row is left out`);
    const { seconds, epochs } = reached;
    const name = `${subject.name}, ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`;
    rows.push({ ...subject, name, group, rate: seconds, unit: "s" });
  };
  for (const backend of backends) {
    await useBackend("cpu");
    const config = resolveConfig({ flags: new Map([...flags, ["backend", backend]]) });
    const model = ARCHITECTURES.cnn.create(blueprintOf(config, train, taskOf(catalog.mnist)));
    const reached = await timeTo(model, train, test, ACCURACY, fitOptions(config, train.size));
    model.dispose();
    enter({ framework: "tandem", backend, workers, name: tandemName(backend, workers) }, reached);
  }
  const { batchSize, epochs, optimizer, filters, kernelSize, hidden, dropout } = resolveConfig({
    flags,
  });
  const network: Network = { filters, kernelSize, hidden, dropout };
  const steps = Math.floor(train.size / Number(batchSize));
  for (const python of pythons) {
    if (bare.has(python)) continue;
    const settings = [
      `--learning-rate=${optimizer.learningRate}`,
      `--decay-steps=${steps * epochs}`,
      "--test",
    ];
    const load = { samples, network, batchSize: Number(batchSize) };
    const keras = join(programs, "keras_training.py");
    await using process = await startPython(python, keras, workers, load, settings);
    if (!process) continue;
    const { framework, name } = process;
    enter({ framework, name }, await timeOfRounds(process, steps, epochs, ACCURACY));
  }
  return rows;
}

function announce(group: string): void {
  console.error(`measuring ${group}`);
}
