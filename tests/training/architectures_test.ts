import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { fit, useBackend } from "tandem";
import { needs } from "../_permissions.ts";
import { ARCHITECTURES } from "./_architectures.ts";

const EPOCHS = 5;
const BATCH = 12;

/** The loss of every step, as a callback of either `fit` is told. */
function recorder(): { losses: number[]; onBatchEnd(batch: number, logs?: tf.Logs): void } {
  const losses: number[] = [];
  return { losses, onBatchEnd: (_, logs) => void losses.push(logs?.["loss"] ?? NaN) };
}

for (const architecture of ARCHITECTURES) {
  const { name, build, x, y, workers = [1, 3], backend = "wasm", classWeight } = architecture;
  Deno.test({
    name: `fit() trains as model.fit does: ${name}`,
    ignore: !needs("read"),
    fn: async () => {
      await useBackend("cpu");
      const theirs = build();
      const start = theirs.getWeights().map((weight) => weight.clone());
      const options = {
        epochs: EPOCHS,
        batchSize: BATCH,
        shuffle: false,
        ...(classWeight ? { classWeight } : {}),
      };
      const expected = recorder();
      const { onBatchEnd } = expected;
      const their = await theirs.fit(x, y, { ...options, verbose: 0, callbacks: { onBatchEnd } });
      assertEquals(expected.losses.length, 20);
      for (const count of workers) {
        const ours = build();
        ours.setWeights(start);
        const actual = recorder();
        const { epoch, history } = await fit(ours, x, y, {
          ...options,
          workers: count,
          backend,
          callbacks: { onBatchEnd: actual.onBatchEnd },
        });
        assertEquals(actual.losses.length, 20);
        actual.losses.forEach((loss, step) =>
          assertAlmostEquals(loss, expected.losses[step] ?? NaN, tolerance(loss), `step ${step}`)
        );
        assertEquals(epoch, their.epoch);
        // Names of outputs end in numbers that count up from model to model.
        assertEquals(Object.keys(history).length, Object.keys(their.history).length);
        ours.dispose();
      }
      theirs.dispose();
      tf.dispose(start);
    },
  });
}

/** 10⁻⁴; of a loss above 1 the same share, for float32 has 7 digits. */
function tolerance(loss: number): number {
  return 1e-4 * Math.max(1, Math.abs(loss));
}
