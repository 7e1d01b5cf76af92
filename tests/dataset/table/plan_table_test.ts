import { assertEquals, assertThrows } from "@std/assert";
import { planTable, type TargetOptions } from "../../../src/dataset/table/plan_table.ts";
import type { Column, UnreadableColumn } from "../../../src/dataset/table/table.ts";
import type { Task } from "../../../src/dataset/task.ts";
import { booleans, names, numbers, tableOf } from "./_table.ts";

const x = numbers("x", 1, 2, 3, 4);
const price = numbers("price", 1.5, 2.5, 3.5, 4.5);
const few = numbers("few", 10, 9, 9, 10);
const kind = names("kind", "n10", "n9", "n9", "n1");
const two = names("two", "b", "a", "a", "b");
const sold = booleans("sold", "Yes", "NO", "yes", "No");

function unreadable(kind: UnreadableColumn["kind"], name: string): UnreadableColumn {
  return { kind, name, example: kind === "empty" ? undefined : "an example" };
}

function taskOf(target: Column | Column[], options: Partial<TargetOptions> = {}): Task {
  const targets = [target].flat();
  const target_ = targets.map(({ name }) => name);
  return planTable(tableOf(x, ...targets), { target: target_, ...options }).task;
}

function refused(columns: Column[], options: TargetOptions, message: string): void {
  const error = assertThrows(() => planTable(tableOf(...columns), options), RangeError);
  assertEquals(error.message, message);
}

Deno.test("planTable() takes names for classes, in the order of their numbers, and two for a binary task", () => {
  assertEquals(taskOf(kind), { kind: "classification", classNames: ["n1", "n9", "n10"] });
  assertEquals(taskOf(two), { kind: "binary", classNames: ["a", "b"] });
  assertEquals(taskOf(kind, { task: "classification" }), taskOf(kind));
});

Deno.test("planTable() takes yes and no for a binary task, as they were spelled first", () => {
  assertEquals(taskOf(sold), { kind: "binary", classNames: ["NO", "Yes"] });
});

Deno.test("planTable() takes numbers for a regression, and for classes if told so", () => {
  assertEquals(taskOf(price), { kind: "regression", outputs: ["price"] });
  assertEquals(taskOf([price, few]), { kind: "regression", outputs: ["price", "few"] });
  assertEquals(taskOf(few, { task: "regression" }), { kind: "regression", outputs: ["few"] });
  assertEquals(taskOf(few, { task: "classification" }), {
    kind: "binary",
    classNames: ["9", "10"],
  });
  const grades = numbers("grade", -1, -1.5, 10, -2);
  assertEquals(taskOf(grades, { task: "classification" }), {
    kind: "classification",
    classNames: ["-2", "-1.5", "-1", "10"],
  });
});

Deno.test("planTable() takes several columns of yes and no, or 1 and 0, for labels", () => {
  const flags = numbers("flags", 0, 1, 1, 0);
  assertEquals(taskOf([sold, flags]), { kind: "multi-label", labels: ["sold", "flags"] });
  assertEquals(taskOf([flags], { task: "multi-label" }), {
    kind: "multi-label",
    labels: ["flags"],
  });
});

Deno.test("planTable() reads all columns but the target, or those that are asked for, in that order", () => {
  const table = tableOf(x, price, few, unreadable("text", "note"));
  const plan = planTable(table, { target: "price", features: ["few", "x"] });
  assertEquals(plan.features, [few, x]);
  assertEquals(plan.targets, [price]);
  assertEquals(planTable(tableOf(x, price, few), { target: "price" }).features, [x, few]);
});

