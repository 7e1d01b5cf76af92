import { assertEquals, assertMatch } from "@std/assert";
import { LOSSES, METRICS } from "tandem";
import { CONFIG_FLAGS } from "../../src/config/flags.ts";
import { inWords, valueName } from "../../src/report/names.ts";

Deno.test("valueName() names validation, outputs, metrics and classes", () => {
  const names = {
    "loss": "loss",
    "val_loss": "validation loss",
    "samplesPerSecond": "samples/s",
    "left_loss": "left loss",
    "val_left_top5": "validation left top 5 accuracy",
    "dense_1_loss": "dense_1 loss",
    "dense_1_precision_3": "dense_1 precision of class 3",
    "val_f1_0": "validation F1 of Bag",
    "recall_1": "recall of class 1",
  };
  for (const [key, name] of Object.entries(names)) assertEquals(valueName(key, ["Bag"]), name);
});

Deno.test("inWords() leaves no camel case in a metric, a loss or a choice", () => {
  const keys = [...LOSSES, ...METRICS, "top10", ...CONFIG_FLAGS.flatMap(({ path }) => path)];
  for (const key of keys) {
    assertMatch(inWords(key), /^(?:(?:ROC|PR) AUC|([A-Z]?[a-z0-9²-]+ ?)+(Leibler divergence)?)$/);
  }
  assertEquals(
    ["rootMeanSquaredError", "top10", "categoricalCrossentropy", "r2", "learningRate"].map(inWords),
    [
      "root mean squared error",
      "top 10 accuracy",
      "categorical cross-entropy",
      "R²",
      "learning rate",
    ],
  );
});
