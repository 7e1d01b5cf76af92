/**
 * Reads a data set of labelled images from its IDX files.
 *
 * @module
 */
import type { FileRole, ImagesEntry } from "./catalog.ts";
import type { Dataset, DatasetSplits } from "./dataset.ts";
import { gunzip, isGzip } from "./gunzip.ts";
import { parseImages, parseLabels, toDataset } from "./idx.ts";

/**
 * Reads the images and their labels.
 *
 * @param name Name of the data set, for messages.
 * @param entry What the catalogue says of it.
 * @param folder The folder of the files, raw or as `.gz`.
 * @returns The training and the test samples.
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
  const images = await readRole(name, entry, folder, imageRole);
  const labels = await readRole(name, entry, folder, labelRole);
  const classes = entry.classNames.length;
  return toDataset(
    parseImages(images.bytes, images.path),
    parseLabels(labels.bytes, labels.path, classes),
    classes,
  );
}

interface ReadFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

async function readRole(
  name: string,
  { files }: ImagesEntry,
  folder: string,
  role: FileRole,
): Promise<ReadFile> {
  const path = `${folder}/${files.find((file) => file.role === role)?.name}`;
  for (const candidate of spellingsOf(path)) {
    const bytes = await readIfExists(candidate);
    if (bytes) return { path: candidate, bytes: await unpacked(bytes, candidate) };
  }
  const names = files.map((file) => `"${file.name}"`).join(", ");
  throw new Deno.errors.NotFound(
    `Cannot load data set "${name}": expected ${names} in "${folder}", each raw or as .gz, got no "${path}"`,
  );
}

/** The names under which a file is found: some mirrors and programs have a dot where MNIST's authors have a dash. */
function spellingsOf(path: string): string[] {
  const dotted = path.replace(/-(idx\d-ubyte)$/, ".$1");
  return [path, `${path}.gz`, dotted, `${dotted}.gz`];
}

/** Unpacks what is compressed, whatever its name says: browsers unpack a file and keep its name. */
async function unpacked(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!isGzip(bytes)) return bytes;
  try {
    return await gunzip(bytes);
  } catch (cause) {
    throw new SyntaxError(`Cannot read "${path}": the gzip data is truncated or corrupt`, {
      cause,
    });
  }
}

async function readIfExists(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
