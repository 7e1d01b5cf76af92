import { assertEquals } from "@std/assert";
import { type ArraysEntry, catalog, type TableEntry, type Task } from "tandem";
import { outputNamesOf, taskOf } from "../../src/dataset/task_of.ts";

const STORED = { files: [], sources: [], samples: { train: 0, test: 0 }, licence: "MIT" };

Deno.test("taskOf() tells images apart by their classes, and takes other kinds at their word", () => {
  const { classNames } = catalog["fashion-mnist"];
  assertEquals(taskOf(catalog["fashion-mnist"]), { kind: "classification", classNames });
  const task: Task = { kind: "regression", outputs: ["price"] };
  const table: TableEntry = {
    ...STORED,
    kind: "table",
    features: ["rooms", "area"],
    target: ["price"],
    task,
  };
  const arrays: ArraysEntry = {
    ...STORED,
    kind: "arrays",
    task: { kind: "multi-label", labels: ["red", "round"] },
  };
  assertEquals([taskOf(table), taskOf(arrays)], [table.task, arrays.task]);
});

Deno.test("outputNamesOf() names every output of a model, whatever the task", () => {
  const names = ["a", "b"];
  assertEquals(outputNamesOf({ kind: "classification", classNames: names }), names);
  assertEquals(outputNamesOf({ kind: "multi-label", labels: names }), names);
  assertEquals(outputNamesOf({ kind: "regression", outputs: names }), names);
});
