/**
 * `deno task data`: downloads a data set, or verifies that it is there, or lists all.
 *
 * @module
 */
import { listDatasets, type ListedDataset } from "../src/dataset/list_datasets.ts";
import { downloadDataset } from "../src/dataset/load.ts";
import { outputNamesOf } from "../src/dataset/task_of.ts";
import { textTable } from "../src/report/text_table.ts";
import { EXIT, type FlagTable, main, printHelp, readFlags, UsageError } from "./_command.ts";
import { DATASETS } from "../src/config/data_schema.ts";
import { DATA_FLAGS, dataFolder, downloadOptions, readDatasetName } from "./_dataset.ts";

const FLAGS: FlagTable = {
  values: {
    dataset: `which data set: ${DATASETS.join(", ")} (default mnist)`,
    dir: DATA_FLAGS.dir,
  },
  switches: {
    list: "say what data sets there are, and download nothing",
    force: "download again what is there",
    json: "print JSON: what was done, or with --list one object a data set",
    quiet: "show no progress",
  },
};

/**
 * Downloads and verifies, or lists.
 *
 * @param args The command line.
 * @returns The exit code.
 */
export async function data(args: string[]): Promise<number> {
  const flags = readFlags(args, FLAGS);
  if (flags.has("help")) {
    printHelp("data [flags]: download a data set once, and verify it", FLAGS);
    return EXIT.done;
  }
  const dataset = flags.value("dataset");
  if (flags.has("list")) {
    if (dataset !== undefined) throw new UsageError("Cannot use --dataset with --list");
    const listed = await listDatasets(dataFolder(flags));
    console.log((flags.has("json") ? listed.map(jsonOf) : tableOf(listed)).join("\n"));
    return EXIT.done;
  }
  const name = readDatasetName(dataset ?? "mnist");
  const result = await downloadDataset(name, {
    ...downloadOptions(name, flags),
    force: flags.has("force"),
  });
  if (flags.has("json")) console.log(JSON.stringify(result));
  else {
    const { downloaded, verified, folder } = result;
    console.log(`${folder}: ${downloaded.length} downloaded, ${verified.length} verified`);
  }
  return EXIT.done;
}

const HEADER = ["name", "kind", "task", "train", "test", "size", "cached", "licence"];

function tableOf(listed: readonly ListedDataset[]): string[] {
  const rows = listed.map(({ name, kind, task, samples, bytes, archiveBytes, licence, cached }) => [
    name,
    kind,
    task.kind === "classification" ? `${outputNamesOf(task).length} classes` : task.kind,
    samples.train.toLocaleString("en-US"),
    samples.test.toLocaleString("en-US"),
    megabytes(bytes) + (archiveBytes === undefined ? "" : ` of ${megabytes(archiveBytes)}`),
    cached ? "yes" : "no",
    licence,
  ]);
  return textTable([HEADER, ...rows], [
    "left",
    "left",
    "left",
    "right",
    "right",
    "right",
    "left",
  ]);
}

function megabytes(bytes: number): string {
  return `${bytes < 1e6 ? (bytes / 1e6).toPrecision(1) : Math.round(bytes / 1e6)} MB`;
}

function jsonOf(listed: ListedDataset): string {
  return JSON.stringify(listed);
}

if (import.meta.main) await main(data);
