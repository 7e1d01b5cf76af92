import { assertEquals, assertLess, assertThrows } from "@std/assert";
import { mnistSamples, randomSamples, sampleSetOf, writeSamples } from "../../bench/_samples.ts";
import { type IdxArray, parseIdx } from "../../src/dataset/idx.ts";
import { randomDataset } from "../_fixtures.ts";
import { testInFolder } from "../_folder.ts";

Deno.test("mnistSamples() gives tandem's workers the data set's own bytes, in memory that they share", () => {
  const dataset = randomDataset(20, 784, 10);
  const { inputs: [inputs], targets: [targets], size } = sampleSetOf(mnistSamples(dataset));
  assertEquals(size, 20);
  assertEquals(inputs, dataset.inputs);
  assertEquals(targets, { ...dataset.targets, classes: 10 });
  for (const array of [inputs, targets]) {
    assertEquals(array?.data.buffer instanceof SharedArrayBuffer, true);
  }
});

Deno.test("sampleSetOf() gives the images the shape that a network takes", () => {
  const samples = randomSamples(2);
  const { inputs: [inputs] } = sampleSetOf(samples, [28, 28, 1]);
  assertEquals([inputs?.shape, inputs?.data], [[28, 28, 1], samples.pixels]);
});

Deno.test("mnistSamples() refuses images of another size", () => {
  const message = "Cannot measure: expected images of 784 pixels, got 64";
  assertThrows(() => mnistSamples(randomDataset(2, 64, 10)), RangeError, message);
});

Deno.test("randomSamples() is dense, of ten classes", () => {
  const { size, pixels, labels } = randomSamples(100);
  assertEquals([size, pixels.length, labels.length], [100, 78_400, 100]);
  // One of 256 bytes is zero, about 306 of these: fifteen standard deviations below 600.
  assertLess(pixels.filter((pixel) => pixel === 0).length, 600);
  assertLess(Math.max(...labels), 10);
});

testInFolder("writeSamples() writes the files that the Python programs read", async (folder) => {
  const samples = randomSamples(30);
  await writeSamples(folder, "train", samples);
  await writeSamples(folder, "t10k", {
    ...samples,
    size: 1,
    labels: samples.labels.subarray(0, 1),
  });
  const read = async (name: string): Promise<IdxArray> =>
    parseIdx(await Deno.readFile(`${folder}/${name}`), name);
  const images = await read("train-images-idx3-ubyte");
  assertEquals(images, { shape: [30, 28, 28], data: Uint8Array.from(samples.pixels) });
  const labels = await read("train-labels-idx1-ubyte");
  assertEquals(labels, { shape: [30], data: Uint8Array.from(samples.labels) });
  assertEquals((await read("t10k-labels-idx1-ubyte")).shape, [1]);
});
