/**
 * Loads a folder of pictures: a folder for each class, or a list of labels.
 *
 * @module
 */
import { numbersFrom } from "../../arrays/range.ts";
import { type OptionNames, refuseUnknown } from "../../options.ts";
import type { Dataset } from "../dataset.ts";
import { divide } from "../divide.ts";
import type { DivideOptions, LoadedData } from "../loaded_data.ts";
import type { ImagesPreprocessing } from "../preprocessing.ts";
import { cachedPictures } from "./cached_pictures.ts";
import { type DecodedPictures, decodePictures, type PictureForm } from "./decode_pictures.ts";
import { filesIn, type FoundFile } from "./files_in.ts";
import { listByFolder, listByLabels, type Listing } from "./listing.ts";
import { readLabels } from "./labels_file.ts";
import type { Channels } from "./picture.ts";
import { describePictures, samplesOf } from "./samples.ts";
import {
  requireAllClasses,
  skippedOf,
  type SkippedPicture,
  warnOf,
  withoutFailed,
} from "./skipped.ts";

/** Options of {@linkcode loadImages}. */
export interface LoadImagesOptions extends DivideOptions {
  /**
   * A CSV file with the columns `file`, a path from the folder, and `label`.
   *
   * @default the folder that a picture is in names its class
   */
  readonly labels?: string;
  /**
   * Height and width in pixels that pictures are scaled to.
   *
   * @default the size that all of them have
   */
  readonly imageSize?: readonly [height: number, width: number];
  /**
   * Values of a pixel: 1 for brightness, 3 for red, green and blue.
   *
   * @default 3 where any picture has colour, or else 1
   */
  readonly channels?: Channels;
  /**
   * The folder where decoded pictures are kept; with null they are not.
   *
   * @default "data/images"
   */
  readonly cacheDir?: string | null;
  /**
   * Most workers that decode; with 0 the thread that calls does.
   *
   * @default one for each core
   */
  readonly workers?: number;
  /**
   * Called as pictures are decoded.
   *
   * @default does nothing
   */
  readonly onProgress?: (done: number, total: number) => void;
  /**
   * Called with one line when something was passed over.
   *
   * @default does nothing
   */
  readonly onWarning?: (message: string) => void;
}

const OPTIONS: OptionNames<LoadImagesOptions> = {
  testSplit: true,
  validationSplit: true,
  seed: true,
  labels: true,
  imageSize: true,
  channels: true,
  cacheDir: true,
  workers: true,
  onProgress: true,
  onWarning: true,
};

/** Pictures with their classes. */
export interface LoadedImages extends LoadedData<ImagesPreprocessing> {
  /** The pictures that were left out, since they cannot be read. */
  readonly skipped: readonly SkippedPicture[];
}

