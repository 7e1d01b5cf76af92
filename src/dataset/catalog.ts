/**
 * The data sets that can be downloaded: what they are, their files, checksums and sources.
 *
 * @module
 */
import {
  emnistBalanced,
  emnistDigits,
  emnistLetters,
  fashionMnist,
  kmnist,
  mnist,
} from "./_catalog_images.ts";
import { autoMpg, iris } from "./_catalog_tables.ts";
import type { ImagesEntry, TableEntry } from "./catalog_entry.ts";

export type {
  ArraysEntry,
  CatalogEntry,
  DatasetFile,
  DatasetSource,
  FileRole,
  HttpSource,
  ImagesEntry,
  NpmSource,
  SampleCounts,
  StoredFiles,
  TableEntry,
  ZipSource,
} from "./catalog_entry.ts";

/** Name of a data set of images. */
export type ImagesName =
  | "mnist"
  | "fashion-mnist"
  | "kmnist"
  | "emnist-digits"
  | "emnist-letters"
  | "emnist-balanced";

/** Name of a data set in rows. */
export type TableName = "iris" | "auto-mpg";

/** Name of a data set in the catalogue. */
export type DatasetName = ImagesName | TableName;

/** The data sets by name, each with the kind that it is of. */
export const catalog: Readonly<Record<ImagesName, ImagesEntry> & Record<TableName, TableEntry>> = {
  mnist,
  "fashion-mnist": fashionMnist,
  kmnist,
  "emnist-digits": emnistDigits,
  "emnist-letters": emnistLetters,
  "emnist-balanced": emnistBalanced,
  iris,
  "auto-mpg": autoMpg,
};
