/**
 * Reads a data set of labelled images from its IDX files.
 *
 * @module
 */
import { readStored } from "./_read_stored.ts";
import type { FileRole, ImagesEntry } from "./catalog.ts";
import type { Dataset, DatasetSplits } from "./dataset.ts";
import { type IdxArray, parseImages, parseLabels, toDataset } from "./idx.ts";

/**
 * Reads the images and their labels.
 *
 * @param name Name of the data set, for messages.
 * @param entry What the catalogue says of it.
 * @param folder The folder of the files, raw or as `.gz`.
 * @returns The training and the test samples: images upright, labels from 0.
 */
export async function readImages(
  name: string,
  entry: ImagesEntry,
  folder: string,
): Promise<DatasetSplits> {
  return {
    train: await readPair(name, entry, folder, "trainImages", "trainLabels"),
    test: await readPair(name, entry, folder, "testImages", "testLabels"),
  };
}

async function readPair(
  name: string,
  entry: ImagesEntry,
  folder: string,
  imageRole: FileRole,
  labelRole: FileRole,
): Promise<Dataset> {
  const { classNames, files, firstLabel = 0, transposed = false } = entry;
  const names = files.map(({ name }) => name);
  const read = (role: FileRole) =>
    readStored(name, folder, files.find((file) => file.role === role)?.name ?? role, names);
  const { bytes, path } = await read(imageRole);
  const images = parseImages(bytes, path);
  const labels = await read(labelRole);
  const classes = classNames.length;
  return toDataset(
    transposed ? upright(images) : images,
    parseLabels(labels.bytes, labels.path, classes, firstLabel),
    classes,
  );
}

/** Images whose rows are what their columns were: in the memory that they had, one at a time. */
function upright({ shape, data }: IdxArray): IdxArray {
  const [count = 0, width = 0, height = 0] = shape;
  const size = width * height;
  const turned = new Uint8Array(size);
  for (let start = 0; start < data.length; start += size) {
    const image = data.subarray(start, start + size);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) turned[y * width + x] = image[x * height + y] ?? 0;
    }
    image.set(turned);
  }
  return { shape: [count, height, width], data };
}
