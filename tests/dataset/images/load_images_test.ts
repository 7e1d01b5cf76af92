import { assertEquals, assertLess, assertNotEquals, assertRejects } from "@std/assert";
import { loadImages, type LoadImagesOptions } from "../../../src/dataset/images/load_images.ts";
import { testInFolder } from "../../_folder.ts";
import { jpeg, pictures, png, writeFiles } from "./_pictures.ts";

/** The tones of pictures of 2 x 2, and their labels. */
function tonesOf(
  { inputs, targets }: Awaited<ReturnType<typeof loadImages>>["train"],
): number[][] {
  return Array.from(
    targets.data,
    (label, i) => [inputs.data[4 * i] ?? NaN, label],
  );
}

const QUIET: LoadImagesOptions = { cacheDir: null, workers: 0 };

testInFolder("loadImages() gives the pixels of all pictures, divided by class", async (folder) => {
  await writeFiles(folder, pictures());
  const { train, test, task, preprocessing, skipped } = await loadImages(folder, QUIET);
  assertEquals([train.size, test.size, train.classes, skipped.length], [16, 4, 2, 0]);
  assertEquals(train.inputs.data.buffer instanceof SharedArrayBuffer, true);
  assertEquals([train.inputs.shape, train.inputs.scale], [[2, 2], 1 / 255]);
  const all = [...tonesOf(train), ...tonesOf(test)];
  for (const [tone = NaN, label] of all) assertEquals(label, tone >= 100 ? 1 : 0);
  assertEquals(all.map(([tone = NaN]) => tone).toSorted((a, b) => a - b).at(-1), 109);
  assertEquals(new Set(all.map(([tone]) => tone)).size, 20);
  assertEquals(tonesOf(test).filter(([, label]) => label === 1).length, 2);
  assertEquals(task, { kind: "classification", classNames: ["cat", "dog"] });
  assertEquals(preprocessing, {
    kind: "images",
    shape: [2, 2],
    scale: 1 / 255,
    classNames: ["cat", "dog"],
    drawable: false,
  });
});

testInFolder("loadImages() divides the same way for the same seed alone", async (folder) => {
  await writeFiles(folder, pictures());
  const first = tonesOf((await loadImages(folder, { ...QUIET, seed: 5 })).test);
  assertEquals(tonesOf((await loadImages(folder, { ...QUIET, seed: 5 })).test), first);
  assertNotEquals(tonesOf((await loadImages(folder, { ...QUIET, seed: 6 })).test), first);
});

testInFolder(
  "loadImages() keeps the division that a folder has, and mixes what is learnt from",
  async (folder) => {
    const files = Object.entries(pictures()).flatMap(([path, bytes], i) => [
      [`train/${path}`, bytes],
      ...(i % 10 === 0 ? [[`test/${path}`, bytes]] : []),
    ]);
    await writeFiles(folder, Object.fromEntries(files));
    const { train, test } = await loadImages(folder, QUIET);
    assertEquals([train.size, tonesOf(test)], [20, [[0, 0], [100, 1]]]);
    // In the order of the files the last ten would be dogs.
    assertLess(tonesOf(train).slice(-10).filter(([, label]) => label === 1).length, 10);
  },
);

testInFolder(
  "loadImages() makes of colour, transparency and size what is asked for",
  async (folder) => {
    await writeFiles(folder, {
      "a/1.png": png(2, 2, () => [255, 0, 0]),
      "b/1.png": png(4, 4, (x) => x < 2 ? 0 : [0, 0, 0, 0]),
    });
    const load = async (options: LoadImagesOptions): Promise<number[][]> => {
      const { train } = await loadImages(folder, { ...QUIET, testSplit: 0, ...options });
      const length = train.inputs.data.length / 2;
      const [a, b] = train.targets.data[0] === 0 ? [0, 1] : [1, 0];
      return [a, b].map((i) => [...train.inputs.data.subarray(i * length, (i + 1) * length)]);
    };
    assertEquals(await load({ imageSize: [1, 2] }), [
      [255, 0, 0, 255, 0, 0],
      [0, 0, 0, 255, 255, 255],
    ]);
    assertEquals(await load({ imageSize: [1, 2], channels: 1 }), [[76, 76], [0, 255]]);
    const { preprocessing } = await loadImages(folder, { ...QUIET, imageSize: [2, 3] });
    assertEquals(preprocessing.shape, [2, 3, 3]);
  },
);

