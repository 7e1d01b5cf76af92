/**
 * The task that an entry of the catalogue sets.
 *
 * @module
 */
import type { CatalogEntry } from "./catalog.ts";
import type { Task } from "./task.ts";

/**
 * Tells what a model is to learn of a data set.
 *
 * @param entry What the catalogue says of the data set.
 * @returns The task: images are told apart by their class, other kinds say theirs.
 */
export function taskOf(entry: CatalogEntry): Task {
  switch (entry.kind) {
    case "images":
      return { kind: "classification", classNames: entry.classNames };
    case "table":
    case "arrays":
      return entry.task;
  }
}

/**
 * Names what a model's outputs stand for.
 *
 * @param task The task.
 * @returns A name for each output, in their order.
 */
export function outputNamesOf(task: Task): readonly string[] {
  switch (task.kind) {
    case "classification":
      return task.classNames;
    case "multi-label":
      return task.labels;
    case "regression":
      return task.outputs;
  }
}
