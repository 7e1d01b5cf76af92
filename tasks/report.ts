/**
 * `deno task report`: the curves of a run as a page.
 *
 * @module
 */
import { basename, join } from "node:path";
import { outputNamesOf, taskOf } from "../src/dataset/task_of.ts";
import { readText } from "../src/files/read_text.ts";
import { reportPage } from "../src/report/html.ts";
import { readEvaluation } from "../src/run/evaluation_file.ts";
import { preprocessingOfRun } from "../src/run/find_preprocessing.ts";
import { parseMetrics } from "../src/run/metrics_file.ts";
import { findRun, metricsFileOf, readRunConfig } from "../src/run/run_folder.ts";
import { EXIT, type FlagTable, main, printHelp, readFlags } from "./_command.ts";
import { requireOutput } from "./_output.ts";

const FLAGS: FlagTable = {
  values: {
    run: "folder of the run (default runs/latest)",
    out: "path of the page (default report.html in the run's folder)",
  },
  switches: {},
};

/**
 * Writes the page.
 *
 * @param args The command line.
 * @returns The exit code.
 */
export async function report(args: string[]): Promise<number> {
  const flags = readFlags(args, FLAGS);
  if (flags.has("help")) {
    printHelp("report [flags]: the curves of a run as one page", FLAGS);
    return EXIT.done;
  }
  const given = flags.value("out");
  if (given !== undefined) await requireOutput(given);
  const run = await findRun(flags.value("run") ?? "runs/latest");
  const config = await readRunConfig(run);
  const file = metricsFileOf(run);
  const epochs = parseMetrics(await readText(file), file);
  if (epochs.length === 0) throw new Error(`Cannot report on "${run}": expected an epoch or more`);
  const preprocessing = await preprocessingOfRun(run);
  const classNames = preprocessing ? outputNamesOf(taskOf(preprocessing)) : [];
  const residuals = await readEvaluation(run) ?? [];
  const page = await reportPage({ title: basename(run), config, epochs, classNames, residuals });
  const out = given ?? join(run, "report.html");
  await Deno.writeTextFile(out, page);
  console.log(out);
  return EXIT.done;
}

if (import.meta.main) await main(report);
