/**
 * Loading a data set for a command: its flags, and what it says while it downloads.
 *
 * @module
 */
import { parseChoice } from "../src/config/parse.ts";
import { DATASETS } from "../src/config/schema.ts";
import type { DatasetName } from "../src/dataset/catalog.ts";
import type { DownloadProgress } from "../src/dataset/download.ts";
import { standardError, usage, warn } from "./_command.ts";

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
 * Whom a download tells: a live line on a terminal, and warnings.
 *
 * @param quiet Show no progress.
 * @returns The listeners.
 */
export function downloadListeners(
  quiet: boolean,
): { onProgress: (progress: DownloadProgress) => void; onWarning: (message: string) => void } {
  return {
    onWarning: warn,
    onProgress({ file, received, total }): void {
      if (quiet || standardError.columns === undefined) return;
      const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
      const of = total === undefined ? "" : ` of ${megabytes(total)}`;
      const end = received === total ? "\r\x1b[K" : "";
      standardError.write(`\r\x1b[K${file}: ${megabytes(received)}${of} MB${end}`);
    },
  };
}
