/**
 * Where the samples of a run come from: a data set by name, or one's own.
 *
 * @module
 */
import type { DatasetName } from "../dataset/catalog.ts";
import type { Channels } from "../dataset/images/picture.ts";
import type { MissingRule } from "../dataset/table/plan_table.ts";
import type { TaskName } from "../dataset/task_name.ts";
import type { RunConfig } from "./run_config.ts";

/** A data set of the catalogue. */
export interface NamedSource {
  readonly kind: "named";
  readonly name: DatasetName;
}

/** A table as a CSV file. */
export interface CsvSource {
  readonly kind: "csv";
  readonly file: string;
  readonly target: readonly string[];
  readonly features?: readonly string[];
  readonly task?: TaskName;
  readonly missing: MissingRule;
}

/** A folder of pictures. */
export interface ImagesSource {
  readonly kind: "images";
  readonly folder: string;
  readonly labels?: string;
  readonly imageSize?: readonly [height: number, width: number];
  readonly channels?: Channels;
}

/** Files of arrays, NPY, NPZ or IDX. */
export interface ArraysSource {
  readonly kind: "arrays";
  readonly x: string;
  readonly y: string;
  readonly testX?: string;
  readonly testY?: string;
  readonly task?: TaskName;
}

/** Where samples come from. */
export type DataSource = NamedSource | CsvSource | ImagesSource | ArraysSource;

/** The choices that say where samples come from. */
export const DATA_KEYS = [
  "dataset",
  "csv",
  "target",
  "features",
  "task",
  "missing",
  "images",
  "labels",
  "imageSize",
  "channels",
  "x",
  "y",
  "testX",
  "testY",
] as const satisfies (keyof RunConfig)[];

/** The choices that say where samples come from. */
export type DataChoices = Pick<RunConfig, typeof DATA_KEYS[number]>;

/** Each choice of one's own data, and those that mean something beside it. */
export const OWN_DATA = {
  csv: ["target", "features", "task", "missing"],
  images: ["labels", "imageSize", "channels"],
  x: ["y", "testX", "testY", "task"],
} as const satisfies Partial<Record<keyof DataChoices, readonly (keyof DataChoices)[]>>;

/**
 * Tells where the samples of a run come from.
 *
 * @param choices Choices of which no two contradict each other.
 * @returns The source.
 */
export function dataSourceOf(choices: DataChoices): DataSource {
  const { dataset, csv, target, features, task, missing, images, x, y } = choices;
  const { labels, imageSize, channels, testX, testY } = choices;
  if (csv !== null) {
    const file = { kind: "csv", file: csv, target: target ?? [], missing } as const;
    return { ...file, ...made({ features, task }) };
  }
  if (images !== null) {
    return { kind: "images", folder: images, ...made({ labels, imageSize, channels }) };
  }
  if (x !== null) return { kind: "arrays", x, y: y ?? "", ...made({ testX, testY, task }) };
  return { kind: "named", name: dataset ?? "mnist" };
}

/** The choices that were made, by name. */
type Made<Choices> = { [Name in keyof Choices]?: NonNullable<Choices[Name]> };

function made<Choices extends object>(choices: Choices): Made<Choices> {
  const entries = Object.entries(choices).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as Made<Choices>;
}
