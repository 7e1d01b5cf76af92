/**
 * The data set that a run was trained on.
 *
 * @module
 */
import { catalog, type CatalogEntry } from "../dataset/catalog.ts";
import { readRunConfig } from "./run_folder.ts";

/**
 * Finds what the catalogue says of a run's data set.
 *
 * @param run The run's folder.
 * @returns The entry; undefined where the run's configuration is not there, or cannot be used, and
 * of a run on data of one's own.
 */
export async function findRunDataset(run: string): Promise<CatalogEntry | undefined> {
  try {
    const { dataset } = await readRunConfig(run);
    return dataset === null ? undefined : catalog[dataset];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
