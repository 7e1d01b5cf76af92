/**
 * The saved model that a command is asked for: of a run, or from a file.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { exists } from "@std/fs/exists";
import type { Preprocessing } from "../src/dataset/preprocessing.ts";
import { loadTrainedFile } from "../src/model/load_file.ts";
import type { LayersModel } from "../src/model/topology.ts";
import { findPreprocessing } from "../src/run/find_preprocessing.ts";
import { bestFolderOf, CONFIG, findRun, modelFolderOf } from "../src/run/run_folder.ts";
import { type Flags, UsageError } from "./_command.ts";

/** The flags that name a model, with their help. */
export const MODEL_FLAGS = {
  values: {
    run: "folder of the run (default runs/latest)",
    model: "a model's folder, or its model.json; in place of --run",
  },
  switches: { best: "the model of the best epoch, not of the last one" },
} as const;

/** Where a saved model is. */
export interface SavedModel {
  /** Path of its `model.json`. */
  readonly file: string;
  /** The folder of the run that it belongs to, if it does. */
  readonly run: string | undefined;
}

const MODEL = "model.json";

/**
 * Finds the model that flags name.
 *
 * @param flags The flags.
 * @returns Where it is.
 * @throws {UsageError} If `--model` names something else, or other flags contradict it.
 * @throws {Deno.errors.NotFound} If there is no such run.
 */
export async function findSavedModel(flags: Flags): Promise<SavedModel> {
  const given = flags.value("model");
  if (given === undefined) {
    const run = await findRun(flags.value("run") ?? "runs/latest");
    const folder = flags.has("best") ? bestFolderOf(run) : modelFolderOf(run);
    return { file: join(folder, MODEL), run };
  }
  const other = flags.value("run") !== undefined ? "run" : flags.has("best") ? "best" : undefined;
  if (other !== undefined) {
    throw new UsageError(`Cannot use --${other} with --model, which names the model alone`);
  }
  const file = await fileOf(given);
  // A run has its models in folders of their own.
  const run = dirname(dirname(file));
  const belongs = [modelFolderOf, bestFolderOf].some((of) => of(run) === dirname(file)) &&
    await exists(join(run, CONFIG));
  return { file, run: belongs ? run : undefined };
}

/** The `model.json` of a folder, or the file itself. */
async function fileOf(given: string): Promise<string> {
  if (!await exists(given, { isDirectory: true })) return given;
  const file = join(given, MODEL);
  if (await exists(file)) return file;
  const got = await kindOfFolder(given);
  throw new UsageError(`Cannot use --model "${given}": expected a model's folder, got ${got}`);
}

/**
 * Says what a folder is that was given for something else.
 *
 * @param folder The folder.
 * @returns For instance `a run's folder; --run runs/p names it`.
 */
export async function kindOfFolder(folder: string): Promise<string> {
  if (await exists(join(folder, MODEL))) return `a model's folder; --model ${folder} names it`;
  const isRun = await exists(join(folder, CONFIG)) || await exists(modelFolderOf(folder));
  return isRun ? `a run's folder; --run ${folder} names it` : `the folder "${basename(folder)}"`;
}

/**
 * Loads a saved model.
 *
 * @param saved Where it is.
 * @returns The model, not compiled.
 * @throws {UsageError} If what `--model` names is no model with its weights.
 */
export async function loadSavedModel({ file, run }: SavedModel): Promise<LayersModel> {
  return await blamingFlag(run, () => loadTrainedFile(file));
}

/**
 * Finds what the inputs of a saved model went through.
 *
 * @param saved Where the model is.
 * @returns What they went through, where it is known.
 * @throws {UsageError} If the file beside what `--model` names is broken.
 */
export async function preprocessingOfModel(
  { file, run }: SavedModel,
): Promise<Preprocessing | undefined> {
  return await blamingFlag(run, () => findPreprocessing({ folder: dirname(file), run }));
}

/** Reads a model's files; what is wrong with those of a model that belongs to no run is wrong with `--model`. */
async function blamingFlag<Result>(
  run: string | undefined,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (run === undefined && error instanceof Error) throw new UsageError(error.message);
    throw error;
  }
}
