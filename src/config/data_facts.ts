/**
 * What choices are compared with, of the data that they are for.
 *
 * @module
 */
import { catalog, type CatalogEntry } from "../dataset/catalog.ts";
import type { LoadedData } from "../dataset/loaded_data.ts";
import type { Preprocessing } from "../dataset/preprocessing.ts";
import type { Task } from "../dataset/task.ts";
import { taskOf } from "../dataset/task_of.ts";

/** What is known of data. */
export interface DataFacts {
  /** Which of the kinds of data they are. */
  readonly kind: Preprocessing["kind"];
  /** What is to be learnt of them. */
  readonly task: Task;
  /**
   * Number of training samples, where training depends on it.
   *
   * @default the data set is of the size that the defaults are for
   */
  readonly samples?: number;
}

/**
 * What the catalogue says of a data set.
 *
 * @param name Its name.
 * @returns What is known of it; nothing of one that is not in the catalogue.
 */
export function factsOf(name: unknown): DataFacts | undefined {
  if (typeof name !== "string" || !Object.hasOwn(catalog, name)) return undefined;
  const entry: CatalogEntry = catalog[name as keyof typeof catalog];
  return { kind: entry.kind, task: taskOf(entry) };
}

/**
 * What is known of data that were read.
 *
 * @param data The data.
 * @returns The facts.
 */
export function factsOfData({ task, preprocessing, train }: LoadedData): DataFacts {
  return { kind: preprocessing.kind, task, samples: train.size };
}