Deno.test("planTable() asks what few whole numbers mean", () => {
  const cannot = 'Cannot learn from "t.csv": ';
  refused(
    [x, few],
    { target: "few" },
    `${cannot}target "few" has only 2 different whole numbers: ` +
      "say --task classification or --task regression",
  );
  const many = numbers("many", ...Array.from({ length: 42 }, (_, i) => i >> 1));
  const most = numbers("most", ...Array.from({ length: 40 }, (_, i) => i >> 1));
  const others = numbers("x", ...Array<number>(42).fill(0));
  assertEquals(planTable(tableOf(others, many), { target: "many" }).task.kind, "regression");
  refused(
    [numbers("x", ...Array<number>(40).fill(0)), most],
    { target: "most" },
    `${cannot}target "most" has only 20 different whole numbers: ` +
      "say --task classification or --task regression",
  );
  // One of them occurs once.
  assertEquals(taskOf(numbers("once", 1, 2, 2, 3)).kind, "regression");
});

Deno.test("planTable() refuses columns that are not there, with the nearest name, or are given twice", () => {
  const cannot = 'Cannot learn from "t.csv": ';
  refused(
    [x, price],
    { target: "prize" },
    `${cannot}no column "prize" for a target: did you mean "price"?`,
  );
  refused(
    [x, price],
    { target: "price", features: ["y"] },
    `${cannot}no column "y" for a feature: did you mean "x"?`,
  );
  refused(
    [x, price],
    { target: "price", features: ["x", "price"] },
    `${cannot}"price" is the target: leave it out of --features`,
  );
  refused([x, price], { target: ["x", "x"] }, `${cannot}target "x" is given twice`);
  refused([x, price], { target: [] }, `${cannot}expected the name of a target`);
  refused(
    [price],
    { target: "price" },
    `${cannot}expected a column to learn from besides the target`,
  );
  refused(
    [x, price],
    { target: "price", features: [] },
    `${cannot}expected a column to learn from besides the target`,
  );
});

Deno.test("planTable() refuses columns that cannot be read, with the list of those that can", () => {
  const cannot = 'Cannot learn from "t.csv": ';
  const [note, born, gone] = [
    unreadable("text", "note"),
    unreadable("date", "born"),
    unreadable("empty", "gone"),
  ];
  refused(
    [note, x, few, price],
    { target: "price" },
    `${cannot}"note" is text such as "an example": leave out with --features x,few`,
  );
  refused(
    [note, x, born, { ...few, name: "a few" }, gone, price],
    { target: "price" },
    `${cannot}"note" is text such as "an example", "born" is a date, "gone" is empty: ` +
      "turn dates into numbers such as the year, or leave out with --features 'x,a few'",
  );
  refused(
    [note, x, price],
    { target: "price", features: ["x", "note"] },
    `${cannot}"note" is text such as "an example": leave out with --features x`,
  );
  refused(
    [note, price],
    { target: "price" },
    `${cannot}"note" is text such as "an example": expected a column of numbers, names, or yes and no besides the target`,
  );
  refused(
    [x, note],
    { target: "note" },
    `${cannot}target "note" is text such as "an example": ` +
      "expected a target of numbers, names, or yes and no",
  );
  const long = { ...note, example: "x".repeat(99) };
  refused(
    [x, long, price],
    { target: "price" },
    `${cannot}"note" is text such as "${"x".repeat(40)}...": leave out with --features x`,
  );
  const prices = names("price", "0,5", "2", "0,5", "2");
  refused(
    [x, prices],
    { target: "price" },
    `${cannot}target "price" has decimal commas, as in "0,5": ` +
      "write numbers with a decimal point, or say --task classification",
  );
  const amounts = Array.from({ length: 30 }, (_, i) => `${i * 1.5}`);
  refused(
    [x, names("price", ...amounts, "on request", ...amounts)],
    { target: "price" },
    `${cannot}target "price" has numbers, but also "on request": ` +
      "mend or empty it, or say --task classification",
  );
  assertEquals(taskOf(prices, { task: "classification" }).kind, "binary");
  const comma = { ...note, example: "-1,25" };
  refused(
    [x, comma, price],
    { target: "price" },
    `${cannot}"note" is text such as "-1,25": write numbers with a decimal point, or leave out ` +
      "with --features x",
  );
});

