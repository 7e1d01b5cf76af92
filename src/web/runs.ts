/**
 * The runs that the page shows.
 *
 * @module
 */
import { basename, join, resolve } from "node:path";
import { readText } from "../files/read_text.ts";
import { type EpochMetrics, parseMetrics } from "../run/metrics_file.ts";
import { bestFolderOf, metricsFileOf, modelFolderOf } from "../run/run_folder.ts";

/** A run among others. */
export interface Run {
  readonly name: string;
  readonly folder: string;
}

/**
 * Lists runs.
 *
 * @param folder A folder of runs, or one run's own folder.
 * @returns The runs, the one with the newest epoch first.
 */
export async function listRuns(folder: string): Promise<Run[]> {
  const found: (Run & { readonly changed: number })[] = [];
  const add = async (name: string, path: string): Promise<void> => {
    const changed = await timeOf(metricsFileOf(path));
    if (changed !== undefined) found.push({ name, folder: path, changed });
  };
  await add(basename(resolve(folder)), folder);
  if (found.length === 0) {
    for await (const { name } of Deno.readDir(folder)) await add(name, join(folder, name));
  }
  return found.toSorted((a, b) => b.changed - a.changed || b.name.localeCompare(a.name))
    .map(({ name, folder }) => ({ name, folder }));
}

/**
 * Reads the epochs of a run. A line that is being written, and has no end yet, is left for later.
 *
 * @param run The run.
 * @returns Its epochs in their order.
 * @throws {SyntaxError} If its file holds something else.
 */
export async function readEpochs({ folder }: Run): Promise<EpochMetrics[]> {
  const file = metricsFileOf(folder);
  const text = await readText(file);
  return parseMetrics(text.slice(0, text.lastIndexOf("\n") + 1), file);
}

/** A model as it stands on disk. */
export interface SavedModel {
  readonly folder: string;
  /** When it was written: another time, another model. */
  readonly changed: number;
}

/**
 * Finds the model of a run: the newer of its last and its best one, which while it trains is the best so far.
 *
 * @param run The run.
 * @returns The model; undefined where none is saved yet.
 */
export async function findModel({ folder: run }: Run): Promise<SavedModel | undefined> {
  const [last, best] = await Promise.all([modelFolderOf(run), bestFolderOf(run)].map(savedIn));
  return last && best ? (best.changed > last.changed ? best : last) : last ?? best;
}

async function savedIn(folder: string): Promise<SavedModel | undefined> {
  const changed = await timeOf(join(folder, "model.json"));
  return changed === undefined ? undefined : { folder, changed };
}

async function timeOf(file: string): Promise<number | undefined> {
  try {
    return (await Deno.stat(file)).mtime?.getTime() ?? 0;
  } catch (error) {
    // ENOTDIR: "latest" is a file among the runs.
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Tells whether a change to a file is one that the page shows.
 *
 * @param path The file's path.
 * @returns Whether it is a run's epochs, or a whole model.
 */
export function isShown(path: string): boolean {
  return ["metrics.jsonl", "model.json"].includes(basename(path));
}
