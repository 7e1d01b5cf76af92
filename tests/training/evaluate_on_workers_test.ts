import { assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { createMlp, evaluate, evaluateOnWorkers, fit, useBackend } from "tandem";
import { randomDataset } from "../_fixtures.ts";
import { needs } from "../_permissions.ts";

const ignore = !needs("read");

for (const [workers, samples] of [[1, 53], [2, 53], [5, 53], [5, 3], [2, 2503]] as const) {
  Deno.test({
    name: `${workers} workers evaluate ${samples} samples as one process does`,
    ignore,
    fn: async () => {
      await useBackend("wasm");
      const model = createMlp({ inputSize: 12, hidden: [9], outputSize: 4 });
      // Far from the start some samples are so wrong that the loss is clipped.
      model.setWeights(model.getWeights().map((weight) => tf.mul(weight, 30)));
      model.compile({
        optimizer: "sgd",
        loss: "categoricalCrossentropy",
        metrics: ["accuracy", "mse"],
      });
      const dataset = randomDataset(samples, 12, 4);
      const expected = evaluate(model, dataset);
      const result = await evaluateOnWorkers(model, dataset, { workers });
      assertEquals(Object.keys(result), Object.keys(expected));
      for (const [name, value] of Object.entries(expected)) {
        assertAlmostEquals(result[name] ?? NaN, value, 1e-6 * Math.max(1, value));
      }
      model.dispose();
    },
  });
}

Deno.test({
  name: "fit() validates on all workers what evaluate() computes in one process",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    const model = createMlp({ inputSize: 12, hidden: [9], outputSize: 4 });
    const validation = randomDataset(31, 12, 4);
    const { history } = await fit(model, randomDataset(53, 12, 4), {
      epochs: 2,
      batchSize: 10,
      workers: 3,
      validationData: validation,
    });
    const { loss, accuracy } = evaluate<"accuracy">(model, validation);
    assertAlmostEquals(history["val_loss"]?.[1] ?? NaN, loss, 1e-6);
    assertAlmostEquals(history["val_acc"]?.[1] ?? NaN, accuracy, 1e-6);
    model.dispose();
  },
});
