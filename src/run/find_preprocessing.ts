/**
 * What the inputs of a saved model went through, as far as it is known.
 *
 * @module
 */
import { type Preprocessing, preprocessingOf } from "../dataset/preprocessing.ts";
import { readPreprocessing } from "../dataset/preprocessing_file.ts";
import { findRunDataset } from "./run_dataset.ts";
import { bestFolderOf, modelFolderOf } from "./run_folder.ts";

/** Where a model is: what is undefined is not there. */
export interface ModelPlace {
  /** Its folder. */
  readonly folder: string | undefined;
  /** The folder of the run that it belongs to. */
  readonly run: string | undefined;
}

/** What all images had gone through when models were saved without it. */
const EARLIER = { shape: [28, 28], scale: 1 / 255 } as const;

/**
 * Finds what the inputs of a model went through.
 *
 * @param place Where the model is.
 * @returns What lies beside the model; else what follows from its run's data set; else undefined.
 * @throws {SyntaxError} If what lies beside the model is broken.
 */
export async function findPreprocessing(
  { folder, run }: ModelPlace,
): Promise<Preprocessing | undefined> {
  const saved = folder === undefined ? undefined : await readPreprocessing(folder);
  if (saved !== undefined || run === undefined) return saved;
  const entry = await findRunDataset(run);
  switch (entry?.kind) {
    case "images":
      return preprocessingOf(entry, EARLIER);
    case "table":
    case "arrays":
    case undefined:
      return undefined;
  }
}

/**
 * Finds what the inputs of a run's models went through.
 *
 * @param run The run's folder.
 * @returns What lies beside its last model or its best one; else what follows from its data set; else undefined.
 * @throws {SyntaxError} If what lies beside a model is broken.
 */
export async function preprocessingOfRun(run: string): Promise<Preprocessing | undefined> {
  return await readPreprocessing(modelFolderOf(run)) ??
    await findPreprocessing({ folder: bestFolderOf(run), run });
}
