/**
 * Training throughput of tandem, tfjs and Python's frameworks on the same network.
 *
 * @module
 */
import { dirname, join } from "node:path";
import type * as Comlink from "comlink";
import { type BackendName, useBackend } from "../src/engine/backend.ts";
import { readBeside } from "../src/files/beside.ts";
import { createMlp } from "../src/model/mlp.ts";
import { describeModel } from "../src/model/recipe.ts";
import { DataParallel } from "../src/parallel/data_parallel.ts";
import type { Batch } from "../src/parallel/protocol.ts";
import { optimizerOf } from "../src/training/optimizer_of.ts";
import { type Contestant, secondsOf } from "./_contest.ts";
import { PIXELS, type Samples, sampleSetOf, writeSamples } from "./_samples.ts";
import type { Stock } from "./_stock_worker.ts";

/** What every contestant of a group trains, and on what. */
export interface Load {
  readonly samples: Samples;
  readonly hidden: readonly number[];
  readonly batchSize: number;
  /** Steps of a round of those that are fast. */
  readonly steps: number;
}

/** A contestant that holds workers or a process. */
export type Trainer = Contestant & AsyncDisposable;

/** tandem with a number of workers. */
export async function tandemTrainer(
  backend: BackendName,
  workers: number,
  { samples, hidden, batchSize, steps }: Load,
): Promise<Trainer> {
  await useBackend("cpu");
  const model = createMlp({ inputSize: PIXELS, hidden: [...hidden], outputSize: 10 });
  const parallel = await DataParallel.start({
    workers,
    model,
    samples: sampleSetOf(samples),
    replica: { seed: 1, backend, recipe: describeModel(model), optimizer: optimizerOf(model) },
  });
  model.dispose();
  parallel.beginEpoch(0, true);
  const round = async (): Promise<void> => {
    for await (const _ of parallel.steps(batches(steps, batchSize, samples.size)));
  };
  return {
    framework: "tandem",
    backend,
    workers,
    name: `tandem ${backend}, ${workers} ${workers === 1 ? "worker" : "workers"}`,
    amount: steps * batchSize,
    round: () => secondsOf(round),
    [Symbol.asyncDispose]: () => Promise.resolve(parallel[Symbol.dispose]()),
  };
}

function* batches(steps: number, batchSize: number, samples: number): Generator<Batch> {
  for (let step = 0; step < steps; step++) {
    const start = step * batchSize % (samples - batchSize + 1);
    yield { epoch: 0, start, end: start + batchSize };
  }
}

/** tfjs's own `model.fit`, over the first samples. */
export async function stockTrainer(
  name: string,
  stock: Comlink.Remote<Stock>,
  { samples, hidden, batchSize }: Load,
  steps: number,
): Promise<Trainer> {
  const size = steps * batchSize;
  if (size > samples.size) {
    throw new RangeError(`Cannot measure: expected ${size} samples or more, got ${samples.size}`);
  }
  const pixels = samples.pixels.subarray(0, size * PIXELS);
  await stock.prepare([...hidden], pixels, samples.labels.subarray(0, size));
  return {
    framework: "tfjs",
    backend: name,
    name: `tfjs model.fit, ${name}`,
    amount: size,
    round: () => stock.fit(batchSize),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** What a Python program says first. */
interface Ready {
  readonly framework: string;
  readonly version: string;
  readonly threads: number;
}

/** A folder of the Python programs and of samples, where an interpreter finds them. `await using` removes it. */
export interface PythonPrograms extends AsyncDisposable {
  readonly folder: string;
}

const PYTHON_PROGRAMS = ["_rounds.py", "_samples.py", "torch_mlp.py", "keras_mlp.py"] as const;

/**
 * Writes the Python programs into a folder, and the samples that they train on: within a compiled program no
 * interpreter finds either.
 */
export async function pythonPrograms(samples: Samples): Promise<PythonPrograms> {
  const folder = await Deno.makeTempDir({ prefix: "tandem-bench-" });
  const remove = (): Promise<void> => Deno.remove(folder, { recursive: true });
  try {
    for (const name of PYTHON_PROGRAMS) {
      const text = await readBeside(new URL(`./${name}`, import.meta.url));
      await Deno.writeFile(join(folder, name), text);
    }
    await writeSamples(folder, samples);
  } catch (error) {
    await remove();
    throw error;
  }
  return { folder, [Symbol.asyncDispose]: remove };
}

/**
 * A framework of Python's, by one of the programs, on MNIST as it lies beside the program or on random pixels.
 *
 * @returns The contestant; nothing if the interpreter does not have the framework.
 */
export async function pythonTrainer(
  python: string,
  program: string,
  threads: number,
  { samples, hidden, batchSize, steps }: Load,
  extra: readonly string[] = [],
): Promise<Trainer | undefined> {
  const process = spawn(python, [
    program,
    `--batch-size=${batchSize}`,
    `--threads=${threads}`,
    `--hidden=${hidden}`,
    samples.pixelsOf === "MNIST" ? `--data=${dirname(program)}` : `--samples=${samples.size}`,
    ...extra,
  ]);
  if (!process) return undefined;
  const lines = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  const answer = async (): Promise<unknown> => {
    while (!buffer.includes("\n")) {
      const { value, done } = await lines.read();
      if (done) return undefined;
      buffer += value;
    }
    const end = buffer.indexOf("\n");
    const line = buffer.slice(0, end);
    buffer = buffer.slice(end + 1);
    return JSON.parse(line);
  };
  const ready = await answer() as Ready | undefined;
  const input = process.stdin.getWriter();
  const close = async (): Promise<void> => {
    await input.close().catch(() => {});
    await lines.cancel();
    await process.status;
  };
  if (!ready) {
    await close();
    return undefined;
  }
  const { framework, version } = ready;
  return {
    framework,
    name: `${framework} ${version}${extra.length > 0 ? " with XLA" : ""}, ${threads} threads`,
    amount: steps * batchSize,
    round: async () => {
      await input.write(new TextEncoder().encode(`${JSON.stringify({ steps })}\n`));
      const result = await answer() as { seconds: number } | undefined;
      if (!result) throw new Error(`Cannot measure ${framework}: it ended`);
      return result.seconds;
    },
    [Symbol.asyncDispose]: close,
  };
}

function spawn(python: string, args: string[]): Deno.ChildProcess | undefined {
  try {
    return new Deno.Command(python, {
      args,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
