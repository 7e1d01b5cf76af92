/**
 * `deno task predict`: what pictures show, by a saved model.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { parseChoice, parseWhole } from "../src/config/parse.ts";
import { digitImage } from "../src/dataset/digit_image.ts";
import { decodePng } from "../src/dataset/png.ts";
import { useBackend } from "../src/engine/backend.ts";
import { probabilitiesOf } from "../src/model/classify.ts";
import { modelFolder } from "../src/model/file_io.ts";
import { formatPrediction, rankClasses } from "../src/report/prediction.ts";
import { findRunDataset } from "../src/training/run_dataset.ts";
import { bestFolderOf, findRun, modelFolderOf } from "../src/training/run_folder.ts";
import { EXIT, type FlagTable, main, printHelp, readFlags, usage, UsageError } from "./_command.ts";

const INVERT = ["auto", "yes", "no"] as const;

const FLAGS: FlagTable = {
  words: "PNG files",
  values: {
    run: "folder of the run (default runs/latest)",
    top: "number of classes to print for a picture (default 1)",
    invert: "whether the ink is dark: auto, yes, no (default auto)",
  },
  switches: {
    best: "the model of the best epoch, not of the last one",
    json: "print one JSON object a picture",
  },
};

/**
 * Reads pictures and names what they show.
 *
 * @param args The command line.
 * @returns The exit code.
 */
export async function predict(args: string[]): Promise<number> {
  const flags = readFlags(args, FLAGS);
  if (flags.has("help")) {
    printHelp("predict [flags] FILE.png...: say what pictures show", FLAGS);
    return EXIT.done;
  }
  if (flags.words.length === 0) {
    throw new UsageError("Cannot predict without pictures: expected PNG files");
  }
  const top = usage(() => parseWhole("--top", flags.value("top") ?? "1", 1));
  const choice = usage(() => parseChoice("--invert", flags.value("invert") ?? "auto", INVERT));
  const invert = choice === "auto" ? choice : choice === "yes";
  const run = await findRun(flags.value("run") ?? "runs/latest");
  await useBackend("wasm");
  const folder = flags.has("best") ? bestFolderOf(run) : modelFolderOf(run);
  const model = await tf.loadLayersModel(modelFolder(folder));
  const images = await Promise.all(flags.words.map(async (file) => {
    const bytes = await readFile(file);
    return digitImage(decodePng(bytes, file), invert).pixels;
  }));
  const { classNames } = await findRunDataset(run) ?? {};
  probabilitiesOf(model, images).forEach((probabilities, i) => {
    const file = flags.words[i] ?? "";
    const ranked = rankClasses(probabilities, classNames);
    if (flags.has("json")) {
      console.log(JSON.stringify({ type: "prediction", file, ...ranked[0], probabilities }));
    } else console.log(formatPrediction(file, ranked.slice(0, top)));
  });
  return EXIT.done;
}

async function readFile(file: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(file);
  } catch (cause) {
    throw new Error(`Cannot read "${file}": expected a PNG picture`, { cause });
  }
}

if (import.meta.main) await main(predict);