Deno.test("planTable() refuses targets that do not fit the task, or say nothing", () => {
  const cannot = 'Cannot learn from "t.csv": ';
  refused(
    [x, names("y", "a", "a", "a", "a")],
    { target: "y" },
    `${cannot}expected two or more classes in target "y", got "a" alone`,
  );
  refused(
    [x, booleans("y", "yes", "Yes", "yes", "yes")],
    { target: "y" },
    `${cannot}expected two or more classes in target "y", got "yes" alone`,
  );
  refused(
    [x, numbers("y", 3, 3, 3, 3)],
    { target: "y" },
    `${cannot}expected different numbers in target "y", got 3 alone`,
  );
  refused(
    [x, kind],
    { target: "kind", task: "regression" },
    `${cannot}expected numbers in target "kind" for regression, got names such as "n10"`,
  );
  refused(
    [x, kind, price],
    { target: ["price", "kind"] },
    `${cannot}expected numbers in target "kind" for regression, got names such as "n10"`,
  );
  refused(
    [x, price, few],
    { target: ["price", "few"], task: "classification" },
    `${cannot}expected a single target for classification, got 2`,
  );
  refused(
    [x, few],
    { target: "few", task: "multi-label" },
    `${cannot}expected yes and no, or 1 and 0, in label "few", got other numbers`,
  );
  refused(
    [x, kind],
    { target: "kind", task: "multi-label" },
    `${cannot}expected yes and no, or 1 and 0, in label "kind", got other names`,
  );
  const many = Array.from({ length: 1001 }, (_, i) => i / 2);
  refused(
    [numbers("x", ...many), numbers("y", ...many)],
    { target: "y", task: "classification" },
    `${cannot}expected at most 1000 different numbers as classes in target "y", got more: ` +
      "say --task regression",
  );
});

Deno.test("planTable() refuses targets that are missing, and leaves out their rows if told so", () => {
  const gaps = numbers("gaps", 1.5, undefined, 2.5, undefined, 3.5);
  const all = numbers("x", 1, 2, 3, 4, 5);
  refused(
    [all, gaps],
    { target: "gaps" },
    'Cannot learn from "t.csv": target "gaps" is missing in 2 of 5 rows, first in row 2: ' +
      "leave such rows out with --missing drop",
  );
  const { rows } = planTable(tableOf(all, gaps), { target: "gaps", missing: "drop" });
  assertEquals([...rows], [0, 2, 4]);
  const holes = names("holes", undefined, "a", "b", "a", "b");
  const table = tableOf(all, holes, gaps);
  assertEquals([...planTable(table, { target: "gaps", missing: "drop" }).rows], [2, 4]);
  refused(
    [holes, numbers("y", 1, undefined, undefined, undefined, undefined)],
    { target: "y", missing: "drop" },
    'Cannot learn from "t.csv": each of its 5 rows lacks a value',
  );
  refused(
    [numbers("x"), numbers("y")],
    { target: "y" },
    'Cannot learn from "t.csv": it has no rows',
  );
});

Deno.test("planTable() forgets classes that occur only in rows that are left out", () => {
  const holes = numbers("x", undefined, 2, 3, 4);
  const { task } = planTable(tableOf(holes, kind), { target: "kind", missing: "drop" });
  assertEquals(task, { kind: "binary", classNames: ["n1", "n9"] });
});

Deno.test("planTable() refuses choices that are misspelt", () => {
  const wrong = { target: "price", task: "classify", missing: "indicate" } as never;
  assertThrows(
    () => planTable(tableOf(x, price), wrong),
    RangeError,
    'Cannot learn from a table with task "classify": expected one of classification, regression, multi-label; ' +
      'did you mean "classification"?',
  );
  assertThrows(
    () => planTable(tableOf(x, price), { target: "price", missing: "dropp" } as never),
    RangeError,
    'Cannot learn from a table with missing "dropp": expected one of indicate, fill, drop; did you mean "drop"?',
  );
});
