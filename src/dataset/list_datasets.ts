/**
 * What data sets there are, and which of them are on this machine.
 *
 * @module
 */
import { catalog, type CatalogEntry, type DatasetName, type SampleCounts } from "./catalog.ts";
import { areStored } from "./stored_file.ts";
import type { Task } from "./task.ts";
import { taskOf } from "./task_of.ts";

/** A data set, as a list of them shows it. */
export interface ListedDataset {
  /** Its name. */
  readonly name: DatasetName;
  /** What its samples are. */
  readonly kind: CatalogEntry["kind"];
  /** What is to be learnt of them. */
  readonly task: Task;
  /** How many there are. */
  readonly samples: SampleCounts;
  /** Size of its files in bytes. */
  readonly bytes: number;
  /** Size in bytes of the archive that they come out of, if they come in one with others. */
  readonly archiveBytes: number | undefined;
  /** What its authors allow. */
  readonly licence: string;
  /** Whether its files are there, going by their sizes. */
  readonly cached: boolean;
}

/**
 * Lists the data sets of the catalogue.
 *
 * @param dir The folder of all data sets; each one has a folder of its own in it.
 * @returns Each of them, in the catalogue's order.
 */
export async function listDatasets(dir: string): Promise<ListedDataset[]> {
  const names = Object.keys(catalog) as DatasetName[];
  return await Promise.all(names.map((name) => describe(name, `${dir}/${name}`)));
}

async function describe(name: DatasetName, folder: string): Promise<ListedDataset> {
  const entry = catalog[name];
  const [source] = entry.sources;
  return {
    name,
    kind: entry.kind,
    task: taskOf(entry),
    samples: entry.samples,
    bytes: entry.files.reduce((sum, { rawBytes }) => sum + rawBytes, 0),
    archiveBytes: source?.kind === "zip" ? source.bytes : undefined,
    licence: entry.licence,
    cached: await areStored(folder, entry.files),
  };
}
