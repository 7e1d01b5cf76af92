/**
 * The folder that a run leaves: its choices, its epochs and its models. `latest`, beside the runs, is a text file
 * that holds the name of the newest one: a symbolic link would need the permission to write everywhere.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { readConfigFile } from "../config/file.ts";
import { resolveConfig } from "../config/resolve.ts";
import type { RunConfig } from "../config/run_config.ts";
import { writeAtomically } from "../files/atomic_write.ts";
import { readText } from "../files/read_text.ts";

const LATEST = "latest";
/** The file of a run's choices: whoever makes it has made the run. */
export const CONFIG = "config.json";

/**
 * Names a run after the moment it began.
 *
 * @param now The moment.
 * @returns For instance `2026-11-24T03-36-02`, which sorts by time.
 */
export function runName(now: Date): string {
  return now.toISOString().slice(0, 19).replaceAll(":", "-");
}

/**
 * Writes a run's configuration.
 *
 * @param folder The run's folder.
 * @param config The choices of the run: any object that JSON can hold.
 */
export async function saveConfig(folder: string, config: object): Promise<void> {
  await writeAtomically(folder, CONFIG, textOf(config));
}

/** A run's configuration as its file has it. */
export function textOf(config: object): string {
  return `${JSON.stringify(config, null, 2)}\n`;
}

/**
 * Makes a run the latest of its folder. Called once its model is saved, so that `latest` never names a run without one.
 *
 * @param folder The run's folder.
 */
export async function markLatest(folder: string): Promise<void> {
  // It is made in the run's own folder: what is left there is swept, and the folder around it is others' too.
  await writeAtomically(folder, LATEST, `${basename(folder)}\n`);
  await Deno.rename(join(folder, LATEST), join(dirname(folder), LATEST));
}

/**
 * Finds a run.
 *
 * @param path A run's folder, or the file `latest` beside runs.
 * @returns The run's folder.
 * @throws {Deno.errors.NotFound} If there is no such run.
 */
export async function findRun(path: string): Promise<string> {
  try {
    const { isFile } = await Deno.stat(path);
    return isFile ? join(dirname(path), (await readText(path)).trim()) : path;
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new Deno.errors.NotFound(
      `Cannot find run "${path}": expected a run's folder; the command "train" makes one`,
      { cause },
    );
  }
}

/**
 * Names the folder of a run's last model.
 *
 * @param run The run's folder.
 * @returns The folder; there may be none yet.
 */
export function modelFolderOf(run: string): string {
  return join(run, "model");
}

/**
 * Names the file of the epochs of a run.
 *
 * @param run The run's folder.
 * @returns The file; there may be none yet.
 */
export function metricsFileOf(run: string): string {
  return join(run, "metrics.jsonl");
}

/**
 * Names the folder of the checkpoints of a run.
 *
 * @param run The run's folder.
 * @returns The folder; there may be none yet.
 */
export function checkpointFolderOf(run: string): string {
  return join(run, "checkpoint");
}

/**
 * Names the folder of the best model of a run.
 *
 * @param run The run's folder.
 * @returns The folder; there may be none yet.
 */
export function bestFolderOf(run: string): string {
  return join(run, "best");
}

/**
 * Reads a run's configuration.
 *
 * @param run The run's folder.
 * @returns The configuration.
 * @throws {RangeError} If the file is not there, or is not the configuration of a run.
 */
export async function readRunConfig(run: string): Promise<RunConfig> {
  return resolveConfig({ file: await readConfigFile(join(run, CONFIG)) });
}