/**
 * Loads PNG and JPEG pictures from a folder with a folder in it for each class. Where it has the folders `train` and
 * `test`, each with those of the classes, they are the division; otherwise the pictures are divided at random, each class
 * with its share of both parts. A picture that cannot be read is left out.
 *
 * Pictures are decoded on all cores, and kept on disk for the next time: until a file or an option changes.
 *
 * @param folder The folder.
 * @param options See {@linkcode LoadImagesOptions}.
 * @returns The training and the test samples, in random order: pixels as bytes with scale 1 / 255, of shape
 * `[height, width]` or `[height, width, 3]`, and integer labels.
 * @throws {Deno.errors.NotFound} If there is no such folder.
 * @throws {TypeError} If it is a file, or an option has another name.
 * @throws {RangeError} If there are no pictures of two classes or more, none of a class can be read, they are of
 * different sizes, or an option is out of range.
 * @throws {SyntaxError} If the file of labels is broken.
 *
 * @example
 * ```ts
 * import { loadImages } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * // A picture of one grey pixel for each of two classes.
 * const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";
 * for (const name of ["cat", "dog"]) {
 *   await Deno.mkdir(`${folder}/${name}`);
 *   await Deno.writeFile(`${folder}/${name}/1.png`, Uint8Array.from(atob(png), (c) => c.charCodeAt(0)));
 * }
 * const { train, test, preprocessing } = await loadImages(folder, { testSplit: 0.5, cacheDir: null });
 * assertEquals([train.size, test.size], [1, 1]);
 * assertEquals(preprocessing.classNames, ["cat", "dog"]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function loadImages(
  folder: string,
  options: LoadImagesOptions = {},
): Promise<LoadedImages> {
  refuseUnknown("Cannot load images with", options, OPTIONS);
  const {
    testSplit = 0.2,
    validationSplit = 0,
    seed = 1,
    imageSize,
    channels,
    cacheDir = "data/images",
    workers = navigator.hardwareConcurrency,
    onProgress = () => {},
    onWarning = () => {},
  } = options;
  const form = { imageSize, channels };
  checkForm(form, workers);
  const listing = await list(folder, options.labels);
  for (const warning of listing.warnings) onWarning(warning);
  const files = [...listing.pictures, ...(listing.test ?? [])];
  const paths = files.map(({ path }) => path);
  const decode = (): Promise<DecodedPictures> =>
    decodePictures(folder, paths, form, { workers, onProgress });
  const pictures = cacheDir === null
    ? await decode()
    : await cachedPictures({ folder, files, form, cacheDir, decode, onWarning });

  const skipped = skippedOf(files, pictures);
  warnOf(skipped, onWarning);
  const learnt = withoutFailed(listing.pictures, pictures);
  requireAllClasses(folder, listing, learnt, skipped);
  const labels = withoutFailed(files, pictures).map(({ label }) => label);
  if (listing.test && labels.length === learnt.length) {
    throw new RangeError(`Cannot load images "${folder}": no picture for the test can be read`);
  }
  const { classNames } = listing;
  const order = listing.test
    ? {
      train: divide(learnt.length, { testSplit: 0, seed }).train,
      test: numbersFrom(learnt.length, labels.length),
    }
    : divide(labels.length, { testSplit, seed, strata: labels });
  const samples = (part: Uint32Array): Dataset =>
    samplesOf(part, pictures, labels, classNames.length);
  const train = samples(order.train);
  return {
    train,
    test: samples(order.test),
    task: { kind: "classification", classNames },
    preprocessing: describePictures(train, pictures, classNames, validationSplit),
    skipped,
  };
}

function checkForm({ imageSize, channels }: PictureForm, workers: number): void {
  if (imageSize && (imageSize.length !== 2 || !imageSize.every((side) => isWhole(side, 1)))) {
    throw new RangeError(
      `Cannot load images with imageSize [${imageSize}]: expected height and width in pixels`,
    );
  }
  if (channels !== undefined && channels !== 1 && channels !== 3) {
    throw new RangeError(`Cannot load images with channels ${channels}: expected 1 or 3`);
  }
  if (isWhole(workers, 0)) return;
  throw new RangeError(
    `Cannot load images with workers ${workers}: expected a whole number, 0 or more`,
  );
}

function isWhole(value: number, least: number): boolean {
  return Number.isSafeInteger(value) && value >= least;
}

async function list(folder: string, labels: string | undefined): Promise<Listing> {
  const files = await requireFiles(folder);
  return labels === undefined
    ? listByFolder(folder, files)
    : listByLabels(folder, files, await readLabels(labels));
}

async function requireFiles(folder: string): Promise<FoundFile[]> {
  try {
    return await filesIn(folder);
  } catch (cause) {
    const action = `Cannot load images "${folder}"`;
    if (cause instanceof Deno.errors.NotFound) {
      throw new Deno.errors.NotFound(`${action}: there is no such folder`, { cause });
    }
    if (cause instanceof Deno.errors.NotADirectory) {
      throw new TypeError(`${action}: expected a folder, got a file`, { cause });
    }
    throw cause;
  }
}