testInFolder(
  "loadImages() has three channels for grey pictures only if it is told to",
  async (folder) => {
    await writeFiles(folder, pictures());
    const grey = await loadImages(folder, { ...QUIET, testSplit: 0 });
    const colour = await loadImages(folder, { ...QUIET, testSplit: 0, channels: 3 });
    assertEquals(colour.train.inputs.shape, [2, 2, 3]);
    assertEquals(colour.train.inputs.data.filter((_, i) => i % 3 === 1), grey.train.inputs.data);
  },
);

testInFolder(
  "loadImages() leaves out what cannot be read, names it, and goes on",
  async (folder) => {
    await writeFiles(folder, {
      ...pictures(),
      "cat/broken.png": png(2, 2, () => 0).slice(0, 40),
      "cat/text.jpg": "not a picture",
      "cat/print.jpeg": jpeg("print"),
      "dog/notes.txt": "no picture",
      ...Object.fromEntries(Array.from({ length: 4 }, (_, i) => [`dog/x${i}.png`, ""])),
    });
    const warnings: string[] = [];
    const progress: number[] = [];
    const { train, test, skipped } = await loadImages(folder, {
      ...QUIET,
      onWarning: (message) => warnings.push(message),
      onProgress: (done, total) => progress.push(done, total),
    });
    assertEquals(train.size + test.size, 20);
    assertEquals(skipped.map(({ file }) => file), [
      "cat/broken.png",
      "cat/print.jpeg",
      "cat/text.jpg",
      "dog/x0.png",
      "dog/x1.png",
      "dog/x2.png",
      "dog/x3.png",
    ]);
    assertEquals(skipped[2]?.reason, "expected a PNG or JPEG picture");
    assertEquals(warnings.length, 7);
    assertEquals(
      warnings[0],
      'Passed over 1 file of formats other than PNG and JPEG: "dog/notes.txt"',
    );
    assertEquals(warnings[3], 'Left out "cat/text.jpg": expected a PNG or JPEG picture');
    assertEquals(warnings[6], "Left out 2 more that cannot be read");
    assertEquals(progress.slice(-2), [27, 27]);
  },
);

testInFolder("loadImages() says where all of a class, or all, cannot be read", async (folder) => {
  await writeFiles(folder, { "cat/1.png": png(1, 1, () => 0), "dog/1.png": "x", "dog/2.png": "x" });
  await assertRejects(
    () => loadImages(folder, QUIET),
    RangeError,
    'no picture of "dog" can be read; the first is "dog/1.png": expected a PNG or JPEG picture',
  );
  await Deno.writeTextFile(`${folder}/cat/1.png`, "x");
  for (const imageSize of [undefined, [2, 2] as const]) {
    await assertRejects(
      () => loadImages(folder, imageSize ? { ...QUIET, imageSize } : QUIET),
      RangeError,
      'none of 3 pictures can be read; the first is "cat/1.png": expected a PNG or JPEG picture',
    );
  }
});

testInFolder("loadImages() says where nothing is left for the test", async (folder) => {
  const one = png(1, 1, () => 0);
  await writeFiles(folder, { "train/a/1.png": one, "train/b/1.png": one, "test/a/1.png": "x" });
  await assertRejects(
    () => loadImages(folder, QUIET),
    RangeError,
    "no picture for the test can be",
  );
});

