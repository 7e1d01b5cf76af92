import { assertEquals, assertRejects } from "@std/assert";
import { loadImagesWith } from "../../../src/dataset/images/load_images_with.ts";
import type { ImagesPreprocessing } from "../../../src/dataset/preprocessing.ts";
import { testInFolder } from "../../_folder.ts";
import { png, writeFiles } from "./_pictures.ts";

const MODEL: ImagesPreprocessing = {
  kind: "images",
  shape: [2, 2],
  scale: 1 / 100,
  classNames: ["bird", "cat", "dog"],
  drawable: false,
};
const QUIET = { cacheDir: null, workers: 0 };

testInFolder(
  "loadImagesWith() gives pictures the model's size, scale and class numbers, and names those it left out",
  async (folder) => {
    await writeFiles(folder, {
      "cat/1.png": png(4, 4, () => 10),
      "dog/1.png": png(2, 2, () => 20),
      "dog/2.png": "no picture",
    });
    const { dataset, skipped } = await loadImagesWith(folder, MODEL, QUIET);
    assertEquals([dataset.size, dataset.classes], [2, 3]);
    assertEquals([dataset.inputs.shape, dataset.inputs.scale], [[2, 2], 1 / 100]);
    const labels = Array.from(
      dataset.targets.data,
      (label, i) => [dataset.inputs.data[4 * i], label],
    );
    assertEquals(labels.toSorted(), [[10, 1], [20, 2]]);
    assertEquals(skipped.map(({ file }) => file), ["dog/2.png"]);
  },
);

testInFolder("loadImagesWith() takes the test of a folder that is divided", async (folder) => {
  const parts = ["train", "test"].flatMap((part, i) =>
    ["cat", "dog"].map((name) => [`${part}/${name}/1.png`, png(2, 2, () => i)])
  );
  await writeFiles(folder, Object.fromEntries(parts));
  const { dataset } = await loadImagesWith(folder, MODEL, QUIET);
  assertEquals([dataset.size, new Set(dataset.inputs.data)], [2, new Set([1])]);
});

testInFolder(
  "loadImagesWith() refuses classes and options that it does not know",
  async (folder) => {
    await writeFiles(folder, { "cat/1.png": png(2, 2, () => 0), "cow/1.png": png(2, 2, () => 0) });
    await assertRejects(
      () => loadImagesWith(folder, MODEL, QUIET),
      RangeError,
      'the model knows no class "cow", but "bird", "cat", "dog"',
    );
    await assertRejects(
      () => loadImagesWith(folder, MODEL, { ...QUIET, testSplit: 0.5 } as typeof QUIET),
      TypeError,
      'Cannot load images with "testSplit"',
    );
  },
);
