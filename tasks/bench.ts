/**
 * `deno task bench`: training and matrix products against tfjs, the ceiling of 128-bit SIMD, and Python's frameworks.
 *
 * @module
 */
import { join } from "node:path";
import { ensureDir } from "@std/fs/ensure-dir";
import { compete } from "../bench/_contest.ts";
import { ceiling, measureProduct, operationsOf, stepProducts } from "../bench/_products.ts";
import { startStock } from "../bench/_stock.ts";
import { mnistSamples, randomSamples } from "../bench/_samples.ts";
import { type Row, tableOf } from "../bench/_table.ts";
import { pythonPrograms, pythonTrainer, stockTrainer, tandemTrainer } from "../bench/_training.ts";
import type { Load, Trainer } from "../bench/_training.ts";
import { throughputChart } from "../bench/_chart.ts";
import { parseWhole } from "../src/config/parse.ts";
import type { Point } from "../src/report/chart.ts";
import type { BackendName } from "../src/engine/backend.ts";
import { loadDataset } from "../src/dataset/load.ts";
import { openBlas } from "../src/engine/blas.ts";
import { EXIT, type FlagTable, main, printHelp, readFlags, usage, warn } from "./_command.ts";
import { DATA_FLAGS, loadOptions } from "./_dataset.ts";

const FLAGS: FlagTable = {
  values: {
    workers: "largest number of workers (default one for each core)",
    rounds: "rounds of each group, of which the median counts (default 5)",
    python: "interpreters to look for PyTorch and Keras in, with commas (default python3)",
    chart: "folder to write the charts into, as SVG (default none)",
    ...DATA_FLAGS,
  },
  switches: {
    quick: "batch 1000 of the default network on MNIST alone",
    json: "print the results as one JSON object",
  },
};

const DEFAULT_HIDDEN = [500, 250, 100];
const WIDE = 4;

interface Plan {
  readonly rounds: number;
  readonly workers: number;
  readonly backends: readonly BackendName[];
  readonly pythons: readonly string[];
  /** Folder of the Python programs. */
  readonly programs: string;
  /** Interpreters that turned out to have neither framework. */
  readonly bare: Set<string>;
}

/** What is trained in a group. */
type Training = Omit<Load, "steps">;

/**
 * Measures, and prints a table.
 *
 * @param args The command line.
 * @returns The exit code.
 */
export async function bench(args: string[]): Promise<number> {
  const flags = readFlags(args, FLAGS);
  if (flags.has("help")) {
    printHelp("bench [flags]: measure training and products side by side", FLAGS);
    return EXIT.done;
  }
  const whole = (name: string, otherwise: number): number =>
    usage(() => parseWhole(`--${name}`, flags.value(name) ?? String(otherwise), 1));
  const rounds = whole("rounds", 5);
  const workers = whole("workers", navigator.hardwareConcurrency);
  const { train } = await loadDataset("mnist", await loadOptions("mnist", flags));
  const mnist = mnistSamples(train);
  await using programs = await pythonPrograms(mnist);
  const plan: Plan = {
    rounds,
    workers,
    backends: ["wasm", ...(hasBlas() ? ["blas"] as const : [])],
    pythons: (flags.value("python") ?? "python3").split(","),
    programs: programs.folder,
    bare: new Set(),
  };
  const rows = await measureProducts(rounds);
  const batches = flags.has("quick") ? [1000] : [32, 128, 1000];
  const measured: (Row & { readonly batchSize: number })[] = [];
  const [samples, hidden] = [mnist, DEFAULT_HIDDEN];
  for (const batchSize of batches) {
    const group = await measureTraining(plan, { samples, hidden, batchSize });
    rows.push(...group);
    measured.push(...group.map((row) => ({ ...row, batchSize })));
  }
  if (!flags.has("quick")) {
    const wide = hidden.map((width) => width * WIDE);
    rows.push(...await measureTraining(plan, { samples, hidden: wide, batchSize: 1000 }));
    const dense = randomSamples(mnist.size);
    for (const batchSize of [128, 1000]) {
      rows.push(...await measureTraining(plan, { samples: dense, hidden, batchSize }));
    }
  }
  const folder = flags.value("chart");
  if (folder !== undefined) await writeCharts(folder, measured);
  if (flags.has("json")) console.log(JSON.stringify({ machine: machine(), rows }));
  else for (const line of tableOf(rows)) console.log(line);
  return EXIT.done;
}

