import { assertEquals } from "@std/assert";
import { loadImages, type LoadImagesOptions } from "../../../src/dataset/images/load_images.ts";
import { namesIn, testInFolder } from "../../_folder.ts";
import { pictures, png, writeFiles } from "./_pictures.ts";

/** What was loaded, and how many pictures were decoded for that. */
interface Loaded {
  readonly decoded: number;
  readonly data: unknown;
}

/** Loads pictures, of which some may be in the cache. */
async function loadCached(folder: string, options: LoadImagesOptions = {}): Promise<Loaded> {
  let decoded = 0;
  const { train, test, preprocessing, skipped } = await loadImages(`${folder}/data`, {
    cacheDir: `${folder}/cache`,
    workers: 0,
    onProgress: (done) => decoded = done,
    ...options,
  });
  return { decoded, data: { train, test, preprocessing, skipped } };
}

testInFolder("loadImages() decodes once, until a picture or a form changes", async (folder) => {
  await writeFiles(`${folder}/data`, { ...pictures(), "cat/broken.png": "x" });
  const first = await loadCached(folder);
  assertEquals(first.decoded, 21);
  assertEquals(await loadCached(folder), { decoded: 0, data: first.data });
  assertEquals((await loadCached(folder, { seed: 9, testSplit: 0.5 })).decoded, 0);
  assertEquals((await loadCached(folder, { channels: 3 })).decoded, 21);
  assertEquals((await loadCached(folder, { imageSize: [2, 2] })).decoded, 21);
  assertEquals((await loadCached(folder)).decoded, 0);
  await Deno.writeFile(`${folder}/data/cat/0.png`, png(2, 2, (x) => 9 * x));
  assertEquals((await loadCached(folder)).decoded, 21);
  // A file for each form, and the lock: what is out of date is replaced.
  assertEquals((await namesIn(`${folder}/cache`)).length, 4);
});

testInFolder("loadImages() replaces a cache that is broken or truncated", async (folder) => {
  await writeFiles(`${folder}/data`, { ...pictures(), "cat/broken.png": "x" });
  const { data } = await loadCached(folder);
  const [name] = (await namesIn(`${folder}/cache`)).filter((name) => name !== ".lock");
  const file = `${folder}/cache/${name}`;
  const whole = await Deno.readFile(file);
  const turned = [0, 10, 30, whole.length - 40, whole.length - 1].map((at) => {
    return whole.map((byte, i) => i === at ? 255 - byte : byte);
  });
  const ended = [-1, 40, 11, 0].map((end) => whole.subarray(0, end));
  for (const wrong of [...turned, ...ended]) {
    await Deno.writeFile(file, wrong);
    assertEquals(await loadCached(folder), { decoded: 21, data });
    assertEquals(await Deno.readFile(file), whole);
  }
});

testInFolder("loadImages() goes on where it cannot keep what it decoded", async (folder) => {
  await writeFiles(folder, { ...pictures(), "file": "no folder" });
  const warnings: string[] = [];
  const onWarning = (message: string): void => void warnings.push(message);
  const { train } = await loadImages(folder, { workers: 0, cacheDir: `${folder}/file`, onWarning });
  assertEquals(train.size, 16);
  assertEquals(warnings.length, 2);
  assertEquals(
    warnings[1]?.startsWith(`Cannot keep the decoded pictures in "${folder}/file": `),
    true,
  );
});
