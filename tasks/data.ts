/**
 * `deno task data`: downloads a data set, or verifies that it is there.
 *
 * @module
 */
import { downloadDataset } from "../src/dataset/load.ts";
import { EXIT, type FlagTable, main, printHelp, readFlags } from "./_command.ts";
import { DATASETS } from "../src/config/schema.ts";
import { DATA_FLAGS, downloadOptions, readDatasetName } from "./_dataset.ts";

const FLAGS: FlagTable = {
  values: {
    dataset: `which data set: ${DATASETS.join(", ")} (default mnist)`,
    dir: DATA_FLAGS.dir,
  },
  switches: {
    force: "download again what is there",
    quiet: "show no progress",
  },
};

/**
 * Downloads and verifies.
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
  const name = readDatasetName(flags.value("dataset") ?? "mnist");
  const { downloaded, verified, folder } = await downloadDataset(name, {
    ...downloadOptions(name, flags),
    force: flags.has("force"),
  });
  console.log(`${folder}: ${downloaded.length} downloaded, ${verified.length} verified`);
  return EXIT.done;
}

if (import.meta.main) await main(data);
