import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { fit, useBackend } from "tandem";
import { randomStream } from "../../src/parallel/random.ts";
import { needs } from "../_permissions.ts";
import { ARCHITECTURES } from "./_architectures.ts";

const EPOCHS = 5;
const BATCH = 12;

/** The loss of every step, as a callback of either `fit` is told. */
function recorder(): { losses: number[]; onBatchEnd(batch: number, logs?: tf.Logs): void } {
  const losses: number[] = [];
  return { losses, onBatchEnd: (_, logs) => void losses.push(logs?.["loss"] ?? NaN) };
}

/** Both ways of computing a step: tfjs's in this thread, for a worker takes longer to start; plans on workers. */
function waysOf(workers: readonly number[]): { count: number | "auto"; eager: boolean }[] {
  return [
    { count: "auto", eager: true },
    ...workers.map((count) => ({ count, eager: false })),
  ];
}

for (const architecture of ARCHITECTURES) {
  const { name, build, x, y, workers = [3], backend = "wasm", classWeight } = architecture;
  Deno.test({
    name: `fit() trains as model.fit does: ${name}`,
    ignore: !needs("read"),
    fn: async () => {
      await useBackend("cpu");
      const theirs = build();
      const start = initialWeights(theirs);
      theirs.setWeights(start);
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
      await useBackend(backend);
      for (const { count, eager } of waysOf(workers)) {
        const ours = build();
        ours.setWeights(start);
        const actual = recorder();
        const { epoch, history } = await fit(ours, x, y, {
          ...options,
          workers: count,
          eager,
          backend,
          callbacks: { onBatchEnd: actual.onBatchEnd },
        });
        assertEquals(actual.losses.length, 20);
        actual.losses.forEach((loss, step) =>
          assertAlmostEquals(
            loss,
            expected.losses[step] ?? NaN,
            tolerance(loss),
            `step ${step}${eager ? ", eager" : ""}`,
          )
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

/**
 * The same weights in every run of the test, of the size that Glorot's initializer gives: with others, now and then a
 * unit's input lies so close to the kink of ReLU that rounding decides on its gradient.
 */
function initialWeights(model: tf.LayersModel): tf.Tensor[] {
  const draw = randomStream(11);
  return model.getWeights().map((weight) => {
    if (weight.rank < 2) return weight.clone();
    const [inputs = 1, outputs = 1] = weight.shape.slice(-2);
    const limit = Math.sqrt(6 / (inputs + outputs));
    const values = Float32Array.from({ length: weight.size }, () => limit * (2 * draw() - 1));
    return tf.tensor(values, weight.shape);
  });
}

/** 10⁻⁴; of a loss above 1 the same share, for float32 has 7 digits. */
function tolerance(loss: number): number {
  return 1e-4 * Math.max(1, Math.abs(loss));
}
