import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import { createMlp, fit } from "tandem";
import { randomDataset } from "../_fixtures.ts";
import { testOn } from "./_models.ts";

const LAYERS = { inputSize: 20, hidden: [16, 8], outputSize: 4 };
const EPOCHS = 4;

/** What tfjs holds in this thread. */
function held(): { tensors: number; bytes: number } {
  const { numTensors, numBytes } = tf.memory();
  return { tensors: numTensors, bytes: numBytes };
}

testOn("wasm", "each epoch ends with the tensors and bytes of the epoch before", async () => {
  const ends: ReturnType<typeof held>[] = [];
  await fit(createMlp(LAYERS), randomDataset(60, 20, 4), {
    epochs: EPOCHS,
    batchSize: 7,
    // This thread trains, so that its tensors are those of training.
    workers: "auto",
    validationSplit: 0.2,
    earlyStopping: { patience: EPOCHS, restoreBestWeights: true },
    onEvent: ({ type }) => {
      if (type === "epoch") ends.push(held());
    },
  });
  assertEquals(ends.length, EPOCHS);
  assertEquals(ends, ends.map(() => ends[0]));
});
