import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { createMlp, fit, type LayersModel, useBackend } from "tandem";
import { inputSizeOf } from "../../../src/dataset/table/inputs.ts";
import { loadCsv } from "../../../src/dataset/table/load_csv.ts";
import { loadCsvWith } from "../../../src/dataset/table/load_csv_with.ts";
import { streamCsv } from "../../../src/dataset/table/stream_csv.ts";
import { testInFolder } from "../../_folder.ts";

/** The class depends on the colour and on whether a number is above 50. */
function shopCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const size = i * 37 % 101;
    const colour = ["red", "green", "blue"][i % 3];
    return `${size},${colour},${size > 50 ? colour : "none"},${size * 2 + i % 3}\n`;
  });
  return `size,colour,class,price\n${lines.join("")}`;
}

testInFolder("fit() on streamCsv() is fit() on the samples in the file's order", async (folder) => {
  await useBackend("cpu");
  const file = `${folder}/shop.csv`;
  await Deno.writeTextFile(file, shopCsv(60));
  const cases = [
    {
      target: "class",
      outputs: 4,
      activation: "softmax",
      comparison: { loss: "categoricalCrossentropy" },
    },
    {
      target: "price",
      outputs: 1,
      activation: "linear",
      comparison: { loss: "meanSquaredError", metrics: "mae" },
    },
  ] as const;
  for (const { target, activation, comparison, outputs } of cases) {
    const { preprocessing } = await loadCsv(file, { target, limit: 40 });
    const model = (): LayersModel => {
      const inputSize = inputSizeOf(preprocessing);
      const sizes = { inputSize, hidden: [4], outputSize: outputs };
      const model = createMlp({ ...sizes, outputActivation: activation, seed: 1 });
      model.compile({ optimizer: "sgd", ...comparison });
      return model;
    };
    const options = { epochs: 2, batchSize: 16, shuffle: false, workers: "auto" as const };
    const { dataset } = await loadCsvWith(file, preprocessing);
    const inMemory = await fit(model(), dataset, options);
    const stream = streamCsv(file, preprocessing, { batchSize: 16 });
    const streamed = await fit(model(), stream, { epochs: 2, workers: "auto" as const });
    assertEquals(Object.keys(streamed.history), Object.keys(inMemory.history));
    for (const [name, values] of Object.entries(inMemory.history)) {
      assertEquals(values.length, 2);
      values.forEach((expected, epoch) => {
        // The same numbers in the same order, and in the same unit; float32 has some seven digits.
        const tolerance = 1e-6 * Math.max(1, Math.abs(Number(expected)));
        assertAlmostEquals(Number(streamed.history[name]?.[epoch]), Number(expected), tolerance);
      });
    }
  }
  tf.disposeVariables();
});
