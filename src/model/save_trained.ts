/**
 * Saving a model together with what its inputs went through.
 *
 * @module
 */
import { ensureDir } from "@std/fs/ensure-dir";
import type { Preprocessing } from "../dataset/preprocessing.ts";
import { savePreprocessing } from "../dataset/preprocessing_file.ts";
import { modelFolder } from "./file_io.ts";
import type { LayersModel } from "./topology.ts";

/**
 * Saves a trained model.
 *
 * @param folder The folder to save it in; it is created.
 * @param model The model.
 * @param preprocessing What its inputs went through.
 */
export async function saveTrained(
  folder: string,
  model: LayersModel,
  preprocessing?: Preprocessing,
): Promise<void> {
  // The model comes last: a folder with a new model.json is whole.
  if (preprocessing) {
    await ensureDir(folder);
    await savePreprocessing(folder, preprocessing);
  }
  await model.save(modelFolder(folder));
}