function hasBlas(): boolean {
  try {
    openBlas();
    return true;
  } catch (error) {
    warn(`${error instanceof Error ? error.message : error}; its rows are left out`);
    return false;
  }
}

function machine(): Record<string, string | number> {
  return { cores: navigator.hardwareConcurrency, arch: Deno.build.arch, deno: Deno.version.deno };
}

async function measureProducts(rounds: number): Promise<Row[]> {
  using thread = await startStock("wasm");
  const top = await ceiling();
  const rows: Row[] = [];
  for (const batch of [500, 1000]) {
    const seconds = { ceiling: 0, tandem: 0, tfjs: 0 };
    let operations = 0;
    for (const shape of stepProducts(batch, [784, ...DEFAULT_HIDDEN, 10])) {
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

async function measureTraining(
  { rounds, workers, backends, pythons, programs, bare }: Plan,
  { samples, hidden, batchSize }: Training,
): Promise<Row[]> {
  const network = `784-${hidden.join("-")}-10`;
  const group = `training ${network} on ${samples.pixelsOf}, batch ${batchSize}`;
  announce(group);
  // Rounds of about a second for those that are fast.
  const wide = hidden[0] !== DEFAULT_HIDDEN[0];
  const steps = Math.max(4, Math.round((wide ? 6 : 30) * 1000 ** 0.5 / batchSize ** 0.5));
  const load: Load = { samples, hidden, batchSize, steps };
  const dense = samples.pixelsOf !== "MNIST";
  await using trainers = new AsyncDisposableStack();
  const contestants: Trainer[] = [];
  const enter = (trainer: Trainer | undefined): void => {
    if (trainer) contestants.push(trainers.use(trainer));
  };
  for (const name of ["cpu", "wasm"] as const) {
    // The plain backend takes a minute for a step of the wide network.
    if (dense || wide && name === "cpu") continue;
    const { stock } = trainers.use(await startStock(name));
    enter(await stockTrainer(name, stock, load, name === "cpu" || wide ? 1 : 4));
  }
  for (const backend of backends) {
    for (const count of dense ? [workers] : countsUpTo(workers)) {
      enter(await tandemTrainer(backend, count, load));
    }
  }
  const [torch, keras] = [join(programs, "torch_mlp.py"), join(programs, "keras_mlp.py")];
  for (const python of pythons) {
    if (bare.has(python)) continue;
    const before = contestants.length;
    enter(await pythonTrainer(python, torch, workers, load));
    enter(await pythonTrainer(python, keras, workers, load));
    enter(await pythonTrainer(python, keras, workers, load, ["--xla"]));
    if (contestants.length > before) continue;
    bare.add(python);
    warn(`"${python}" has neither PyTorch nor Keras; its rows are left out`);
  }
  const scores = await compete(contestants, rounds);
  return scores.map((score) => ({ ...score, group, unit: "samples/s" }));
}

/** One worker, twice as many and so on, and last as many as there may be. */
function countsUpTo(most: number): number[] {
  const counts: number[] = [];
  for (let count = 1; count < most; count *= 2) counts.push(count);
  return [...counts, most];
}

async function writeCharts(
  folder: string,
  measured: readonly (Row & { readonly batchSize: number })[],
): Promise<void> {
  await ensureDir(folder);
  const write = async (name: string, chart: Promise<string>): Promise<void> =>
    Deno.writeTextFile(`${folder}/${name}.svg`, await chart);
  const points = measured.map(({ name, batchSize, rate }): Point => ({
    series: name,
    x: batchSize,
    y: rate,
  }));
  await write("batch", throughputChart("batch size", points));
  const scaling = measured.flatMap(({ framework, backend, workers, batchSize, rate }): Point[] =>
    framework === "tandem" && workers !== undefined
      ? [{ series: `${backend}, batch ${batchSize}`, x: workers, y: rate }]
      : []
  );
  await write("workers", throughputChart("workers", scaling));
}

function announce(group: string): void {
  console.error(`measuring ${group}`);
}

if (import.meta.main) await main(bench);
