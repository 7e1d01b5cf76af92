import fc from "fast-check";
import * as tf from "@tensorflow/tfjs";
import { useBackend } from "tandem";
import { needs } from "../../_permissions.ts";
import { assertRepeats } from "../plan/_plan.ts";
import { assertAlike, type Values, valuesOf } from "./_run.ts";

const ignore = !needs("read");

interface Problem {
  readonly x: Values;
  /** Some are below 0, or no segment's. */
  readonly ids: readonly number[];
  readonly segments: number;
}

const problems: fc.Arbitrary<Problem> = fc.record({
  rows: fc.integer({ min: 1, max: 20 }),
  row: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 2 }),
  segments: fc.integer({ min: 1, max: 6 }),
}).chain(({ rows, row, segments }) =>
  fc.record({
    x: valuesOf([rows, ...row], fc.double({ min: -4, max: 4, noNaN: true })),
    ids: fc.array(fc.integer({ min: -2, max: segments + 1 }), { minLength: rows, maxLength: rows }),
    segments: fc.constant(segments),
  })
);

function sumSegments({ x, ids, segments }: Problem): Values {
  return tf.tidy(() => {
    const sums = tf.unsortedSegmentSum(
      tf.tensor(Array.from(x.data), x.shape),
      tf.tensor1d([...ids], "int32"),
      segments,
    );
    return { shape: sums.shape, data: sums.dataSync() };
  });
}

Deno.test({
  name: "unsortedSegmentSum() sums rows on wasm as on cpu, and leaves out those of no segment",
  ignore,
  fn: async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        await useBackend("cpu");
        const expected = sumSegments(problem);
        for (const backend of ["wasm", "wasm-simd"] as const) {
          await useBackend(backend);
          // float32 sums of at most 20 numbers below 4, where cpu sums in float64.
          assertAlike(sumSegments(problem), expected, 1e-5);
        }
      }),
      { numRuns: 50 },
    );
  },
});

Deno.test({
  name: "a plan replays the gradient of an embedding",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    assertRepeats([[5, 3], [4, 3]], (table, dy) => {
      if (!table || !dy) return [];
      const ids = tf.tensor1d([4, 0, 4, 1], "int32");
      return [tf.grad((table: tf.Tensor) => tf.gather(table, ids))(table, dy)];
    });
  },
});
