/**
 * The IDX format of the MNIST files: two zero bytes, a type, a rank, big-endian sizes, then data
 * (LeCun, Cortes, Burges, "The MNIST database of handwritten digits").
 *
 * @module
 */

import {
  checkIdxLength,
  hex,
  idxError,
  MAGIC_BYTES,
  magicOf,
  parseIdxHeader,
} from "./_idx_header.ts";
import { createDataset, type Dataset } from "./dataset.ts";

/** The content of an IDX file. */
export interface IdxArray {
  /** Size of each axis; the first one counts the samples. */
  readonly shape: number[];
  /** The values: a view on the file's bytes. */
  readonly data: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

/**
 * Parses an IDX file of unsigned bytes.
 *
 * @param bytes The whole file.
 * @param file The file's name, for messages.
 * @returns The shape, and the values as a view on `bytes`.
 * @throws {SyntaxError} If the header is too short, is not IDX, names another type than unsigned
 * byte or rank 0, or if the data is shorter or longer than the sizes say.
 *
 * @example
 * ```ts
 * import { parseIdx } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 7, 9]);
 * assertEquals(parseIdx(bytes, "labels"), { shape: [2], data: new Uint8Array([7, 9]) });
 * ```
 */
export function parseIdx(bytes: Uint8Array, file: string): IdxArray {
  const { type, shape, data } = parseIdxHeader(bytes, file);
  if (type !== UNSIGNED_BYTE) {
    throw idxError(file, `expected type 0x08 (unsigned byte), got ${hex(type, 2)}`);
  }
  checkIdxLength(shape, 1, data, file);
  return { shape, data };
}

/**
 * Parses an IDX file of images.
 *
 * @param bytes The whole file.
 * @param file The file's name, for messages.
 * @returns Pixels from 0 to 255, of shape `[count, height, width]`.
 * @throws {SyntaxError} If the file is not a valid IDX file of rank 3, or an image has no pixels.
 *
 * @example
 * ```ts
 * import { parseImages } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = new Uint8Array([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255]);
 * assertEquals(parseImages(bytes, "images").shape, [1, 1, 2]);
 * ```
 */
export function parseImages(bytes: Uint8Array, file: string): IdxArray {
  checkMagic(bytes, file, 3);
  const images = parseIdx(bytes, file);
  const [, height, width] = images.shape;
  if (height === 0 || width === 0) {
    throw idxError(file, `expected images with pixels, got ${height} x ${width}`);
  }
  return images;
}

/**
 * Parses an IDX file of class labels.
 *
 * @param bytes The whole file.
 * @param file The file's name, for messages.
 * @param classes Number of classes.
 * @param first The number that the file gives the first class.
 * @returns Labels from 0 to `classes` − 1, of shape `[count]`.
 * @throws {SyntaxError} If the file is not a valid IDX file of rank 1, or a label is out of range.
 *
 * @example
 * ```ts
 * import { parseLabels } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 7, 9]);
 * assertEquals([...parseLabels(bytes, "labels", 10).data], [7, 9]);
 * ```
 */
export function parseLabels(
  bytes: Uint8Array,
  file: string,
  classes: number,
  first = 0,
): IdxArray {
  checkMagic(bytes, file, 1);
  const labels = parseIdx(bytes, file);
  const last = first + classes - 1;
  const index = labels.data.findIndex((label) => label < first || label > last);
  if (index >= 0) {
    throw idxError(
      file,
      `expected labels from ${first} to ${last}, got ${labels.data[index]} at index ${index}`,
    );
  }
  return first === 0 ? labels : { ...labels, data: labels.data.map((label) => label - first) };
}

/**
 * Pairs images with their labels. Pixels keep their bytes; their scale is 1 / 255.
 *
 * @param images Pixels of shape `[count, height, width]`.
 * @param labels Labels of shape `[count]`.
 * @param classes Number of classes.
 * @returns A data set with inputs of shape `[height, width]`; it shares memory with the arguments.
 * @throws {RangeError} If the counts differ.
 *
 * @example
 * ```ts
 * import { toDataset } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const images = { shape: [2, 1, 1], data: new Uint8Array([0, 255]) };
 * const labels = { shape: [2], data: new Uint8Array([3, 1]) };
 * assertEquals(toDataset(images, labels, 10).size, 2);
 * ```
 */
export function toDataset(images: IdxArray, labels: IdxArray, classes: number): Dataset {
  const [imageCount, ...shape] = images.shape;
  const [labelCount] = labels.shape;
  if (imageCount !== labelCount) {
    throw new RangeError(
      `Cannot pair images with labels: expected equal counts, got ${imageCount} images and ${labelCount} labels`,
    );
  }
  return createDataset({
    inputs: { data: images.data, shape, scale: 1 / 255 },
    targets: { data: labels.data, shape: [] },
    classes,
  });
}

/** A valid header of another rank names the expected magic; all else is left to parseIdx(). */
function checkMagic(bytes: Uint8Array, file: string, rank: number): void {
  if (bytes.length < MAGIC_BYTES) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const expected = (UNSIGNED_BYTE << 8) | rank;
  if (view.getUint32(0) >>> 8 === UNSIGNED_BYTE && view.getUint32(0) !== expected) {
    throw idxError(file, `expected magic ${hex(expected, 8)}, got ${magicOf(view)}`);
  }
}
