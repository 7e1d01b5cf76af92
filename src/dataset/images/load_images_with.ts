/**
 * Pictures as the samples of a model that was trained on others.
 *
 * @module
 */
import { createDataset } from "../dataset.ts";
import { type OptionNames, refuseUnknown } from "../../options.ts";
import type { LoadedSamples } from "../loaded_data.ts";
import type { ImagesPreprocessing } from "../preprocessing.ts";
import { formOf } from "./form.ts";
import { loadImages, type LoadImagesOptions } from "./load_images.ts";
import type { SkippedPicture } from "./skipped.ts";

/** Options of {@linkcode loadImagesWith}. */
export type LoadImagesWithOptions = Omit<
  LoadImagesOptions,
  "testSplit" | "validationSplit" | "seed" | "imageSize" | "channels"
>;

const OPTIONS: OptionNames<LoadImagesWithOptions> = {
  labels: true,
  cacheDir: true,
  workers: true,
  onProgress: true,
  onWarning: true,
};

/** Pictures as the samples of a model, in random order. */
export interface ImageSamples extends LoadedSamples {
  /** The pictures that were left out, since they cannot be read. */
  readonly skipped: readonly SkippedPicture[];
}

/**
 * Loads pictures as a model knows its own: of its size and channels, with its classes.
 *
 * @param folder The folder, as `loadImages` takes it; where it is divided, the pictures of `test` are loaded.
 * @param preprocessing What the pictures went through that the model was trained on, as `loadImages` describes it.
 * @param options See {@linkcode LoadImagesOptions}.
 * @returns The samples, and which pictures were left out.
 * @throws {RangeError} If a picture is of a class that the model does not know, and as `loadImages` does.
 * @throws {Deno.errors.NotFound} If there is no such folder.
 * @throws {TypeError} If it is a file, or an option has another name.
 * @throws {SyntaxError} If the file of labels is broken.
 *
 * @example
 * ```ts
 * import { loadImages, loadImagesWith } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * // A picture of one grey pixel for each of two classes.
 * const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";
 * for (const name of ["cat", "dog"]) {
 *   await Deno.mkdir(`${folder}/${name}`);
 *   await Deno.writeFile(`${folder}/${name}/1.png`, Uint8Array.from(atob(png), (c) => c.charCodeAt(0)));
 * }
 * const { preprocessing } = await loadImages(folder, { testSplit: 0, cacheDir: null });
 * const { dataset, skipped } = await loadImagesWith(folder, preprocessing, { cacheDir: null });
 * assertEquals([dataset.size, dataset.inputs.shape, skipped], [2, [1, 1], []]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function loadImagesWith(
  folder: string,
  { shape, scale, classNames }: ImagesPreprocessing,
  options: LoadImagesWithOptions = {},
): Promise<ImageSamples> {
  refuseUnknown("Cannot load images with", options, OPTIONS);
  const { size, channels } = formOf(shape);
  const { train, test, preprocessing, skipped } = await loadImages(folder, {
    ...options,
    imageSize: size,
    channels,
    testSplit: 0,
  });
  const known = preprocessing.classNames.map((name) => classNames.indexOf(name));
  const unknown = preprocessing.classNames.find((_, i) => (known[i] ?? -1) < 0);
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot use "${folder}": the model knows no class "${unknown}", ` +
        `but ${classNames.map((name) => `"${name}"`).join(", ")}`,
    );
  }
  const { inputs, targets } = test.size > 0 ? test : train;
  const dataset = createDataset({
    inputs: { ...inputs, shape, scale },
    targets: { data: Int32Array.from(targets.data, (label) => known[label] ?? -1), shape: [] },
    classes: classNames.length,
  });
  return { dataset, skipped };
}
