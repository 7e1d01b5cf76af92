import * as tf from "@tensorflow/tfjs";
import { assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { createMlp, useBackend } from "tandem";
import { sampleSetOf } from "../../src/dataset/sample_set.ts";
import { describeModel } from "../../src/model/recipe.ts";
import { DataParallel } from "../../src/parallel/data_parallel.ts";
import { Pace, ranges } from "../../src/parallel/pace.ts";
import type { Batch } from "../../src/parallel/protocol.ts";
import { askToStop, clearStop, createStop, isOver, settleStop } from "../../src/parallel/stop.ts";
import { randomDataset } from "../_fixtures.ts";
import { needs } from "../_permissions.ts";

const ignore = !needs("read");

function* batchesOf(count: number): Generator<Batch> {
  for (let i = 0; i < count; i++) yield { epoch: 0, start: i % 50, end: i % 50 + 10 };
}

Deno.test("ranges() puts together as many batches as are wanted at the time, and loses none", async () => {
  const lengths = [1, 3, 2];
  const seen: number[][] = [];
  for await (const range of ranges(batchesOf(9), () => lengths.shift() ?? 2)) {
    seen.push(range.map(({ start }) => start));
  }
  assertEquals(seen, [[0], [1, 2, 3], [4, 5], [6, 7], [8]]);
});

Deno.test("ranges() lets a batch go alone that carries its samples", async () => {
  const samples = sampleSetOf(randomDataset(10, 3, 2));
  const batches = [...batchesOf(5)].map((batch, i) => i === 1 ? { ...batch, samples } : batch);
  const seen: number[] = [];
  for await (const range of ranges(batches, () => 4)) seen.push(range.length);
  assertEquals(seen, [2, 3]);
});

Deno.test("ranges() ends once none are wanted", async () => {
  let left = 2;
  const seen: number[] = [];
  for await (const range of ranges(batchesOf(100), () => left-- > 0 ? 3 : 0)) {
    seen.push(range.length);
  }
  assertEquals(seen, [3, 3]);
});

Deno.test("a pace begins with single steps, and at most doubles", () => {
  const pace = new Pace();
  assertEquals(pace.length, 1);
  for (const most of [2, 4, 8, 16, 32, 64, 64]) {
    pace.measure(new Array(1000).fill(0));
    assertEquals(pace.length, most);
  }
});

Deno.test("a stop takes effect after the step in which rank 0 hears of it", () => {
  const stop = createStop();
  settleStop(stop, 1);
  assertEquals([1, 2, 1e6].map((step) => isOver(stop, step)), [false, false, false]);
  askToStop(stop);
  assertEquals(isOver(stop, 1e6), false);
  settleStop(stop, 7);
  settleStop(stop, 8);
  assertEquals([7, 8].map((step) => isOver(stop, step)), [false, true]);
  clearStop(stop);
  assertEquals(isOver(stop, 1e6), false);
});

for (const workers of [0, 1, 2]) {
  Deno.test({
    name:
      `steps() can be stopped and left at any time, and counts what was made: ${workers} workers`,
    ignore,
    fn: async () => {
      await useBackend("wasm");
      const dataset = randomDataset(60, 12, 4);
      const model = createMlp({ inputSize: 12, hidden: [9], outputSize: 4 });
      const options = {
        workers,
        model,
        samples: sampleSetOf(dataset),
        replica: {
          seed: 1,
          backend: "wasm",
          recipe: describeModel(model),
          optimizer: { name: "sgd", learningRate: 0.1 },
        },
      } as const;
      using stopped = await DataParallel.start(options);
      using single = await DataParallel.start(options);
      for (const parallel of [stopped, single]) parallel.beginEpoch(0, false);
      let seen = 0;
      for await (const { samples } of stopped.steps(batchesOf(1e6))) {
        assertEquals(samples, 10);
        if (++seen === 300) stopped.stop();
      }
      assertLess(seen, 1000);
      assertEquals(stopped.snapshot().steps, seen);
      // Leaving early stops, too; afterwards training goes on where it was.
      for await (const _ of stopped.steps(batchesOf(1e6))) break;
      const made = stopped.snapshot().steps;
      assertNotEquals(made, seen);
      for (const count of [seen, made - seen]) {
        for await (const _ of single.steps(batchesOf(count)));
      }
      assertEquals(single.snapshot(), stopped.snapshot());
      model.dispose();
      tf.disposeVariables();
    },
  });
}
