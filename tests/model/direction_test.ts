import { assertEquals } from "@std/assert";
import { directionOf, LOSSES, METRICS } from "tandem";

/** Metrics of which more is better, by scikit-learn's `greater_is_better` of the same scores. */
const MORE = [
  "accuracy",
  "binaryAccuracy",
  "categoricalAccuracy",
  "top5",
  "precision",
  "recall",
  "f1",
  "precisionByClass",
  "recallByClass",
  "f1ByClass",
  "auc",
  "prAuc",
  "r2",
];

Deno.test("directionOf() knows every metric and every loss, in validation too", () => {
  for (const name of [...METRICS, ...LOSSES]) {
    const expected = MORE.includes(name) ? "max" : "min";
    assertEquals(directionOf(name), expected, name);
    assertEquals(directionOf(`val_${name}`), expected, name);
  }
});

Deno.test("directionOf() finds the metric in the names of outputs and classes", () => {
  for (const name of ["val_left_accuracy", "a_b_top12", "f1_3", "val_recall_10", "acc"]) {
    assertEquals(directionOf(name), "max", name);
  }
  // Outputs may be named like metrics.
  for (const name of ["loss", "accuracy_loss", "val_f1_loss", "f1_out_meanSquaredError", "x"]) {
    assertEquals(directionOf(name), "min", name);
  }
});

Deno.test("directionOf() tells a metric of one's own by how its name ends", () => {
  const more = ["val_wholeAccuracy", "out_macroF1", "recallAt5", "meanIoU", "diceScore", "rocAUC"];
  for (const name of more) assertEquals(directionOf(name), "max", name);
  const less = ["val_largestError", "accuracyLoss", "diceLoss", "hammingDistance", "f1Gap"];
  for (const name of less) assertEquals(directionOf(name), "min", name);
});
