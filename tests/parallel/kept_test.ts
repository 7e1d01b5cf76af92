import * as tf from "@tensorflow/tfjs";
import { assertEquals, assertLess, assertStrictEquals } from "@std/assert";
import { createMlp, useBackend } from "tandem";
import { sampleSetOf } from "../../src/dataset/sample_set.ts";
import { type Kept, KeptRooms } from "../../src/model/kept.ts";
import { describeModel } from "../../src/model/recipe.ts";
import { DataParallel } from "../../src/parallel/data_parallel.ts";
import type { Batch } from "../../src/parallel/protocol.ts";
import { randomDataset } from "../_fixtures.ts";
import { needs } from "../_permissions.ts";

const SAMPLES = 60;
const CLASSES = 4;
const KEPT = [{ output: 0, shape: [CLASSES] }];

const lengths = (kept: readonly Kept[] | undefined): unknown =>
  kept?.map(({ targets, predictions }) => [targets.length, predictions.length]);

Deno.test("KeptRooms gives room again that was given back, as long as it is large enough", () => {
  const rooms = new KeptRooms([...KEPT, { output: 2, shape: [] }]);
  const first = rooms.take(10) ?? [];
  assertEquals(lengths(first), [[40, 40], [10, 10]]);
  const second = rooms.take(10) ?? [];
  rooms.give(first);
  const smaller = rooms.take(3) ?? [];
  assertEquals(lengths(smaller), [[12, 12], [3, 3]]);
  assertStrictEquals(smaller[0]?.targets.buffer, first[0]?.targets.buffer);
  // It has not become smaller by that.
  rooms.give(smaller);
  const again = rooms.take(10) ?? [];
  assertEquals(lengths(again), [[40, 40], [10, 10]]);
  assertStrictEquals(again[1]?.predictions.buffer, first[1]?.predictions.buffer);
  rooms.give(second);
  assertEquals(lengths(rooms.take(11)), [[44, 44], [11, 11]]);
});

Deno.test("KeptRooms gives none where nothing is kept", () => {
  const rooms = new KeptRooms([]);
  rooms.give([]);
  assertEquals(rooms.take(10), undefined);
});

for (const workers of [0, 2]) {
  Deno.test({
    name: `what is kept of many steps and evaluations is in few places: ${workers} workers`,
    ignore: !needs("read"),
    fn: async () => {
      await useBackend("wasm");
      const samples = sampleSetOf(randomDataset(SAMPLES, 12, CLASSES));
      const labels = [...samples.targets[0]?.data ?? []];
      const sizes = { inputSize: 12, hidden: [9], outputSize: CLASSES };
      const model = createMlp({ ...sizes, metrics: ["auc"] });
      using parallel = await DataParallel.start({
        workers,
        model,
        samples,
        validation: samples,
        kept: KEPT,
        replica: {
          seed: 1,
          backend: "wasm",
          recipe: describeModel(model),
          optimizer: { name: "sgd", learningRate: 0.1 },
        },
      });
      parallel.beginEpoch(0, false);
      const places = new Set<unknown>();
      const look = (kept: readonly Kept[], { start, end }: Pick<Batch, "start" | "end">): void => {
        const [{ targets, predictions } = { targets: [], predictions: [] }] = kept;
        const vectors = labels.slice(start, end)
          .flatMap((label) => Array.from({ length: CLASSES }, (_, i) => i === label ? 1 : 0));
        assertEquals([...targets], vectors);
        assertEquals(predictions.length, vectors.length);
        places.add(kept[0]?.targets.buffer);
      };
      // The last batch of an epoch is smaller.
      const batches = Array.from({ length: 300 }, (_, i): Batch => {
        const start = i * 25 % 75;
        return { epoch: 0, start, end: Math.min(SAMPLES, start + 25) };
      });
      let step = 0;
      for await (const { kept } of parallel.steps(batches)) {
        look(kept, batches[step++] ?? { start: NaN, end: NaN });
      }
      assertEquals(step, 300);
      // Two messages of 64 steps at most are under way, and the small ones go.
      assertLess(places.size, 200);
      places.clear();
      for (const batch of batches.slice(0, 6)) look((await parallel.step(batch)).kept, batch);
      for (let i = 0; i < 5; i++) {
        look((await parallel.evaluate()).kept, { start: 0, end: SAMPLES });
      }
      assertLess(places.size, 9);
      model.dispose();
      tf.disposeVariables();
    },
  });
}
