import { assert, assertEquals, assertLess } from "@std/assert";
import { type BackendName, createMlp, useBackend } from "tandem";
import { TRAINING_BACKENDS } from "../_backends.ts";
import { needs } from "../_permissions.ts";
import { randomDataset, relativeDistance } from "../_fixtures.ts";
import { flatWeights, startParallel } from "./_data_parallel.ts";

const ignore = !needs("read");
const dataset = randomDataset(53, 12, 4);
const STEPS = 20;

interface Trace {
  gradient: Float32Array;
  start: Float32Array;
  end: Float32Array;
  losses: number[];
}

/** Makes 20 steps through shuffled epochs of 53 samples, the last batch of each smaller; without workers, in this thread. */
async function trace(
  workers: number,
  batchSize: number,
  backend: BackendName = "wasm",
): Promise<Trace> {
  await useBackend(backend);
  const model = createMlp({ inputSize: 12, hidden: [9, 7], outputSize: 4 });
  const start = flatWeights(model);
  using parallel = await startParallel(model, dataset, workers, backend);
  let gradient: Float32Array = new Float32Array();
  const losses: number[] = [];
  for (let epoch = 0; losses.length < STEPS; epoch++) {
    parallel.beginEpoch(epoch, true);
    for (let from = 0; from < dataset.size && losses.length < STEPS; from += batchSize) {
      const end = Math.min(from + batchSize, dataset.size);
      const { sums, samples } = await parallel.step({ epoch, start: from, end });
      if (losses.length === 0) gradient = parallel.gradient();
      losses.push((sums[0] ?? NaN) / samples);
    }
  }
  parallel.copyWeightsTo(model);
  const end = flatWeights(model);
  model.dispose();
  return { gradient, start, end, losses };
}

/** Backends differ in their products alone: on one, how samples are shared out is looked at closely. */
const MANY = { wasm: [2, 3, 5] } as Readonly<Record<string, readonly number[]>>;

for (const backend of TRAINING_BACKENDS) {
  const counts = MANY[backend] ?? [3];
  for (const batchSize of [3, 10, 20, 53]) {
    Deno.test({
      name: `${counts.join(", ")} workers compute on "${backend}" what one thread does, ` +
        `in batches of ${batchSize} of 53 samples`,
      ignore,
      fn: async () => {
        const one = await trace(0, batchSize, backend);
        for (const workers of counts) {
          const many = await trace(workers, batchSize, backend);
          assertLess(relativeDistance(many.gradient, one.gradient), 1e-5);
          // Adam divides small numbers by small numbers, so rounding shows more in the parameters.
          assertLess(relativeDistance(many.end, one.end, one.start), 1e-3);
        }
      },
    });
  }

  Deno.test({
    name: `the same number of workers gives the same bits twice on "${backend}"`,
    ignore,
    fn: async () => {
      const first = await trace(3, 10, backend);
      const second = await trace(3, 10, backend);
      assertEquals(second.end, first.end);
      assertEquals(second.losses, first.losses);
      assert(relativeDistance(first.end, first.start) > 0);
    },
  });
}

Deno.test({
  name: "a step leaves as many tensors on each worker as the step before",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    const model = createMlp({ inputSize: 12, hidden: [9, 7], outputSize: 4 });
    using parallel = await startParallel(model, dataset, 2);
    parallel.beginEpoch(0, true);
    const counts: (readonly number[])[] = [];
    for (let i = 0; i < 5; i++) {
      counts.push((await parallel.step({ epoch: 0, start: i * 10, end: i * 10 + 10 })).tensors);
    }
    for (const count of counts) assertEquals(count, counts[0]);
    model.dispose();
  },
});
