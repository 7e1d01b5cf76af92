/**
 * `deno task bench`: training and matrix products against tfjs, the ceiling of 128-bit SIMD, and Python's frameworks;
 * reading of CSV against pandas.
 *
 * @module
 */
import { ensureDir } from "@std/fs/ensure-dir";
import { CNN } from "../bench/_network.ts";
import { pythonPrograms } from "../bench/_python.ts";
import { measureReading } from "../bench/_reading.ts";
import { mnistSamples, randomSamples, type Samples } from "../bench/_samples.ts";
import { type Row, tableOf } from "../bench/_table.ts";
import { throughputChart } from "../bench/_chart.ts";
import { oneOf } from "../src/options.ts";
import { parseWhole } from "../src/config/parse.ts";
import type { Point } from "../src/report/chart.ts";
import { loadDataset } from "../src/dataset/load.ts";
import { openBlas } from "../src/engine/blas.ts";
import {
  EXIT,
  type Flags,
  type FlagTable,
  main,
  printHelp,
  readFlags,
  usage,
  UsageError,
  warn,
} from "./_command.ts";
import {
  DEFAULT_NETWORK,
  measureProducts,
  measureTimes,
  measureTraining,
  type Plan,
  type Training,
  WIDE_NETWORK,
} from "./_bench_groups.ts";
import { DATA_FLAGS, loadOptions } from "./_dataset.ts";

/** What can be measured, in this order. */
const GROUPS = ["csv", "products", "mlp", "random", "cnn", "time"] as const;
type Group = (typeof GROUPS)[number];
const QUICK: readonly Group[] = ["products", "mlp"];

const FLAGS: FlagTable = {
  values: {
    workers: "largest number of workers (default one for each core)",
    groups: `groups to measure, with commas: ${GROUPS.join(", ")} (default all)`,
    rounds: "rounds of each group, of which the median counts (default 5)",
    python: "interpreters to look for PyTorch, Keras and pandas in, with commas (default python3)",
    chart: "folder to write the charts into, as SVG (default none)",
    ...DATA_FLAGS,
  },
  switches: {
    quick: "batch 1000 of the default network on MNIST alone",
    json: "print the results as one JSON object",
  },
};

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
  const pythons = (flags.value("python") ?? "python3").split(",");
  const groups = groupsOf(flags.value("groups"), flags.has("quick"));
  const rows = groups.delete("csv") ? await readingRows(rounds, pythons) : [];
  if (groups.size > 0) rows.push(...await networkRows(groups, rounds, workers, pythons, flags));
  if (flags.has("json")) console.log(JSON.stringify({ machine: machine(), rows }));
  else for (const line of tableOf(rows)) console.log(line);
  return EXIT.done;
}

async function readingRows(rounds: number, pythons: readonly string[]): Promise<Row[]> {
  console.error("measuring the reading of CSV");
  const rows = await measureReading(rounds, pythons);
  if (rows.every(({ framework }) => framework !== "pandas")) {
    warn(`none of "${pythons.join(",")}" has pandas; its rows are left out`);
  }
  return rows;
}

/** The groups that train networks, or multiply as they do. */
async function networkRows(
  groups: ReadonlySet<Group>,
  rounds: number,
  workers: number,
  pythons: readonly string[],
  flags: Flags,
): Promise<Row[]> {
  const { train, test } = await loadDataset("mnist", await loadOptions("mnist", flags));
  const mnist = mnistSamples(train);
  await using programs = await pythonPrograms(mnist, mnistSamples(test));
  const plan: Plan = {
    rounds,
    workers,
    backends: ["wasm", ...(hasBlas() ? ["blas"] as const : [])],
    pythons,
    programs: programs.folder,
    bare: new Set(),
  };
  const rows = groups.has("products") ? await measureProducts(rounds) : [];
  const measured: (Row & { readonly batchSize: number })[] = [];
  for (const training of trainingsOf(groups, flags.has("quick"), mnist)) {
    const { samples, network, batchSize } = training;
    const group = await measureTraining(plan, training);
    rows.push(...group);
    if (samples !== mnist || network !== DEFAULT_NETWORK) continue;
    measured.push(...group.map((row) => ({ ...row, batchSize })));
  }
  if (groups.has("time")) rows.push(...await measureTimes(plan, train, test, mnist));
  const folder = flags.value("chart");
  if (folder !== undefined) await writeCharts(folder, measured);
  return rows;
}

function groupsOf(text: string | undefined, quick: boolean): Set<Group> {
  if (text === undefined) return new Set(quick ? QUICK : GROUPS);
  return new Set(
    text.split(",").map((name) => {
      const group = GROUPS.find((each) => each === name);
      if (group) return group;
      throw new UsageError(`Cannot use --groups "${text}": ${oneOf(GROUPS, name)}`);
    }),
  );
}

/** What is trained in the groups, in order. */
function trainingsOf(groups: ReadonlySet<Group>, quick: boolean, mnist: Samples): Training[] {
  const perceptron = (batchSize: number): Training => ({
    samples: mnist,
    network: DEFAULT_NETWORK,
    batchSize,
    stock: ["cpu", "wasm"],
    scaling: true,
    steps: 30,
  });
  const trainings: Training[] = [];
  if (groups.has("mlp")) trainings.push(...(quick ? [1000] : [32, 128, 1000]).map(perceptron));
  if (groups.has("mlp") && !quick) {
    // The plain backend takes a minute for a step of it.
    trainings.push({ ...perceptron(1000), network: WIDE_NETWORK, stock: ["wasm"], steps: 6 });
  }
  if (groups.has("random")) {
    const dense = { samples: randomSamples(mnist.size), stock: [], scaling: false };
    trainings.push(...[128, 1000].map((batchSize) => ({ ...perceptron(batchSize), ...dense })));
  }
  if (groups.has("cnn")) {
    // No other backend of tfjs has the gradient of a filter, and this one takes about as long for any sample.
    const stock = { stock: ["cpu"], stockBatch: 8 } as const;
    trainings.push({ ...perceptron(128), ...stock, network: CNN, steps: 10 });
  }
  return trainings;
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

if (import.meta.main) await main(bench);
