import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { GEMM_BUILDS } from "../../src/engine/gemm/gemm.ts";
import { FINISHED_ACTIVATIONS, type FinishedActivation } from "../../src/engine/heap_engine.ts";
import { needs } from "../_permissions.ts";
import { Bench, draw, reference, requireModule, type Shape } from "./_gemm.ts";

const ignore = !needs("read");

/** Multiplies random matrices, and fails where a value is farther from float64 than rounding explains. */
function assertMultiplies(module: WebAssembly.Module, shape: Shape, seed: number): void {
  const { rows, columns, inner } = shape;
  const bench = new Bench(module);
  const a = draw(rows * inner, seed);
  const b = draw(inner * columns, seed + 1);
  const size = rows * columns;
  const product = { ...shape, a: bench.place(a), b: bench.place(b) };
  const out = bench.place(new Float32Array(size + 1).fill(NaN));
  bench.engine.multiply({ ...product, out });
  const { values, magnitudes } = reference(shape, a, b);
  const got = bench.view(out, size + 1);
  assertEquals(got[size], NaN, "wrote past the end");
  values.forEach((value, i) =>
    // Each of the additions rounds by at most 2^-24 of what is there.
    assertAlmostEquals(got[i] ?? NaN, value, (magnitudes[i] ?? 0) * (inner + 1) * 2 ** -24)
  );
}

const size = fc.integer({ min: 1, max: 300 });
const anyShape: fc.Arbitrary<Shape> = fc.record({
  rows: size,
  columns: size,
  inner: size,
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
});

/** The activations in float64. */
const ACTIVATIONS: Readonly<
  Record<FinishedActivation, (x: number, alpha: number) => number>
> = {
  linear: (x) => x,
  relu: (x) => Math.max(0, x),
  relu6: (x) => Math.min(6, Math.max(0, x)),
  leakyrelu: (x, alpha) => x < 0 ? alpha * x : x,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  elu: (x) => x < 0 ? Math.expm1(x) : x,
};

for (const build of GEMM_BUILDS) {
  Deno.test({
    name: `the ${build} build multiplies any shapes as float64 does, whatever is transposed`,
    ignore,
    fn: async () => {
      const module = await requireModule(build);
      const property = fc.property(
        anyShape,
        fc.nat(),
        (shape, seed) => assertMultiplies(module, shape, seed),
      );
      fc.assert(property, { numRuns: 60 });
    },
  });

  Deno.test({
    name: `the ${build} build multiplies shapes of more than one block in every dimension`,
    ignore,
    fn: async () => {
      const module = await requireModule(build);
      for (const transposeA of [false, true]) {
        for (const transposeB of [false, true]) {
          const both = { transposeA, transposeB };
          assertMultiplies(module, { rows: 101, columns: 9, inner: 1030, ...both }, 1);
          assertMultiplies(module, { rows: 7, columns: 1050, inner: 33, ...both }, 2);
        }
      }
    },
  });

  Deno.test({
    name: `the ${build} build adds a bias and applies every activation as float64 does`,
    ignore,
    fn: async () => {
      const module = await requireModule(build);
      const property = fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        fc.constantFrom(...FINISHED_ACTIVATIONS),
        fc.constantFrom(1e-4, 1, 20, 200),
        fc.nat(),
        (rows, columns, withBias, activation, scale, seed) => {
          const bench = new Bench(module);
          const x = draw(rows * columns, seed).map((value) => value * scale);
          const bias = draw(columns, seed + 1).map((value) => value * scale);
          const matrix = bench.place(x);
          bench.engine.finish({
            matrix,
            rows,
            columns,
            bias: withBias ? bench.place(bias) : undefined,
            activation,
            alpha: 0.25,
          });
          bench.view(matrix, x.length).forEach((got, i) => {
            const sum = Math.fround((x[i] ?? NaN) + (withBias ? bias[i % columns] ?? NaN : 0));
            const expected = ACTIVATIONS[activation](sum, 0.25);
            // A few roundings of what is computed, relative to the result.
            assertAlmostEquals(got, expected, Math.abs(expected) * 1e-6 + 1e-37);
          });
        },
      );
      fc.assert(property, { numRuns: 300 });
    },
  });

  Deno.test({
    name: `the ${build} build carries NaN and infinity as float64 does`,
    ignore,
    fn: async () => {
      const bench = new Bench(await requireModule(build));
      const a = new Float32Array(9 * 5).fill(1);
      a[1 * 5 + 2] = NaN;
      a[3 * 5 + 4] = Infinity;
      a[8 * 5] = -Infinity;
      const b = new Float32Array(5 * 3).fill(1);
      const shape = { rows: 9, columns: 3, inner: 5, transposeA: false, transposeB: false };
      const out = bench.place(new Float32Array(27));
      bench.engine.multiply({ ...shape, a: bench.place(a), b: bench.place(b), out });
      const rows = Array.from({ length: 9 }, (_, row) => bench.view(out + row * 12, 3)[2]);
      assertEquals(rows, [5, NaN, 5, Infinity, 5, 5, 5, 5, -Infinity]);
      for (const activation of FINISHED_ACTIVATIONS) {
        const values = [NaN, Infinity, -Infinity, 0, -0];
        const matrix = bench.place(new Float32Array(values));
        bench.engine.finish({
          matrix,
          rows: 1,
          columns: 5,
          bias: undefined,
          activation,
          alpha: 0.5,
        });
        const expected = values.map((value) => ACTIVATIONS[activation](value, 0.5) + 0);
        assertEquals([...bench.view(matrix, 5)].map((value) => value + 0), expected, activation);
      }
    },
  });

  Deno.test({
    name: `the ${build} build goes on after its memory has grown`,
    ignore,
    fn: async () => {
      const bench = new Bench(await requireModule(build));
      const a = bench.place(draw(35, 1));
      const b = bench.place(draw(15, 2));
      const shape = { rows: 7, columns: 3, inner: 5, transposeA: false, transposeB: true };
      const before = bench.place(new Float32Array(21));
      bench.engine.multiply({ ...shape, a, b, out: before });
      const grown = bench.memory.grow(16) * 65536;
      bench.engine.multiply({ ...shape, a, b, out: grown });
      assertEquals(bench.view(grown, 21), bench.view(before, 21));
    },
  });
}
