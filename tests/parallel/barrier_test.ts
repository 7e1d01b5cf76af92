import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import * as Comlink from "comlink";
import { arrive, awaitAll, isLast } from "../../src/parallel/barrier.ts";
import { needs } from "../_permissions.ts";
import type { WaitingWorker } from "./_waiting_worker.ts";

function countersOf(ranks: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(ranks * Int32Array.BYTES_PER_ELEMENT));
}

Deno.test("isLast() tells of the ranks that have done the fewest steps", () => {
  const counters = countersOf(3);
  assert([0, 1, 2].every((rank) => isLast(counters, rank)));
  arrive(counters, 1, 5);
  assert(!isLast(counters, 1));
  arrive(counters, 0, 4);
  assertEquals([0, 1, 2].map((rank) => isLast(counters, rank)), [false, false, true]);
});

Deno.test("awaitAll() keeps nobody waiting for what has been done", () => {
  const counters = countersOf(2);
  awaitAll(counters, 0);
  arrive(counters, 0, 3);
  arrive(counters, 1, 2);
  awaitAll(counters, 2);
  assertEquals([...counters], [3, 2]);
});

for (const ranks of [2, 5]) {
  Deno.test({
    name: `of ${ranks} threads that wait for each other none is behind, or ahead by two steps`,
    ignore: !needs("read"),
    fn: async () => {
      const counters = countersOf(ranks);
      const steps = 500;
      const workers = Array.from(
        { length: ranks },
        () => new Worker(new URL("./_waiting_worker.ts", import.meta.url), { type: "module" }),
      );
      const remotes = workers.map((worker) => Comlink.wrap<WaitingWorker>(worker));
      try {
        await Promise.all(remotes.map((remote) => remote.ready()));
        const seen = await Promise.all(
          remotes.map((remote, rank) => remote.makeSteps(counters, rank, steps)),
        );
        for (const { ahead, behind } of seen) {
          assertEquals(behind, 0);
          assertLessOrEqual(ahead, 1);
        }
        assertEquals([...counters], new Array(ranks).fill(steps));
      } finally {
        for (const worker of workers) worker.terminate();
      }
    },
  });
}
