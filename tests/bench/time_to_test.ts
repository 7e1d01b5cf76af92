import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { createDataset, createMlp } from "tandem";
import { type Rounds, timeOfRounds, timeTo } from "../../bench/_time_to.ts";
import { testOn } from "../training/_models.ts";

/** One pixel, of which either value is a class: it can be learnt whole. */
const samples = createDataset({
  inputs: { data: Uint8Array.from({ length: 40 }, (_, i) => i % 2), shape: [1] },
  targets: { data: Uint8Array.from({ length: 40 }, (_, i) => i % 2), shape: [] },
  classes: 2,
});

/** Trains a model whose rate is 0 where it is to learn nothing. */
async function epochsTo(accuracy: number, learningRate: number): Promise<number | undefined> {
  const model = createMlp({ inputSize: 1, hidden: [], outputSize: 2, seed: 3 });
  const options = { epochs: 50, batchSize: 10, optimizer: { name: "sgd", learningRate } } as const;
  const reached = await timeTo(model, samples, samples, accuracy, options);
  model.dispose();
  if (reached) assert(reached.seconds > 0);
  return reached?.epochs;
}

testOn("wasm", "timeTo() ends after the first epoch that shows the accuracy", async () => {
  assertEquals(await epochsTo(0, 0), 1);
  const epochs = await epochsTo(1, 1) ?? NaN;
  assert(epochs < 50, `${epochs} epochs`);
});

testOn("wasm", "timeTo() gives nothing where the accuracy is not reached", async () => {
  assertEquals(await epochsTo(1.01, 1), undefined);
});

/** A program that trains a step in half a second, and has gained 0.25 after each epoch. */
function program(): Rounds & { readonly asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    train: (steps) => Promise.resolve(asked.push(steps) && steps / 2),
    evaluate: () => Promise.resolve({ seconds: 0.125, accuracy: asked.length / 4 }),
  };
}

Deno.test("timeOfRounds() counts the epochs and the evaluations until the accuracy", async () => {
  const enough = program();
  const reached = await timeOfRounds(enough, 10, 4, 0.7);
  assertEquals(enough.asked, [10, 10, 10]);
  assertEquals(reached?.epochs, 3);
  assertAlmostEquals(reached?.seconds ?? NaN, 15.375, 1e-12);
  assertEquals(await timeOfRounds(program(), 10, 2, 0.7), undefined);
});
