/**
 * Loads a data set by name, downloading it first if necessary.
 *
 * @module
 */

import { catalog, type DatasetName, type DatasetSource, type FileRole } from "./catalog.ts";
import type { Dataset, DatasetSplits } from "./dataset.ts";
import { type DownloadProgress, fetchVerified, type FetchVerifiedResult } from "./download.ts";
import { gunzip, isGzip } from "./gunzip.ts";
import { parseImages, parseLabels, toDataset } from "./idx.ts";
import { type OptionNames, refuseUnknown } from "../options.ts";

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
export interface LoadOptions extends DownloadOptions {
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

const LOAD_OPTIONS: OptionNames<LoadOptions> = { ...DOWNLOAD_OPTIONS, dataDir: true };

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
 * ```ts ignore
 * import { downloadDataset } from "tandem";
 *
 * const { folder } = await downloadDataset("mnist");
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
 * @param options Where the files are or go.
 * @returns The training and the test samples: pixels as bytes with scale 1 / 255, integer labels.
 * @throws {DownloadError} If the data set is not there and no source gives a valid copy.
 * @throws {Deno.errors.NotFound} If `dataDir` lacks a file.
 * @throws {SyntaxError} If a file in `dataDir` is not a valid gzip or IDX file.
 * @throws {RangeError} If the numbers of images and labels in `dataDir` differ.
 *
 * @example
 * ```ts ignore
 * import { loadDataset } from "tandem";
 *
 * const { train, test } = await loadDataset("mnist");
 * ```
 */
export async function loadDataset(
  name: DatasetName,
  options: LoadOptions = {},
): Promise<DatasetSplits> {
  refuseUnknown("Cannot load a data set with", options, LOAD_OPTIONS);
  const { dataDir, ...rest } = options;
  const folder = dataDir ?? (await downloadDataset(name, rest)).folder;
  return {
    train: await readPair(name, folder, "trainImages", "trainLabels"),
    test: await readPair(name, folder, "testImages", "testLabels"),
  };
}

async function readPair(
  name: DatasetName,
  folder: string,
  imageRole: FileRole,
  labelRole: FileRole,
): Promise<Dataset> {
  const images = await readRole(name, folder, imageRole);
  const labels = await readRole(name, folder, labelRole);
  const classes = catalog[name].classNames.length;
  return toDataset(
    parseImages(images.bytes, images.path),
    parseLabels(labels.bytes, labels.path, classes),
    classes,
  );
}

interface ReadFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

async function readRole(name: DatasetName, folder: string, role: FileRole): Promise<ReadFile> {
  const { files } = catalog[name];
  const path = `${folder}/${files.find((file) => file.role === role)?.name}`;
  for (const candidate of spellingsOf(path)) {
    const bytes = await readIfExists(candidate);
    if (bytes) return { path: candidate, bytes: await unpacked(bytes, candidate) };
  }
  const names = files.map((file) => `"${file.name}"`).join(", ");
  throw new Deno.errors.NotFound(
    `Cannot load data set "${name}": expected ${names} in "${folder}", each raw or as .gz, got no "${path}"`,
  );
}

/** The names under which a file is found: some mirrors and programs have a dot where MNIST's authors have a dash. */
function spellingsOf(path: string): string[] {
  const dotted = path.replace(/-(idx\d-ubyte)$/, ".$1");
  return [path, `${path}.gz`, dotted, `${dotted}.gz`];
}

/** Unpacks what is compressed, whatever its name says: browsers unpack a file and keep its name. */
async function unpacked(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!isGzip(bytes)) return bytes;
  try {
    return await gunzip(bytes);
  } catch (cause) {
    throw new SyntaxError(`Cannot read "${path}": the gzip data is truncated or corrupt`, {
      cause,
    });
  }
}

async function readIfExists(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
