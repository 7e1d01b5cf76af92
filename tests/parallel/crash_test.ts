import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { createMlp, fit, useBackend, WorkerLostError } from "tandem";
import { needs } from "../_permissions.ts";
import { randomDataset } from "../_fixtures.ts";
import { WorkerPool } from "../../src/parallel/pool.ts";

const ignore = !needs("read");

const WAYS = [
  ["throws", "out of luck"],
  ["throws later", "out of luck, later"],
  ["closes itself", "did not answer within"],
  ["never answers", "did not answer within"],
] as const;

/** Starts a worker once, for Deno checks the types of its module then: no deadline is to run meanwhile. */
async function checkTypes(workerUrl: URL): Promise<void> {
  using pool = new WorkerPool(1, { workerUrl });
  await assertRejects(() => pool.all((remote) => remote.evaluate(0)), WorkerLostError);
}

for (const [way, reason] of WAYS) {
  Deno.test({
    name: `a worker that ${way} ends training with an error that names its rank`,
    ignore,
    fn: async () => {
      await useBackend("wasm");
      const model = createMlp({ inputSize: 12, hidden: [9], outputSize: 4 });
      const workerUrl = new URL("./_dying_worker.ts", import.meta.url);
      workerUrl.searchParams.set("way", way);
      await checkTypes(workerUrl);
      const error = await assertRejects(
        () =>
          fit(model, randomDataset(53, 12, 4), {
            // More steps than are made before a thrown error is told of.
            epochs: 100,
            batchSize: 10,
            workers: 2,
            workerUrl,
            // Whoever says something is heard at once; without that, nothing but the deadline ends training.
            ...(reason.startsWith("did not answer") ? { timeout: 4000 } : {}),
          }),
        WorkerLostError,
      );
      assertEquals(error.rank, 1);
      assertStringIncludes(error.message, "rank 1");
      assertStringIncludes(error.message, reason);
      model.dispose();
    },
  });
}

Deno.test({
  name: "a worker that never starts ends training within the time that a start may take",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    const model = createMlp({ inputSize: 12, hidden: [9], outputSize: 4 });
    const workerUrl = new URL("./_dying_worker.ts?way=never starts", import.meta.url);
    const error = await assertRejects(
      () => fit(model, randomDataset(53, 12, 4), { workers: 2, workerUrl, startTimeout: 200 }),
      WorkerLostError,
      "rank 0: it did not start within 0.2 s",
    );
    assertEquals(error.rank, 0);
    model.dispose();
  },
});

Deno.test({
  name: "a worker may take longer to start than to answer",
  ignore,
  fn: async () => {
    using pool = new WorkerPool(1, { timeout: 0 });
    // The worker says that it has no model yet, once it has loaded: no deadline has passed before.
    const start = pool.start((remote) => remote.evaluate(0).then(() => {}));
    const error = await assertRejects(() => start, WorkerLostError);
    assertEquals(error.cause instanceof Error, true);
  },
});

Deno.test({
  name: "a call to a terminated worker ends with an error that names its rank",
  ignore,
  fn: async () => {
    using pool = new WorkerPool(2, { timeout: 500 });
    pool.terminate();
    const step = { epoch: 0, number: 1, start: 0, end: 1 };
    await assertRejects(
      () => pool.all((remote) => remote.steps([step])),
      WorkerLostError,
      "rank 0",
    );
  },
});

Deno.test({
  name: "a call that waits ends as its worker is terminated, and leaves no timer",
  ignore,
  fn: async () => {
    using pool = new WorkerPool(2);
    const waiting = pool.all((remote) => remote.evaluate(0));
    pool.terminate();
    await assertRejects(() => waiting, WorkerLostError, "rank 0: it was terminated");
  },
});
