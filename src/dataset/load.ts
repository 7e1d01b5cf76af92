/**
 * Loads a data set by name, downloading it first if necessary.
 *
 * @module
 */

import { readImages } from "./_read_images.ts";
import { readTable } from "./_read_table.ts";
import {
  catalog,
  type DatasetName,
  type DatasetSource,
  type ImagesEntry,
  type TableEntry,
} from "./catalog.ts";
import { type DownloadProgress, fetchVerified, type FetchVerifiedResult } from "./download.ts";
import type { DivideOptions, LoadedData } from "./loaded_data.ts";
import { type OptionNames, refuseUnknown } from "../options.ts";
import {
  type ImagesPreprocessing,
  preprocessingOf,
  type TablePreprocessing,
} from "./preprocessing.ts";
import { loadTable } from "./table/load_table.ts";
import { taskOf } from "./task_of.ts";

/** Options of {@linkcode downloadDataset}. */
export interface DownloadOptions {
  /**
   * The folder of all data sets; each one has a folder of its own in it.
   *
   * @default "data"
   */
  readonly dir?: string;
  /**
   * Download again what is already there.
   *
   * @default false
   */
  readonly force?: boolean;
  /**
   * Where to get the files, in the order to try.
   *
   * @default the sources in the catalogue
   */
  readonly sources?: readonly DatasetSource[];
  /**
   * Called as bytes arrive.
   *
   * @default does nothing
   */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /**
   * Called with one line when a cached file is invalid or a source fails.
   *
   * @default does nothing
   */
  readonly onWarning?: (message: string) => void;
  /**
   * Stops the download.
   *
   * @default never
   */
  readonly signal?: AbortSignal;
}

/** Options of {@linkcode loadDataset}. */
export interface LoadOptions extends DownloadOptions, Pick<DivideOptions, "validationSplit"> {
  /**
   * A folder that holds the files, raw or as `.gz`. Nothing is downloaded, no hash is checked.
   *
   * @default the downloaded files
   */
  readonly dataDir?: string;
}

const DOWNLOAD_OPTIONS: OptionNames<DownloadOptions> = {
  dir: true,
  force: true,
  sources: true,
  onProgress: true,
  onWarning: true,
  signal: true,
};

const LOAD_OPTIONS: OptionNames<LoadOptions> = {
  ...DOWNLOAD_OPTIONS,
  dataDir: true,
  validationSplit: true,
};

/** What {@linkcode downloadDataset} did. */
export interface DownloadResult extends FetchVerifiedResult {
  /** The folder that holds the files. */
  readonly folder: string;
}

/**
 * Downloads the files of a data set that are missing or invalid.
 *
 * @param name The data set.
 * @param options Where to, where from, and whom to tell.
 * @returns Which files were downloaded, which were there, and their folder.
 * @throws {DownloadError} If no source gives a valid copy of a file.
 *
 * @example
 * ```ts
 * import { downloadDataset } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const { folder, downloaded, verified } = await downloadDataset("mnist");
 * assertEquals(folder, "data/mnist");
 * assertEquals(downloaded.length + verified.length, 4);
 * ```
 */
export async function downloadDataset(
  name: DatasetName,
  options: DownloadOptions = {},
): Promise<DownloadResult> {
  refuseUnknown("Cannot download with", options, DOWNLOAD_OPTIONS);
  const { dir = "data", ...rest } = options;
  const { files, sources } = catalog[name];
  const folder = `${dir}/${name}`;
  return { ...await fetchVerified({ sources, ...rest, files, dir: folder }), folder };
}

/**
 * Loads a data set; downloads it on the first call.
 *
 * @param name The data set.
 * @param options Where the files are or go; of a table, the part of the training samples that nothing is learnt from.
 * @returns The training and the test samples, what is to be learnt of them, and what they went through: of images pixels
 * as bytes with scale 1 / 255, and integer labels; of tables standardised numbers, divided the same way each time.
 * @throws {DownloadError} If the data set is not there and no source gives a valid copy.
 * @throws {Deno.errors.NotFound} If `dataDir` lacks a file.
 * @throws {SyntaxError} If a file in `dataDir` is not valid.
 * @throws {RangeError} If the numbers of images and labels in `dataDir` differ.
 *
 * @example
 * ```ts
 * import { loadDataset } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const { train, test } = await loadDataset("mnist");
 * assertEquals([train.size, test.size], [60_000, 10_000]);
 * ```
 */
export async function loadDataset(
  name: DatasetName,
  options: LoadOptions = {},
): Promise<LoadedData> {
  refuseUnknown("Cannot load a data set with", options, LOAD_OPTIONS);
  const { dataDir, validationSplit, ...rest } = options;
  const folder = dataDir ?? (await downloadDataset(name, rest)).folder;
  const entry = catalog[name];
  switch (entry.kind) {
    case "images":
      return await loadImages(name, entry, folder);
    case "table":
      return await loadRows(name, entry, folder, validationSplit);
  }
}

async function loadImages(
  name: string,
  entry: ImagesEntry,
  folder: string,
): Promise<LoadedData<ImagesPreprocessing>> {
  const splits = await readImages(name, entry, folder);
  return {
    ...splits,
    task: taskOf(entry),
    preprocessing: preprocessingOf(entry, splits.train.inputs),
  };
}

async function loadRows(
  name: string,
  entry: TableEntry,
  folder: string,
  validationSplit = 0,
): Promise<LoadedData<TablePreprocessing>> {
  const { features, target } = entry;
  const { kind } = entry.task;
  return loadTable(await readTable(name, entry, folder), {
    features,
    target,
    // A table's target of two classes is taken for a binary task.
    task: kind === "binary" ? "classification" : kind,
    validationSplit,
  });
}
