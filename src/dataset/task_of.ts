/**
 * The task that data set.
 *
 * @module
 */
import type { CatalogEntry } from "./catalog.ts";
import type { Preprocessing } from "./preprocessing.ts";
import type { Task } from "./task.ts";

/**
 * Tells what a model is to learn of data.
 *
 * @param data What the catalogue says of a data set, or what data of a model went through.
 * @returns The task: images are told apart by their class, other kinds say theirs.
 */
export function taskOf(data: CatalogEntry | Preprocessing): Task {
  switch (data.kind) {
    case "images":
      return { kind: "classification", classNames: data.classNames };
    case "table":
    case "arrays":
      return data.task;
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
    case "binary":
      return [task.classNames[1]];
    case "multi-label":
      return task.labels;
    case "regression":
      return task.outputs;
  }
}

/**
 * Names the classes that a task tells apart.
 *
 * @param task The task.
 * @returns Their names in the order of their numbers; none where a sample is not of one class.
 */
export function classNamesOf(task: Task): readonly string[] {
  switch (task.kind) {
    case "classification":
    case "binary":
      return task.classNames;
    case "multi-label":
    case "regression":
      return [];
  }
}
