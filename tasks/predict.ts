/**
 * `deno task predict`: what a saved model says of pictures, of the rows of a table, or of the samples of an array.
 *
 * @module
 */
import { parseWhole } from "../src/config/parse.ts";
import type { Preprocessing } from "../src/dataset/preprocessing.ts";
import { useBackend } from "../src/engine/backend.ts";
import {
  EXIT,
  type Flags,
  type FlagTable,
  main,
  printHelp,
  readFlags,
  usage,
  UsageError,
} from "./_command.ts";
import { KINDS } from "./_data.ts";
import { predictPictures } from "./_predict_pictures.ts";
import { predictArray, predictTable } from "./_predict_rows.ts";
import {
  findSavedModel,
  loadSavedModel,
  MODEL_FLAGS,
  preprocessingOfModel,
} from "./_saved_model.ts";

const FLAGS: FlagTable = {
  words: "PNG and JPEG files, - for standard input",
  values: {
    ...MODEL_FLAGS.values,
    csv: "a CSV file with the columns that the model was trained on; - for standard input",
    x: "an array of samples: NPY, NPZ (file.npz#name) or IDX",
    out: "the file that predictions for --csv and --x go to (default standard output)",
    top: "number of classes to name (default 1)",
    invert: "whether the ink of a picture is dark: auto, yes, no (default auto)",
  },
  switches: {
    ...MODEL_FLAGS.switches,
    json: "print one JSON object for each picture, row or sample",
  },
};

const SYNOPSIS =
  "predict [flags] [FILE...]: say what pictures show, with 1 if one shows nothing that can be named, " +
  "or predict for the rows of --csv or the samples of --x";

/**
 * Reads what is asked about, and answers.
 *
 * @param args The command line.
 * @returns The exit code.
 */
export async function predict(args: string[]): Promise<number> {
  const flags = readFlags(args, FLAGS);
  if (flags.has("help")) {
    printHelp(SYNOPSIS, FLAGS);
    return EXIT.done;
  }
  const top = usage(() => parseWhole("--top", flags.value("top") ?? "1", 1));
  requireOneKind(flags);
  const saved = await findSavedModel(flags);
  const preprocessing = await preprocessingOfModel(saved);
  await useBackend("wasm");
  const question = { flags, top, load: () => loadSavedModel(saved) };
  const [csv, x] = [flags.value("csv"), flags.value("x")];
  if (csv !== undefined) {
    if (preprocessing?.kind !== "table") throw wrongKind("--csv", preprocessing);
    return await predictTable(csv, { ...question, preprocessing });
  }
  if (x !== undefined) {
    if (preprocessing?.kind !== "arrays") throw wrongKind("--x", preprocessing);
    return await predictArray(x, { ...question, preprocessing });
  }
  if (preprocessing !== undefined && preprocessing.kind !== "images") {
    throw wrongKind("pictures", preprocessing);
  }
  return await predictPictures({ ...question, preprocessing });
}

/** Refuses to be asked about nothing, or about several kinds of samples at once. */
function requireOneKind(flags: Flags): void {
  const kinds = [
    ...["csv", "x"].filter((name) => flags.value(name) !== undefined).map((name) => `--${name}`),
    ...(flags.words.length > 0 ? ["pictures"] : []),
  ];
  const [first, second] = kinds;
  if (first === undefined) {
    throw new UsageError(
      "Cannot predict without samples: expected PNG or JPEG files, --csv or --x",
    );
  }
  if (second !== undefined) {
    throw new UsageError(`Cannot predict for ${second} with ${first}: expected one of them`);
  }
  if (first === "pictures" && flags.value("out") !== undefined) {
    throw new UsageError("Cannot use --out with pictures: expected --csv or --x");
  }
}

/** What a model can be asked about, by what it was trained on. */
const ASKED = { images: "pictures", table: "--csv", arrays: "--x" } as const;

function wrongKind(asked: string, preprocessing: Preprocessing | undefined): UsageError {
  const kind = preprocessing?.kind ?? "images";
  return new UsageError(
    `Cannot predict for ${asked} with this model: it was trained on ${KINDS[kind]}; ` +
      `expected ${ASKED[kind]}`,
  );
}

if (import.meta.main) await main(predict);
