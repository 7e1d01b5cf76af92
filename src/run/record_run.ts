/**
 * The recorder of a run: turns what `fit` tells while it trains into the files of the run's folder.
 *
 * @module
 */
import type { Preprocessing } from "../dataset/preprocessing.ts";
import type { EpochEvent, TrainEvent } from "../events.ts";
import { saveTrained } from "../model/save_trained.ts";
import type { LayersModel } from "../model/topology.ts";
import { type OptionNames, refuseUnknown } from "../options.ts";
import type { KeepBestConfig } from "../training/epoch_rules.ts";
import type { StreamFitOptions } from "../training/fit_options.ts";
import { saveCheckpoint } from "./checkpoint_files.ts";
import { metricsLine } from "./metrics_file.ts";
import type { OpenRun } from "./open_run.ts";
import {
  bestFolderOf,
  checkpointFolderOf,
  markLatest,
  metricsFileOf,
  modelFolderOf,
} from "./run_folder.ts";

/** What {@linkcode recordRun} records. */
export interface RecordOptions extends Omit<KeepBestConfig, "save"> {
  /** What the model's inputs went through, saved beside each model. @default none is saved */
  readonly preprocessing?: Preprocessing;
  /** Is told what happens too, after the recorder. @default nobody */
  readonly onEvent?: (event: TrainEvent) => void;
}

/** Records a run. */
export interface RunRecorder {
  /** What `fit` is given, besides its other options, to be recorded. */
  readonly options: Required<Pick<StreamFitOptions, "keepBest" | "onCheckpoint" | "onEvent">>;
  /** Saves the model as the run's last one, and makes the run the latest of its folder: called after `fit`. */
  finish(): Promise<void>;
}

const NAMES: OptionNames<RecordOptions> = {
  monitor: true,
  mode: true,
  preprocessing: true,
  onEvent: true,
};

/**
 * Makes a recorder, which writes what the command `train` does: a line of `metrics.jsonl` and a checkpoint after every
 * epoch, the best model so far in `best`, and at the end the last one in `model`. The run is kept from its first file on.
 *
 * @param run The run, which {@linkcode makeRun}, {@linkcode makeNumberedRun} or {@linkcode reopenRun} opens.
 * @param model The model that is trained.
 * @param options See {@linkcode RecordOptions}.
 * @returns The recorder.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import {
 *   checkpointFolderOf,
 *   createMlp,
 *   fit,
 *   loadCheckpoint,
 *   makeRun,
 *   metricsFileOf,
 *   parseMetrics,
 *   recordRun,
 *   reopenRun,
 *   useBackend,
 * } from "tandem";
 *
 * await useBackend("cpu");
 * const x = [[0, 0], [0, 1], [1, 0], [1, 1]];
 * const y = [[1, 0], [0, 1], [0, 1], [1, 0]];
 * const runs = await Deno.makeTempDir();
 * const folder = `${runs}/xor`;
 *
 * const choices = { hidden: [4], epochs: 2, batchSize: 2 };
 * const model = createMlp({ inputSize: 2, hidden: choices.hidden, outputSize: 2 });
 * {
 *   await using run = await makeRun(folder, choices);
 *   const recorder = recordRun(run, model, { monitor: "loss" });
 *   await fit(model, x, y, { epochs: choices.epochs, batchSize: 2, ...recorder.options });
 *   await recorder.finish();
 * }
 * assertEquals(await Deno.readTextFile(`${runs}/latest`), "xor\n");
 *
 * // The run goes on from its last checkpoint.
 * {
 *   await using run = await reopenRun(folder, { ...choices, epochs: 3 });
 *   const resume = await loadCheckpoint(checkpointFolderOf(folder));
 *   const recorder = recordRun(run, model, { monitor: "loss" });
 *   await fit(model, x, y, { epochs: 3, batchSize: 2, resume, ...recorder.options });
 *   await recorder.finish();
 * }
 * const file = metricsFileOf(folder);
 * const epochs = parseMetrics(await Deno.readTextFile(file), file);
 * assertEquals(epochs.map(({ epoch }) => epoch), [0, 1, 2]);
 *
 * model.dispose();
 * await Deno.remove(runs, { recursive: true });
 * ```
 */
export function recordRun(
  run: OpenRun,
  model: LayersModel,
  options: RecordOptions = {},
): RunRecorder {
  refuseUnknown("Cannot record a run with", options, NAMES);
  const { onEvent, preprocessing, ...watched } = options;
  const { folder } = run;
  let ended: EpochEvent | undefined;
  let workers: number | undefined;

  async function keep(): Promise<void> {
    await run.keep();
    if (workers === undefined || !leavesWorkersOpen(run.config)) return;
    // A worker and this thread train to the same bits.
    const settled = { workers: Math.max(1, workers) };
    workers = undefined;
    await run.settle(settled);
  }

  return {
    options: {
      keepBest: {
        ...watched,
        // The model of the best epoch stays beside the last one, from the first epoch on.
        async save(): Promise<void> {
          await keep();
          await saveTrained(bestFolderOf(folder), model, preprocessing);
        },
      },
      async onCheckpoint(checkpoint): Promise<void> {
        await keep();
        // An epoch that has a checkpoint is not made again: its line has to be there before.
        if (ended) {
          await Deno.writeTextFile(metricsFileOf(folder), metricsLine(ended), { append: true });
        }
        await saveCheckpoint(checkpointFolderOf(folder), checkpoint);
      },
      onEvent(event): void {
        if (event.type === "epoch") ended = event;
        if (event.type === "train-begin") workers = event.workers;
        onEvent?.(event);
      },
    },
    async finish(): Promise<void> {
      await keep();
      await saveTrained(modelFolderOf(folder), model, preprocessing);
      await markLatest(folder);
    },
  };
}

/** Whether a configuration has training choose the number of workers: a repeat is to take the same. */
function leavesWorkersOpen(config: object): boolean {
  return "workers" in config && config.workers === "auto";
}
