/**
 * The samples that contestants train on: MNIST's, or as many of random pixels.
 *
 * @module
 */
import { join } from "node:path";
import { sizeOfShape } from "../src/arrays/shape.ts";
import type { Dataset } from "../src/dataset/dataset.ts";
import type { SampleSet } from "../src/dataset/sample_set.ts";
import { CLASSES, PIXELS, SIDE } from "./_network.ts";

/** Labelled images, a byte each pixel, in memory that threads share. */
export interface Samples {
  /** What the pixels are. */
  readonly pixelsOf: "MNIST" | "random pixels";
  readonly size: number;
  /** [size, 784] */
  readonly pixels: Uint8Array;
  /** [size] */
  readonly labels: Uint8Array;
}

/**
 * MNIST's samples, four of five of whose pixels are zero.
 *
 * @param dataset The samples, as they were loaded.
 * @returns The same samples in shared memory.
 * @throws {RangeError} If the images have another size.
 */
export function mnistSamples({ size, inputs, targets }: Dataset): Samples {
  const pixels = sizeOfShape(inputs.shape);
  if (pixels !== PIXELS) {
    throw new RangeError(`Cannot measure: expected images of ${PIXELS} pixels, got ${pixels}`);
  }
  return { pixelsOf: "MNIST", size, pixels: shared(inputs.data), labels: shared(targets.data) };
}

/**
 * Samples of random pixels, of which hardly any is zero.
 *
 * @param size Number of samples.
 */
export function randomSamples(size: number): Samples {
  return {
    pixelsOf: "random pixels",
    size,
    pixels: shared(randomBytes(size * PIXELS)),
    labels: shared(randomBytes(size).map((byte) => byte % CLASSES)),
  };
}

/**
 * The samples as tandem's workers take them.
 *
 * @param samples The samples.
 * @param shape Shape of an image. @default [784]
 * @returns The same memory.
 */
export function sampleSetOf(
  { size, pixels, labels }: Samples,
  shape: readonly number[] = [PIXELS],
): SampleSet {
  return {
    size,
    inputs: [{ data: pixels, shape, scale: 1 / 255 }],
    targets: [{ data: labels, shape: [], scale: 1, classes: CLASSES }],
  };
}

/**
 * Writes the samples as the raw IDX files of MNIST, wherever they came from: the Python programs read no others.
 *
 * @param folder Where to.
 * @param part What the files' names begin with: `train`, or `t10k` for the test set.
 * @param samples The samples.
 */
export async function writeSamples(
  folder: string,
  part: "train" | "t10k",
  { size, pixels, labels }: Samples,
): Promise<void> {
  const images = encodeIdx([size, SIDE, SIDE], pixels);
  await Deno.writeFile(join(folder, `${part}-images-idx3-ubyte`), images);
  await Deno.writeFile(join(folder, `${part}-labels-idx1-ubyte`), encodeIdx([size], labels));
}

function encodeIdx(shape: readonly number[], data: Uint8Array): Uint8Array<ArrayBuffer> {
  const start = 4 + 4 * shape.length;
  const bytes = new Uint8Array(start + data.length);
  const header = new DataView(bytes.buffer);
  // Unsigned bytes, and the number of axes.
  header.setUint32(0, 0x0800 + shape.length);
  shape.forEach((length, axis) => header.setUint32(4 + 4 * axis, length));
  bytes.set(data, start);
  return bytes;
}

function shared(values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(values.length));
  bytes.set(values);
  return bytes;
}

/** More of them than the system gives at once. */
function randomBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i += 65536) crypto.getRandomValues(bytes.subarray(i, i + 65536));
  return bytes;
}
