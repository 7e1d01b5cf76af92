/**
 * `deno task predict`: what pictures show, by a saved model.
 *
 * @module
 */
import { parseChoice, parseWhole } from "../src/config/parse.ts";
import { digitImage, isBlank } from "../src/dataset/digit_image.ts";
import { pixelsFor } from "../src/dataset/preprocessing.ts";
import { useBackend } from "../src/engine/backend.ts";
import { probabilitiesOf } from "../src/model/classify.ts";
import { formatPrediction, isUnsure, rankClasses } from "../src/report/prediction.ts";
import { EXIT, type FlagTable, main, printHelp, readFlags, usage, UsageError } from "./_command.ts";
import { readPicture } from "./_picture.ts";
import {
  findSavedModel,
  loadSavedModel,
  MODEL_FLAGS,
  preprocessingOfModel,
} from "./_saved_model.ts";

const INVERT = ["auto", "yes", "no"] as const;

const FLAGS: FlagTable = {
  words: "PNG files",
  values: {
    ...MODEL_FLAGS.values,
    top: "number of classes to print for a picture (default 1)",
    invert: "whether the ink is dark: auto, yes, no (default auto)",
  },
  switches: {
    ...MODEL_FLAGS.switches,
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
    printHelp("predict [flags] FILE.png...: say what pictures show, with 1 if any is blank", FLAGS);
    return EXIT.done;
  }
  if (flags.words.length === 0) {
    throw new UsageError("Cannot predict without pictures: expected PNG files");
  }
  const top = usage(() => parseWhole("--top", flags.value("top") ?? "1", 1));
  const choice = usage(() => parseChoice("--invert", flags.value("invert") ?? "auto", INVERT));
  const invert = choice === "auto" ? choice : choice === "yes";
  const saved = await findSavedModel(flags);
  const images = await Promise.all(
    flags.words.map(async (file) => digitImage(await readPicture(file), invert)),
  );
  await useBackend("wasm");
  const model = await loadSavedModel(saved);
  const preprocessing = await preprocessingOfModel(saved);
  const drawn = images.filter((image) => !isBlank(image));
  const answers = drawn.length === 0 ? [] : probabilitiesOf(
    model,
    drawn.map(({ pixels }) => preprocessing ? pixelsFor(preprocessing, pixels) : pixels),
  );
  flags.words.forEach((file, i) => {
    const image = images[i];
    const probabilities = image && drawn.includes(image) ? answers.shift() ?? [] : [];
    const ranked = rankClasses(probabilities, preprocessing?.classNames);
    const unsure = isUnsure(probabilities);
    if (!flags.has("json")) console.log(formatPrediction(file, ranked.slice(0, top), unsure));
    else if (ranked.length === 0) {
      console.log(JSON.stringify({ type: "prediction", file, class: null, blank: true }));
    } else {
      const answer = { type: "prediction", file, ...ranked[0], unsure, probabilities };
      console.log(JSON.stringify(answer));
    }
  });
  return drawn.length < images.length ? EXIT.failed : EXIT.done;
}

if (import.meta.main) await main(predict);
