/**
 * Loading a data set for a command: its flags, where it is, and what it says while it downloads.
 *
 * @module
 */
import { parseChoice } from "../src/config/parse.ts";
import { DATASETS } from "../src/config/data_schema.ts";
import { cacheDir } from "../src/dataset/cache_dir.ts";
import { catalog, type DatasetName } from "../src/dataset/catalog.ts";
import type { DownloadProgress } from "../src/dataset/download.ts";
import { embeddedFolder } from "../src/dataset/embedded.ts";
import type { DownloadOptions, LoadOptions } from "../src/dataset/load.ts";
import { CLEAR_LINE, fitLine, lineWidth } from "../src/report/line.ts";
import { type Flags, standardError, usage, warn } from "./_command.ts";

/** The flags that say where data sets are, with their help. */
export const DATA_FLAGS = {
  dir: `folder of all data sets (default ${Deno.build.standalone ? "the user's cache" : "data"})`,
  "data-dir": "read the data set's files, raw or .gz, from this folder; download nothing",
} as const;

/**
 * Reads the name of a data set.
 *
 * @param text The name.
 * @returns The same name, known.
 */
export function readDatasetName(text: string): DatasetName {
  return usage(() => parseChoice("--dataset", text, DATASETS));
}

/**
 * The folder of all data sets.
 *
 * @param flags The flags.
 * @returns The folder that was named, or where this program keeps them.
 */
export function dataFolder(flags: Flags): string {
  const named = flags.value("dir");
  if (named !== undefined || !Deno.build.standalone) return named ?? "data";
  return cacheDir({ os: Deno.build.os, env: (variable) => Deno.env.get(variable) });
}

/**
 * Where a data set is downloaded to, and from: a compiled program has no npm.
 *
 * @param name The data set.
 * @param flags The flags.
 * @returns The options.
 */
export function downloadOptions(name: DatasetName, flags: Flags): DownloadOptions {
  const options = {
    dir: dataFolder(flags),
    ...downloadListeners(flags.has("quiet") || flags.has("json")),
  };
  if (!Deno.build.standalone) return options;
  return { ...options, sources: catalog[name].sources.filter(({ kind }) => kind !== "npm") };
}

/**
 * Where a data set is read from: the folder that was named, the compiled program itself, or what was downloaded.
 *
 * @param name The data set.
 * @param flags The flags.
 * @returns The options.
 */
export async function loadOptions(name: DatasetName, flags: Flags): Promise<LoadOptions> {
  const named = flags.value("data-dir");
  const dataDir = named ?? (flags.value("dir") ? undefined : await embeddedFolder(name));
  return { ...downloadOptions(name, flags), ...(dataDir === undefined ? {} : { dataDir }) };
}

/** Whom a download tells: a live line on a terminal, and warnings. */
function downloadListeners(
  quiet: boolean,
): { onProgress: (progress: DownloadProgress) => void; onWarning: (message: string) => void } {
  return {
    onWarning: warn,
    onProgress({ file, received, total }): void {
      const { columns } = standardError;
      if (quiet || columns === undefined) return;
      const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
      const of = total === undefined ? "" : ` of ${megabytes(total)}`;
      const amount = `${megabytes(received)}${of} MB`;
      const line = fitLine([file, amount], [amount, file], lineWidth(columns));
      standardError.write(CLEAR_LINE + line + (received === total ? CLEAR_LINE : ""));
    },
  };
}
