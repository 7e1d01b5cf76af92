import { assert, assertEquals } from "@std/assert";
import { type Checkpoint, fit, useBackend } from "tandem";
import { flatWeights } from "../parallel/_data_parallel.ts";
import { needs } from "../_permissions.ts";
import { unitModel } from "./_models.ts";

Deno.test({
  name: "fit() goes on with nothing from a checkpoint of training that early stopping ended",
  ignore: !needs("read"),
  fn: async () => {
    await useBackend("cpu");
    const [x, y] = [[1, 2, 3], [2, 4, 6]];
    // At a rate this high each epoch is worse than the one before.
    const model = unitModel([1], { rate: 0.5 });
    const options = {
      epochs: 9,
      earlyStopping: { monitor: "loss", patience: 2, restoreBestWeights: true },
    };
    const checkpoints: Checkpoint[] = [];
    const { epoch } = await fit(model, x, y, {
      ...options,
      onCheckpoint: (checkpoint) => void checkpoints.push(checkpoint),
    });
    assertEquals(epoch, [0, 1, 2]);
    const last = checkpoints.at(-1);
    assert(last);
    const resumed = unitModel([1], { rate: 0.5 });
    const { epoch: more } = await fit(resumed, x, y, { ...options, epochs: 20, resume: last });
    assertEquals(more, []);
    assertEquals(flatWeights(resumed), flatWeights(model));
    model.dispose();
    resumed.dispose();
  },
});
