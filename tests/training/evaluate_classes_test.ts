import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { createMlp, evaluate, evaluateClasses, useBackend } from "tandem";
import { randomDataset } from "../_fixtures.ts";

Deno.test("evaluateClasses() counts what a direct count over model.predict() counts", async () => {
  await useBackend("cpu");
  const dataset = randomDataset(157, 12, 4);
  const model = createMlp({
    inputSize: 12,
    hidden: [9],
    outputSize: 4,
    metrics: ["accuracy", "f1", "precision", "recall"],
  });
  const x = tf.tensor2d(Float32Array.from(dataset.inputs.data, (v) => v / 255), [157, 12]);
  const predicted = (model.predict(x) as tf.Tensor).argMax(1).dataSync();
  const { confusion, classes, macro } = evaluateClasses(model, dataset, {
    batchSize: 50,
    classNames: ["zero", "one"],
  });
  const names = classes.map((scored) => [scored.class, scored.name]);
  assertEquals(names, [[0, "zero"], [1, "one"], [2, "2"], [3, "3"]]);
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      const count = predicted.filter((value, i) =>
        value === column && dataset.targets.data[i] === row
      ).length;
      assertEquals(confusion[row]?.[column], count);
    }
    const samples = dataset.targets.data.filter((label) => label === row).length;
    assertEquals(classes[row]?.samples, samples);
    const found = confusion[row]?.[row] ?? NaN;
    assertAlmostEquals(classes[row]?.recall ?? NaN, found / samples, 1e-12);
  }
  assertEquals(macro.samples, 157);
  const means = evaluate(model, dataset);
  assertAlmostEquals(macro.f1, means["f1"] ?? NaN, 1e-12);
  assertAlmostEquals(macro.precision, means["precision"] ?? NaN, 1e-12);
  assertAlmostEquals(macro.recall, means["recall"] ?? NaN, 1e-12);
  tf.disposeVariables();
});
