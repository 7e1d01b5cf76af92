/**
 * Python's frameworks on the same networks.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { readBeside } from "../src/files/beside.ts";
import { pythonFlags } from "./_network.ts";
import { type Samples, writeSamples } from "./_samples.ts";
import type { Rounds } from "./_time_to.ts";
import type { Load, Trainer } from "./_training.ts";

/** What a Python program says first. */
interface Ready {
  readonly framework: string;
  readonly version: string;
}

/** A folder of the Python programs and of samples, where an interpreter finds them. `await using` removes it. */
export interface PythonPrograms extends AsyncDisposable {
  readonly folder: string;
}

const PYTHON_PROGRAMS = [
  "_rounds.py",
  "_samples.py",
  "torch_training.py",
  "keras_training.py",
] as const;

/**
 * Writes the Python programs into a folder, and the samples that they train on and are tested on: within a compiled
 * program no interpreter finds any of these.
 *
 * @param train The samples to learn from.
 * @param test Those to evaluate on.
 * @returns The folder.
 */
export async function pythonPrograms(train: Samples, test: Samples): Promise<PythonPrograms> {
  const folder = await Deno.makeTempDir({ prefix: "tandem-bench-" });
  const remove = (): Promise<void> => Deno.remove(folder, { recursive: true });
  try {
    await writePrograms(folder, PYTHON_PROGRAMS);
    await writeSamples(folder, "train", train);
    await writeSamples(folder, "t10k", test);
  } catch (error) {
    await remove();
    throw error;
  }
  return { folder, [Symbol.asyncDispose]: remove };
}

/**
 * Writes Python programs into a folder, where an interpreter finds them.
 *
 * @param folder The folder.
 * @param names Names of the programs and of what they share.
 */
export async function writePrograms(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const text = await readBeside(new URL(`./${name}`, import.meta.url));
    await Deno.writeFile(join(folder, name), text);
  }
}

/** A framework of Python's that trains on demand. `await using` ends it. */
export interface PythonProcess extends Rounds, AsyncDisposable {
  /** Whose work it is, for instance `Keras`. */
  readonly framework: string;
  /** Its version and settings in words. */
  readonly name: string;
}

/**
 * Starts a framework of Python's, by one of the programs, on MNIST as it lies beside the program or on random pixels.
 *
 * @param python The interpreter.
 * @param program Path of the program.
 * @param threads Number of its threads.
 * @param load What it trains.
 * @param extra Further flags of the program.
 * @returns The process, ready to train; nothing if the interpreter does not have the framework.
 */
export async function startPython(
  python: string,
  program: string,
  threads: number,
  { samples, network, batchSize }: Omit<Load, "steps">,
  extra: readonly string[] = [],
): Promise<PythonProcess | undefined> {
  const process = await startProgram(python, [
    program,
    `--batch-size=${batchSize}`,
    `--threads=${threads}`,
    ...pythonFlags(network),
    samples.pixelsOf === "MNIST" ? `--data=${dirname(program)}` : `--samples=${samples.size}`,
    ...extra,
  ]);
  if (!process) return undefined;
  const { framework, version, ask } = process;
  const xla = extra.includes("--xla") ? " with XLA" : "";
  return {
    framework,
    name: `${framework} ${version}${xla}, ${threads} threads`,
    train: async (steps) => (await ask({ steps }))["seconds"] ?? NaN,
    evaluate: async () => {
      const { seconds = NaN, accuracy = NaN } = await ask({ evaluate: true });
      return { seconds, accuracy };
    },
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}

/** A program of Python's that answers line by line. `await using` ends it. */
export interface PythonProgram extends Ready, AsyncDisposable {
  /** Asks it for something, and waits for the numbers that it answers. */
  ask(round: Record<string, unknown>): Promise<Record<string, number>>;
}

/**
 * Starts a program of Python's.
 *
 * @param python The interpreter.
 * @param args The program's path and its flags.
 * @returns The program, ready; nothing if the interpreter does not have what it needs.
 */
export async function startProgram(
  python: string,
  args: string[],
): Promise<PythonProgram | undefined> {
  const process = spawn(python, args);
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
  return {
    ...ready,
    ask: async (round) => {
      await input.write(new TextEncoder().encode(`${JSON.stringify(round)}\n`));
      const result = await answer();
      if (!result) throw new Error(`Cannot measure ${ready.framework}: it ended`);
      return result as Record<string, number>;
    },
    [Symbol.asyncDispose]: close,
  };
}

/**
 * A framework of Python's, as a contestant.
 *
 * @param process The framework.
 * @param load What it trains.
 * @returns The contestant. Its end is the process's.
 */
export function pythonTrainer(process: PythonProcess, { batchSize, steps }: Load): Trainer {
  return {
    framework: process.framework,
    name: process.name,
    amount: steps * batchSize,
    round: () => process.train(steps),
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
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
