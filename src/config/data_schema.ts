/**
 * The choices of a run about its data.
 *
 * @module
 */
import { z } from "zod";
import { BOUNDS } from "../bounds.ts";
import { DEFAULT_AUGMENT } from "../dataset/augment.ts";
import { catalog, type DatasetName } from "../dataset/catalog.ts";
import { parseNames } from "../dataset/table/name_list.ts";
import { MISSING_RULES } from "../dataset/table/plan_table.ts";
import { TASK_NAMES } from "../dataset/task_name.ts";
import { bounded, choice, type FieldFlag, flagged } from "./fields.ts";

const columnList = (text: string): string[] => text === "" ? [] : parseNames(text);

/** The names of the data sets. */
export const DATASETS = Object.keys(catalog) as DatasetName[];

const SIZE = "expected a height and a width in pixels, such as 28x28";

const data = (text: string, more: Partial<FieldFlag> = {}): FieldFlag => ({
  group: "Data",
  text,
  ...more,
});
const own = (text: string, more: Partial<FieldFlag> = {}): FieldFlag => ({
  group: "Your own data",
  text,
  ...more,
});

/** The path of a file or a folder, where there is one. */
const path = (): z.ZodType<string | null> =>
  z.string({ error: "expected a path" }).min(1, { error: "expected a path" }).nullable()
    .default(null);

/** Names of columns, where they are given. */
const columns = (): z.ZodType<string[] | null> =>
  z.array(z.string().min(1, { error: "expected the name of a column" }), {
    error: "expected names of columns",
  }).nullable().default(null);

/** How far training images are distorted. */
const augmentSchema = z.strictObject({
  shift: flagged(
    bounded(BOUNDS.augment.shift).default(DEFAULT_AUGMENT.shift),
    data("pixels that an image is moved by at most", { flag: "augment-shift" }),
  ),
  rotate: flagged(
    bounded(BOUNDS.augment.rotate).default(DEFAULT_AUGMENT.rotate),
    data("degrees that it is turned by at most", { flag: "augment-rotate" }),
  ),
  scale: flagged(
    bounded(BOUNDS.augment.scale).default(DEFAULT_AUGMENT.scale),
    data("share by which it grows or shrinks at most", { flag: "augment-scale" }),
  ),
  elastic: flagged(
    bounded(BOUNDS.augment.elastic).default(DEFAULT_AUGMENT.elastic),
    data("pixels that its parts are displaced by, as on rubber (standard deviation)", {
      flag: "augment-elastic",
    }),
  ),
}, { error: "expected an object" });

/** The fields, in the order of the help. */
export const dataFields = {
  dataset: flagged(
    choice(DATASETS).nullable().default("mnist"),
    data("which data set, where none of your own is named"),
  ),
  limitTrain: flagged(
    bounded(BOUNDS.data.limit).nullable().default(null),
    data("use the first samples of the training set alone"),
  ),
  limitTest: flagged(
    bounded(BOUNDS.data.limit).nullable().default(null),
    data("the same of the test set"),
  ),
  validationSplit: flagged(
    bounded(BOUNDS.data.validationSplit).default(0),
    data("part of the training set that validates; with 0 the test set does"),
  ),
  csv: flagged(path(), own("a CSV file, a row a sample; with --target")),
  target: flagged(
    columns(),
    own("the column to predict; of several, with commas between them", { read: columnList }),
  ),
  features: flagged(
    columns(),
    own("the columns to predict it from, with commas between them (default all others)", {
      read: columnList,
    }),
  ),
  task: flagged(
    choice(TASK_NAMES).nullable().default(null),
    own("what is to be learnt, where the target leaves it open"),
  ),
  missing: flagged(
    choice(MISSING_RULES).default("indicate"),
    own(
      "what becomes of missing values: filled by the median or the most frequent one and told by " +
        "an input of its own, filled alone, or their rows dropped",
    ),
  ),
  images: flagged(path(), own("a folder of PNG and JPEG pictures, with a folder for each class")),
  labels: flagged(path(), own("a CSV file of pictures and classes, where folders do not say")),
  imageSize: flagged(
    z.tuple([bounded(BOUNDS.data.side), bounded(BOUNDS.data.side)], { error: SIZE }).nullable()
      .default(null),
    own("what pictures are resized to, height x width, such as 28x28", {
      read: (text) => text.split("x").map((side) => side.trim() === "" ? side : Number(side)),
    }),
  ),
  channels: flagged(
    z.literal([1, 3], { error: "expected 1 or 3" }).nullable().default(null),
    own("1 for grey, 3 for colour (default what the pictures have)"),
  ),
  x: flagged(path(), own("an array of samples: NPY, NPZ (file.npz#name) or IDX; with --y")),
  y: flagged(path(), own("an array of what is to be predicted of them")),
  testX: flagged(path(), own("the samples of the test set (default a part of --x)")),
  testY: flagged(path(), own("what is to be predicted of these")),
  testSplit: flagged(
    bounded(BOUNDS.data.testSplit).default(0.2),
    own("part of your own data that is kept for the test"),
  ),
  augment: flagged(
    augmentSchema.nullable().default(null),
    data("distort the images in training, in every epoch anew", { switch: {} }),
  ),
};
