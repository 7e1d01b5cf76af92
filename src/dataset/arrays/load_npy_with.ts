/**
 * Arrays as the samples of a model that was trained on others.
 *
 * @module
 */
import { argmax } from "../../arrays/argmax.ts";
import { numbersFrom } from "../../arrays/range.ts";
import { createDataset } from "../dataset.ts";
import { encodeTargets } from "../encode_targets.ts";
import type { LoadedSamples } from "../loaded_data.ts";
import type { ArraysPreprocessing } from "../preprocessing.ts";
import type { Task } from "../task.ts";
import { outputNamesOf } from "../task_of.ts";
import { requireFinite } from "./finite.ts";
import { inputsLike } from "./inputs.ts";
import type { NumberArray } from "./number_array.ts";
import { readPair } from "./pair.ts";
import { type ArrayTargets, targetColumns, targetsError } from "./targets.ts";

/**
 * Loads arrays of inputs and targets as a model knows its own: nothing is learnt of them.
 *
 * @param x The file of the inputs, as `loadNpy` takes it.
 * @param y The file of the targets, likewise.
 * @param preprocessing What the arrays went through that the model was trained on, as `loadNpy` learnt it.
 * @returns The samples, in their order.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If a file is of none of the formats, or is not whole.
 * @throws {TypeError} If an array holds anything but numbers.
 * @throws {RangeError} If the arrays do not fit each other, or are not like the model's own.
 *
 * @example
 * ```ts
 * import { loadNpyWith } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * const [x, y] = [`${folder}/x.idx`, `${folder}/y.idx`];
 * // IDX files of bytes: 2 samples of 2 numbers, and the class of each.
 * await Deno.writeFile(x, Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4));
 * await Deno.writeFile(y, Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 1, 0));
 * const { dataset } = await loadNpyWith(x, y, {
 *   kind: "arrays",
 *   shape: [2],
 *   scale: 1,
 *   task: { kind: "classification", classNames: ["0", "1", "2"] },
 *   units: [],
 * });
 * assertEquals([dataset.size, dataset.classes], [2, 3]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function loadNpyWith(
  x: string,
  y: string,
  preprocessing: ArraysPreprocessing,
): Promise<LoadedSamples> {
  const pair = await readPair(x, y);
  const inputs = inputsLike(pair.x, preprocessing);
  const targets = targetsFor(preprocessing, pair.y);
  const all = numbersFrom(0, targets.values.length / targets.width);
  const encoded = encodeTargets(preprocessing, targetColumns(targets, all));
  return { dataset: createDataset({ inputs, ...encoded }) };
}

/** Reads targets by what the model has learnt, not by what they look like. */
function targetsFor({ task }: ArraysPreprocessing, array: NumberArray): ArrayTargets {
  const { source, shape } = array;
  const outputs = outputNamesOf(task).length;
  const [, width = 1] = shape;
  const isLabel = task.kind === "classification" && width === 1;
  if (shape.length === 0 || shape.length > 2 || (width !== outputs && !isLabel)) {
    throw targetsError(
      source,
      `expected ${outputs} for each sample, as the model gives, got shape [${shape}]`,
    );
  }
  const values = Float64Array.from(array.data);
  requireFinite(values, width, (problem) => targetsError(source, problem));
  if (task.kind === "classification" && width > 1) {
    const size = values.length / width;
    const labels = Float64Array.from({ length: size }, (_, i) => argmax(values, i * width, width));
    return { task, values: labels, width: 1 };
  }
  if (task.kind !== "regression") requireClasses(values, classesOf(task), source);
  return { task, values, width };
}

/** How many numbers may stand for a target that is one of a few. */
function classesOf(task: Task): number {
  return task.kind === "classification" ? task.classNames.length : 2;
}

function requireClasses(values: Float64Array, classes: number, source: string): void {
  const wrong = values.find((value) => !(Number.isInteger(value) && value >= 0 && value < classes));
  if (wrong === undefined) return;
  throw targetsError(source, `expected whole numbers from 0 to ${classes - 1}, got ${wrong}`);
}
