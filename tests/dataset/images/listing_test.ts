import { assertEquals, assertThrows } from "@std/assert";
import { compareNames } from "../../../src/dataset/compare_names.ts";
import { filesIn, type FoundFile } from "../../../src/dataset/images/files_in.ts";
import { listByFolder, listByLabels } from "../../../src/dataset/images/listing.ts";
import { testInFolder } from "../../_folder.ts";
import { writeFiles } from "./_pictures.ts";

function files(...paths: string[]): FoundFile[] {
  return paths.toSorted(compareNames).map((path) => ({ path, bytes: 1, modified: 1 }));
}

Deno.test("listByFolder() takes each folder for a class, in the order of numbers, with all that is in it", () => {
  const { classNames, pictures, test, warnings } = listByFolder(
    "d",
    files("10/a.png", "9/b.JPG", "9/deep/er/c.jpeg", "2/d.png"),
  );
  assertEquals(classNames, ["2", "9", "10"]);
  assertEquals(pictures.map(({ path, label }) => [path, label]), [
    ["2/d.png", 0],
    ["9/b.JPG", 1],
    ["9/deep/er/c.jpeg", 1],
    ["10/a.png", 2],
  ]);
  assertEquals([test, warnings], [undefined, []]);
});

Deno.test("listByFolder() says what it passes over", () => {
  const { pictures, warnings } = listByFolder("d", files("a/1.png", "b/1.png", "a/x.gif", "0.png"));
  assertEquals(pictures.length, 2);
  assertEquals(warnings, [
    'Passed over 1 file of formats other than PNG and JPEG: "a/x.gif"',
    'Passed over 1 file in no folder of a class: "0.png"',
  ]);
});

Deno.test("listByFolder() takes the division that there is", () => {
  for (const part of ["test", "val", "Validation", "Testing"]) {
    const { classNames, pictures, test } = listByFolder(
      "d",
      files("train/a/1.png", "train/b/2.png", `${part}/a/3.png`, `${part}/b/x/4.png`),
    );
    assertEquals(classNames, ["a", "b"]);
    assertEquals(pictures.map(({ path }) => path), ["train/a/1.png", "train/b/2.png"]);
    assertEquals(test?.map(({ label }) => label), [0, 1]);
  }
});

Deno.test("listByFolder() divides what is in train itself where the test has no classes", () => {
  const parted = listByFolder("d", files("train/a/1.png", "train/b/2.png", "test/3.png"));
  assertEquals([parted.classNames, parted.test], [["a", "b"], undefined]);
  assertEquals(parted.warnings, ['Passed over 1 file outside of "train": "test/3.png"']);
  const alone = listByFolder("d", files("train/a/1.png", "train/b/2.png"));
  assertEquals([alone.classNames, alone.test], [["a", "b"], undefined]);
});

Deno.test("listByFolder() leaves a third part out, and says so", () => {
  const { test, warnings } = listByFolder(
    "d",
    files("train/a/1.png", "train/b/2.png", "test/a/3.png", "val/a/4.png", "train/5.png"),
  );
  assertEquals(test?.map(({ path }) => path), ["test/a/3.png"]);
  assertEquals(warnings, [
    'Passed over 1 file in no folder of a class: "train/5.png"',
    'Passed over 1 file outside of "train" and "test": "val/a/4.png"',
  ]);
});

Deno.test('listByFolder() takes "train" for a class where other classes stand beside it, or none are in it', () => {
  const trains = listByFolder("d", files("bus/1.png", "train/red/2.png", "test/a/3.png"));
  assertEquals(trains.classNames, ["bus", "test", "train"]);
  const flat = listByFolder("d", files("train/1.png", "test/2.png"));
  assertEquals([flat.classNames, flat.test], [["test", "train"], undefined]);
});

Deno.test("listByFolder() refuses what cannot be learnt from", () => {
  const refused = (message: string, ...paths: string[]): void => {
    assertThrows(() => listByFolder("d", files(...paths)), RangeError, message);
  };
  const begin =
    'Cannot load images "d": expected PNG or JPEG pictures of two classes or more, got ';
  refused(`${begin}none`);
  refused(
    `${begin}2 files of formats other than PNG and JPEG: such as "a/1.gif"`,
    "a/1.gif",
    "b.txt",
  );
  refused(`${begin}pictures of "a" alone`, "a/1.png", "a/2.png");
  refused(`${begin}2 in no folder of a class; a file of labels can name them`, "1.png", "2.png");
  refused(
    'Cannot load images "d/train": expected all classes of "test" in it, got no "c"',
    "train/a/1.png",
    "train/b/1.png",
    "test/c/1.png",
  );
});

Deno.test("listByLabels() takes the classes of a list, and keeps what is not there for reading to tell", () => {
  const labels = new Map([["2.png", "dog"], ["x/1.png", "cat"], ["gone.png", "dog"]]);
  const { classNames, pictures, warnings } = listByLabels(
    "d",
    files("2.png", "x/1.png", "3.png", "notes.txt"),
    labels,
  );
  assertEquals(classNames, ["cat", "dog"]);
  assertEquals(pictures.map(({ path, label, bytes }) => [path, label, bytes]), [
    ["x/1.png", 0, 1],
    ["2.png", 1, 1],
    ["gone.png", 1, 0],
  ]);
  assertEquals(warnings, ['Passed over 1 file without a label: "3.png"']);
});

testInFolder(
  "filesIn() finds what is in folders and behind links, but for hidden files",
  async (folder) => {
    await writeFiles(folder, {
      "root/b/2.png": "12",
      "root/b/10.png": "1",
      "root/.hidden/1.png": "1",
      "root/a/.DS_Store": "1",
      "elsewhere/3.png": "123",
    });
    await Deno.symlink(`${folder}/elsewhere`, `${folder}/root/c`);
    // A link to where it is, and one to nothing.
    await Deno.symlink(`${folder}/root`, `${folder}/root/b/round`);
    await Deno.symlink(`${folder}/nothing`, `${folder}/root/b/gone.png`);
    const found = await filesIn(`${folder}/root`);
    assertEquals(found.map(({ path, bytes }) => [path, bytes]), [
      ["b/2.png", 2],
      ["b/10.png", 1],
      ["b/gone.png", 0],
      ["c/3.png", 3],
    ]);
  },
);
