/**
 * The run that `train` writes: a new one, or one that it goes on with.
 *
 * @module
 */
import { join } from "node:path";
import { exists } from "@std/fs/exists";
import type { RunConfig } from "../src/config/run_config.ts";
import { isSamePreprocessing, type Preprocessing } from "../src/dataset/preprocessing.ts";
import { loadCheckpoint } from "../src/run/checkpoint_files.ts";
import { preprocessingOfRun } from "../src/run/find_preprocessing.ts";
import { makeNumberedRun, makeRun, type OpenRun, reopenRun } from "../src/run/open_run.ts";
import { checkpointFolderOf, modelFolderOf, runName } from "../src/run/run_folder.ts";
import type { Checkpoint } from "../src/training/checkpoint.ts";
import { type Flags, UsageError } from "./_command.ts";
import { resumedRun } from "./_config_flags.ts";

/** The flags of the run's folder, with their help. */
export const RUN_FLAGS = {
  values: {
    out: "folder of the run (default runs/ and the time)",
    resume:
      "go on with this run, such as runs/latest, from its last checkpoint, as if it had not stopped",
  },
  switches: { overwrite: "replace the run that --out holds, once the new one has begun" },
} as const;

/** A run that training goes on with. */
export interface ResumedRun {
  readonly folder: string;
  readonly checkpoint: Checkpoint;
}

/**
 * Reads what `--resume` names.
 *
 * @param flags The flags.
 * @returns The run and its last checkpoint; undefined where training begins anew.
 * @throws {UsageError} If there is no such run, or none with a checkpoint, or a flag contradicts it.
 */
export async function readResumed(flags: Flags): Promise<ResumedRun | undefined> {
  const resume = flags.value("resume");
  if (flags.has("overwrite") && flags.value("out") === undefined) {
    throw new UsageError("Cannot use --overwrite without --out, which names the run to replace");
  }
  if (resume === undefined) return undefined;
  const folder = await resumedRun(resume);
  const checkpoint = await loadCheckpoint(checkpointFolderOf(folder));
  if (checkpoint) return { folder, checkpoint };
  throw new UsageError(
    `Cannot resume run "${folder}": expected a checkpoint in it; there is one after its first epoch`,
  );
}

/**
 * Says why there is nothing to go on with, where a run has ended and saved its model.
 *
 * @param resumed The run.
 * @param config The configuration that it goes on with.
 * @returns What ended it; undefined where it goes on.
 */
export async function whyComplete(
  { folder, checkpoint: { epochs, rules } }: ResumedRun,
  config: RunConfig,
): Promise<string | undefined> {
  if (!await exists(join(modelFolderOf(folder), "model.json"))) return undefined;
  if (rules.stopping.stopped) return `early stopping ended it after epoch ${epochs}`;
  return epochs < config.epochs
    ? undefined
    : `it has made its ${epochs} epochs; --epochs ${epochs + 1} or more goes on`;
}

/**
 * Refuses to go on with a run whose data are not what they were: its model would be shown what it was tested on.
 *
 * @param run The run.
 * @param preprocessing What its data of one's own go through now.
 * @throws {UsageError} If they went through something else.
 */
export async function requireSameData(
  { folder }: ResumedRun,
  preprocessing: Preprocessing,
): Promise<void> {
  const saved = await preprocessingOfRun(folder);
  if (saved === undefined || isSamePreprocessing(saved, preprocessing)) return;
  throw new UsageError(
    `Cannot resume run "${folder}": its data have changed since; expected them as they were, or a new run`,
  );
}

/**
 * Opens the run that training writes.
 *
 * @param flags The flags.
 * @param config The configuration.
 * @param resumed The folder of the run that training goes on with, if it does.
 * @returns The run.
 * @throws {UsageError} If its folder holds another run, or cannot be one.
 */
export async function openRun(
  flags: Flags,
  config: RunConfig,
  resumed: string | undefined,
): Promise<OpenRun> {
  if (resumed !== undefined) return await reopenRun(resumed, config);
  const out = flags.value("out");
  if (out === undefined) return await makeNumberedRun(join("runs", runName(new Date())), config);
  try {
    return await makeRun(out, config, { overwrite: flags.has("overwrite") });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists || error instanceof TypeError) {
      throw new UsageError(error.message);
    }
    throw error;
  }
}
