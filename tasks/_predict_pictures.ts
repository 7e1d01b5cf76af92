/**
 * What pictures show, by a model of images.
 *
 * @module
 */
import { parseChoice } from "../src/config/parse.ts";
import { pictureFor, type PictureForModel } from "../src/dataset/images/picture_for.ts";
import type { ImagesPreprocessing } from "../src/dataset/preprocessing.ts";
import { probabilitiesOf } from "../src/model/classify.ts";
import type { LayersModel } from "../src/model/topology.ts";
import { answerObject, answerOf } from "../src/report/answer.ts";
import { formatPrediction, isUnsure, rankClasses } from "../src/report/prediction.ts";
import { EXIT, type Flags, usage, warn } from "./_command.ts";
import { readPicture } from "./_picture.ts";

const INVERT = ["auto", "yes", "no"] as const;

/** What is asked of a model. */
export interface Question<Preprocessing> {
  /** The flags. */
  readonly flags: Flags;
  /** Number of classes to name. */
  readonly top: number;
  /** What the model's inputs went through. */
  readonly preprocessing: Preprocessing;
  /** Loads the model: called once what it is asked about is there. */
  readonly load: () => Promise<LayersModel>;
}

/**
 * Reads pictures and says what they show.
 *
 * @param question What is asked; without preprocessing, pictures are taken for handwritten digits.
 * @returns The exit code: failed where a picture shows nothing that can be named.
 * @throws {Error} If a picture cannot be read, once the others were answered.
 */
export async function predictPictures(
  { flags, top, preprocessing, load }: Question<ImagesPreprocessing | undefined>,
): Promise<number> {
  const choice = usage(() => parseChoice("--invert", flags.value("invert") ?? "auto", INVERT));
  const invert = choice === "auto" ? choice : choice === "yes";
  const read = await Promise.allSettled(
    flags.words.map(async (file) => pictureFor(preprocessing, await readPicture(file), invert)),
  );
  const pictures = read.map((each) => each.status === "fulfilled" ? each.value : undefined);
  const shown = pictures.flatMap((picture) => picture?.kind === "shown" ? [picture.pixels] : []);
  const model = await load();
  const answers = shown.length === 0 ? [] : probabilitiesOf(model, shown);
  flags.words.forEach((file, i) => {
    const picture = pictures[i];
    if (picture?.kind === "shown") {
      const probabilities = answers.shift() ?? [];
      if (flags.has("json")) {
        const classNames = preprocessing?.classNames ?? probabilities.map((_, i) => `${i}`);
        const answer = answerOf({ kind: "classification", classNames }, probabilities);
        const object = { type: "prediction", file, ...answerObject(answer, top), probabilities };
        console.log(JSON.stringify(object));
      } else {
        const ranked = rankClasses(probabilities, preprocessing?.classNames).slice(0, top);
        console.log(formatPrediction(file, ranked, isUnsure(probabilities)));
      }
    } else if (picture) tellOthers(file, picture, flags.has("json"));
  });
  const [first, ...others] = read.flatMap((each) => each.status === "rejected" ? [each] : []);
  for (const { reason } of others) warn(reason instanceof Error ? reason.message : String(reason));
  if (first) throw first.reason;
  return shown.length < pictures.length ? EXIT.failed : EXIT.done;
}

/** Says why there is no answer. */
function tellOthers(file: string, picture: PictureForModel, json: boolean): void {
  const several = picture.kind === "several" ? picture.count : undefined;
  if (json) {
    const why = several === undefined ? { blank: true } : { digits: several };
    console.log(JSON.stringify({ type: "prediction", file, class: null, ...why }));
  } else if (several === undefined) console.log(formatPrediction(file, [], true));
  else {
    console.log(`${file}: ${several} digits`);
    warn(`"${file}" shows ${several} digits side by side: expected one in a picture`);
  }
}
