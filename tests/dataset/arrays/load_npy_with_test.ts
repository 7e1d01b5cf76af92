import { assertEquals, assertRejects } from "@std/assert";
import { loadNpyWith } from "../../../src/dataset/arrays/load_npy_with.ts";
import type { LoadedSamples } from "../../../src/dataset/loaded_data.ts";
import type { ArraysPreprocessing } from "../../../src/dataset/preprocessing.ts";
import { needs } from "../../_permissions.ts";
import { temporaryFolder } from "../_idx_files.ts";
import { encodeNpy, rawBytes } from "./_bytes.ts";

const ignore = !needs("read", "write");

const floats = (shape: number[], ...values: number[]): Uint8Array =>
  encodeNpy("<f4", shape, rawBytes(Float32Array.from(values)));

const AMOUNTS: ArraysPreprocessing = {
  kind: "arrays",
  shape: [2],
  scale: 0.5,
  task: { kind: "regression", outputs: ["y"] },
  units: [{ mean: 10, deviation: 4 }],
};
const CLASSES: ArraysPreprocessing = {
  ...AMOUNTS,
  task: { kind: "classification", classNames: ["0", "1", "2"] },
  units: [],
};

/** Loads arrays out of files that are made for the moment. */
async function load(
  preprocessing: ArraysPreprocessing,
  y: Uint8Array,
  x = floats([2, 2], 1, 2, 3, 4),
): Promise<LoadedSamples> {
  await using folder = await temporaryFolder();
  const [inputs, targets] = [`${folder.path}/x.npy`, `${folder.path}/y.npy`];
  await Deno.writeFile(inputs, x);
  await Deno.writeFile(targets, y);
  return await loadNpyWith(inputs, targets, preprocessing);
}

Deno.test({
  name: "loadNpyWith() scales inputs and standardises targets as the model knows them",
  ignore,
  fn: async () => {
    const { dataset } = await load(AMOUNTS, floats([2], 18, 8));
    assertEquals(dataset.inputs.data, new Float32Array([1, 2, 3, 4]));
    assertEquals([dataset.inputs.shape, dataset.inputs.scale], [[2], 0.5]);
    // (18 - 10) / 4 and (8 - 10) / 4, which floats hold exactly.
    assertEquals(dataset.targets.data, new Float32Array([2, -0.5]));
    assertEquals(dataset.units, AMOUNTS.units);
  },
});

Deno.test({
  name:
    "loadNpyWith() knows all classes of the model, though not all are there, from labels and rows",
  ignore,
  fn: async () => {
    const labels = await load(CLASSES, floats([2], 1, 0));
    const rows = await load(CLASSES, floats([2, 3], 0, 1, 0, 1, 0, 0));
    for (const { dataset } of [labels, rows]) {
      assertEquals([dataset.classes, [...dataset.targets.data]], [3, [1, 0]]);
    }
  },
});

Deno.test({
  name: "loadNpyWith() refuses what is not like the model's own",
  ignore,
  fn: async () => {
    const cases: [ArraysPreprocessing, Uint8Array, Uint8Array | undefined, string][] = [
      [AMOUNTS, floats([2], 1, 2), floats([2, 1], 1, 2), "shape [2], as the model knows, got [1]"],
      [AMOUNTS, floats([2, 2], 1, 2, 3, 4), undefined, "expected 1 for each sample"],
      [AMOUNTS, floats([], 1), undefined, "expected 1 for each sample, as the model gives"],
      [AMOUNTS, floats([2], 1, NaN), undefined, "expected finite numbers, got NaN in sample 1"],
      [CLASSES, floats([2], 1, 3), undefined, "expected whole numbers from 0 to 2, got 3"],
      [CLASSES, floats([2], 1, 0.5), undefined, "expected whole numbers from 0 to 2, got 0.5"],
      [CLASSES, floats([3], 1, 0, 2), undefined, "expected as many targets as samples"],
    ];
    for (const [preprocessing, y, x, problem] of cases) {
      await assertRejects(() => load(preprocessing, y, x), RangeError, problem);
    }
  },
});
