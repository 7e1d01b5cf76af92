import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { useBackend } from "tandem";
import { EpochRules } from "../../src/training/epoch_rules.ts";
import { unitModel } from "./_models.ts";

/** Scores that rise, fall and rise: the last but one is the best. */
const SCORES = [0.118, 0.05, 0.149, 0.12];

for (const monitor of ["val_f1", "val_binaryAccuracy", "val_r2", "val_top5", "f1_0"]) {
  Deno.test(`keepBest keeps, and early stopping restores, the epoch of the highest "${monitor}"`, async () => {
    await useBackend("cpu");
    const model = unitModel();
    const kept: number[] = [];
    const rules = new EpochRules(
      {
        keepBest: { monitor, save: (epoch) => void kept.push(epoch) },
        earlyStopping: { monitor, patience: 9, restoreBestWeights: true },
      },
      [monitor],
      model,
    );
    for (const [epoch, score] of SCORES.entries()) {
      tf.tidy(() => model.setWeights([tf.tensor2d([[epoch]]), tf.tensor1d([0])]));
      await rules.look(epoch, { [monitor]: score });
    }
    assertEquals(kept, [0, 2]);
    rules.finish();
    assertEquals(model.getWeights()[0]?.dataSync()[0], 2);
    model.dispose();
  });
}

Deno.test("a mode that is given wins over what the name says", async () => {
  await useBackend("cpu");
  const model = unitModel();
  const kept: number[] = [];
  const rules = new EpochRules(
    { keepBest: { monitor: "val_f1", mode: "min", save: (epoch) => void kept.push(epoch) } },
    ["val_f1"],
    model,
  );
  for (const [epoch, score] of SCORES.entries()) await rules.look(epoch, { val_f1: score });
  assertEquals(kept, [0, 1]);
  model.dispose();
});