testInFolder("loadImages() of pictures of different sizes asks for one", async (folder) => {
  await writeFiles(folder, { "a/1.png": png(2, 3, () => 0), "b/2.png": png(3, 2, () => 0) });
  const error = await assertRejects(() => loadImages(folder, QUIET), RangeError);
  assertEquals(
    error.message,
    `Cannot load images "${folder}": expected pictures of one size, or an image size to scale them to ` +
      '(--image-size), got 2x3 of "a/1.png" and 3x2 of "b/2.png"',
  );
});

testInFolder(
  "loadImages() refuses what is no folder of pictures, and wrong options",
  async (folder) => {
    const none = `${folder}/none`;
    await assertRejects(() => loadImages(none, QUIET), Deno.errors.NotFound, "no such folder");
    await Deno.writeTextFile(none, "");
    await assertRejects(() => loadImages(none, QUIET), TypeError, "expected a folder, got a file");
    await Deno.remove(none);
    await assertRejects(() => loadImages(folder, QUIET), RangeError, "got none");
    const wrong: [LoadImagesOptions, string][] = [
      [{ imageSize: [0, 2] }, "imageSize [0,2]: expected height and width in pixels"],
      [{ imageSize: [2] as unknown as [number, number] }, "imageSize [2]"],
      [{ channels: 2 as 1 }, "channels 2: expected 1 or 3"],
      [{ workers: -1 }, "workers -1: expected a whole number, 0 or more"],
    ];
    for (const [options, message] of wrong) {
      await assertRejects(() => loadImages(folder, options), RangeError, message);
    }
    await assertRejects(
      () => loadImages(folder, { imagesize: [1, 1] } as LoadImagesOptions),
      TypeError,
      'did you mean "imageSize"?',
    );
  },
);

testInFolder(
  "loadImages() gives the same on workers, in the order of the files",
  async (folder) => {
    const files = Array.from({ length: 300 }, (_, i) => [
      `${i % 2}/${i}.png`,
      i === 7 ? "x" : png(2, 2, (x, y) => (i + 50 * x + 100 * y) % 256),
    ]);
    await writeFiles(folder, Object.fromEntries(files));
    const alone = await loadImages(folder, QUIET);
    const shared = await loadImages(folder, { ...QUIET, workers: 2 });
    assertEquals(shared.train, alone.train);
    assertEquals(shared.test, alone.test);
    assertEquals(shared.skipped, [{ file: "1/7.png", reason: "expected a PNG or JPEG picture" }]);
  },
);

testInFolder("loadImages() takes classes from a file of labels", async (folder) => {
  await writeFiles(folder, {
    "p/1.png": png(1, 1, () => 1),
    "p/deep/2.png": png(1, 1, () => 2),
    "p/3.png": png(1, 1, () => 3),
    "labels.csv": "label,file\n01,1.png\n2,./deep/2.png\n01,3.png\n2,gone.png\n",
  });
  const labels = `${folder}/labels.csv`;
  const { train, task, skipped } = await loadImages(`${folder}/p`, {
    ...QUIET,
    labels,
    testSplit: 0,
  });
  const byTone = Array.from(train.targets.data, (label, i) => [train.inputs.data[i], label]);
  assertEquals(byTone.toSorted(), [[1, 0], [2, 1], [3, 0]]);
  assertEquals(task, { kind: "classification", classNames: ["01", "2"] });
  assertEquals(skipped.map(({ file }) => file), ["gone.png"]);
  const wrong = [
    ["file,class\n1.png,a\n", RangeError, "label"],
    ["file,label\n1.png,a\n./1.png,b\n", SyntaxError, 'line 3 names "./1.png" again'],
    ["file,label\n1.png,\n", SyntaxError, 'line 2 has no label for "1.png"'],
    ["file,label\n,a\n", SyntaxError, "line 2 names no file"],
  ] as const;
  for (const [text, kind, message] of wrong) {
    await Deno.writeTextFile(labels, text);
    await assertRejects(() => loadImages(`${folder}/p`, { ...QUIET, labels }), kind, message);
  }
});
