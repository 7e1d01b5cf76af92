import { assertEquals } from "@std/assert";
import type { ClassesReport } from "tandem";
import { formatClasses } from "../../src/report/classes.ts";

/** Worked by hand: of 4 samples of class 0 three are found, and of 5 predictions of it three are right. */
function reportOf(names: readonly [string, string]): ClassesReport {
  return {
    classes: [
      { class: 0, name: names[0], precision: 0.6, recall: 0.75, f1: 2 / 3, samples: 4 },
      { class: 1, name: names[1], precision: 0.8, recall: 2 / 3, f1: 8 / 11, samples: 6 },
    ],
    macro: { precision: 0.7, recall: 17 / 24, f1: 23 / 33, samples: 10 },
    confusion: [[3, 1], [2, 4]],
  };
}

Deno.test("formatClasses() gives a table of the classes and the confusion matrix", () => {
  const text = formatClasses(reportOf(["0", "1"]));
  assertEquals(text.split("\n"), [
    "class  precision  recall      f1  samples",
    "    0     0.6000  0.7500  0.6667        4",
    "    1     0.8000  0.6667  0.7273        6",
    "macro     0.7000  0.7083  0.6970       10",
    "",
    "true\\predicted  0  1",
    "             0  3  1",
    "             1  2  4",
    "",
    "",
  ]);
});

Deno.test("formatClasses() calls the classes by their names", () => {
  assertEquals(formatClasses(reportOf(["T-shirt/top", "Bag"])).split("\n"), [
    "      class  precision  recall      f1  samples",
    "T-shirt/top     0.6000  0.7500  0.6667        4",
    "        Bag     0.8000  0.6667  0.7273        6",
    "      macro     0.7000  0.7083  0.6970       10",
    "",
    "true\\predicted  T-shirt/top  Bag",
    "   T-shirt/top            3    1",
    "           Bag            2    4",
    "",
    "",
  ]);
});

Deno.test("formatClasses() has numbers above the columns where names would be too wide", () => {
  const matrixAt = (width: number): string[] =>
    formatClasses(reportOf(["T-shirt/top", "Bag"]), width).split("\n").slice(5, 8);
  assertEquals(matrixAt(32), [
    "true\\predicted  T-shirt/top  Bag",
    "   T-shirt/top            3    1",
    "           Bag            2    4",
  ]);
  assertEquals(matrixAt(31), [
    "true\\predicted  0  1",
    " 0 T-shirt/top  3  1",
    "         1 Bag  2  4",
  ]);
});
