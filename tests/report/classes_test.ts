import { assertEquals } from "@std/assert";
import { formatClasses } from "../../src/report/classes.ts";

Deno.test("formatClasses() gives a table of the classes and the confusion matrix", () => {
  // Worked by hand: of 4 samples of class 0 three are found, and of 5 predictions of it three are right.
  const text = formatClasses({
    classes: [
      { class: 0, precision: 0.6, recall: 0.75, f1: 2 / 3, samples: 4 },
      { class: 1, precision: 0.8, recall: 2 / 3, f1: 8 / 11, samples: 6 },
    ],
    macro: { precision: 0.7, recall: 17 / 24, f1: 23 / 33, samples: 10 },
    confusion: [[3, 1], [2, 4]],
  });
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
