import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { GEMM_BUILDS } from "../../src/engine/gemm/gemm.ts";
import { randomStream } from "../../src/parallel/random.ts";
import { needs } from "../_permissions.ts";
import { Bench, draw, reference, requireModule, type Shape } from "./_gemm.ts";

const ignore = !needs("read");

const TRANSPOSITIONS = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({ transposeA, transposeB }))
);

/** Where a value of A lies. */
function placeInA({ rows, inner, transposeA }: Shape, row: number, step: number): number {
  return transposeA ? step * rows + row : row * inner + step;
}

/** Where a value of B lies. */
function placeInB({ columns, inner, transposeB }: Shape, step: number, column: number): number {
  return transposeB ? column * inner + step : step * columns + column;
}

/** Random values of A, of which only a part is not 0 or -0: whole steps of the inner dimension, or any values. */
function drawSparse(shape: Shape, density: number, bySteps: boolean, seed: number): Float32Array {
  const random = randomStream(seed, 1);
  const a = draw(shape.rows * shape.inner, seed);
  for (let step = 0; step < shape.inner; step++) {
    const kept = random() < density;
    for (let row = 0; row < shape.rows; row++) {
      if (bySteps ? kept : random() < density) continue;
      a[placeInA(shape, row, step)] = random() < 0.5 ? 0 : -0;
    }
  }
  return a;
}

/** Multiplies by an engine whose own memory is full of NaN at first. */
function multiply(
  module: WebAssembly.Module,
  shape: Shape,
  a: Float32Array,
  b: Float32Array,
): Float32Array {
  const bench = new Bench(module, NaN);
  const size = shape.rows * shape.columns;
  const out = bench.place(new Float32Array(size + 1).fill(NaN));
  bench.engine.multiply({ ...shape, a: bench.place(a), b: bench.place(b), out });
  const got = bench.view(out, size + 1);
  assertEquals(got[size], NaN, "wrote past the end");
  return got.slice(0, size);
}

function bitsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}

/** The product as the build without fused multiply-add computes it, every zero multiplied: blocks of up to 512 steps. */
function inOrder(shape: Shape, a: Float32Array, b: Float32Array): Float32Array {
  const { rows, columns, inner } = shape;
  const blocks = Math.ceil(inner / 512);
  const depth = Math.ceil(Math.ceil(inner / blocks) / 4) * 4;
  const c = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      for (let first = 0; first < inner; first += depth) {
        let sum = 0;
        for (let p = first; p < Math.min(first + depth, inner); p++) {
          const left = a[placeInA(shape, i, p)] ?? NaN, right = b[placeInB(shape, p, j)] ?? NaN;
          sum = Math.fround(sum + Math.fround(left * right));
        }
        const at = i * columns + j;
        c[at] = first > 0 ? (c[at] ?? NaN) + sum : sum;
      }
    }
  }
  return c;
}

/** Fails where a value is farther from float64 than rounding explains, or NaN or infinite where float64 is not. */
function assertClose(
  got: Float32Array,
  shape: Shape,
  a: Float32Array,
  b: Float32Array,
): void {
  const { values, magnitudes } = reference(shape, a, b);
  values.forEach((value, i) => {
    const magnitude = magnitudes[i] ?? NaN;
    const tolerance = Number.isFinite(magnitude) ? magnitude * (shape.inner + 1) * 2 ** -24 : 0;
    assertAlmostEquals(got[i] ?? NaN, value, tolerance);
  });
}

/** Shapes from those whose zeros are not worth it to those of two blocks of the inner dimension. */
const anyShape: fc.Arbitrary<Shape> = fc.record({
  rows: fc.integer({ min: 1, max: 61 }),
  columns: fc.integer({ min: 20, max: 90 }),
  inner: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 500, max: 700 })),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
});
const anyDensity = fc.constantFrom(0, 0.05, 0.2, 0.5, 0.79, 0.81, 1);

for (const build of GEMM_BUILDS) {
  Deno.test({
    name: `the ${build} build multiplies matrices with zeros as float64 does`,
    ignore,
    fn: async () => {
      const module = await requireModule(build);
      const property = fc.property(
        anyShape,
        anyDensity,
        fc.boolean(),
        fc.nat(),
        (shape, density, bySteps, seed) => {
          const a = drawSparse(shape, density, bySteps, seed);
          const b = draw(shape.inner * shape.columns, seed + 1);
          assertClose(multiply(module, shape, a, b), shape, a, b);
        },
      );
      fc.assert(property, { numRuns: 60 });
    },
  });

  Deno.test({
    name: `the ${build} build gives the same bits whether it leaves zeros out or not`,
    ignore,
    fn: async () => {
      const module = await requireModule(build);
      const property = fc.property(
        anyShape,
        anyDensity,
        fc.boolean(),
        fc.nat(),
        (shape, density, bySteps, seed) => {
          const { columns, inner } = shape;
          const a = drawSparse(shape, density, bySteps, seed);
          const b = draw(inner * columns, seed + 1);
          const leftOut = bitsOf(multiply(module, shape, a, b));
          // NaN in one column of B: nothing may be left out, and the other columns do not change.
          for (let step = 0; step < inner; step++) b[placeInB(shape, step, columns - 1)] = NaN;
          const all = bitsOf(multiply(module, shape, a, b));
          const another = (_: number, i: number): boolean => i % columns !== columns - 1;
          assertEquals(leftOut.filter(another), all.filter(another));
        },
      );
      fc.assert(property, { numRuns: 60 });
    },
  });

  Deno.test({
    name: `the ${build} build gives NaN for zero times NaN or infinity of B`,
    ignore,
    fn: async () => {
      const module = await requireModule(build);
      for (const transposition of TRANSPOSITIONS) {
        const shape = { rows: 50, columns: 45, inner: 1030, ...transposition };
        for (const value of [NaN, Infinity, -Infinity]) {
          // In the first block of the inner dimension, and past the last whole panel in the last one.
          for (const [step, column] of [[0, 0], [17, 31], [1029, 44]] as const) {
            const a = drawSparse(shape, 0.3, true, step);
            for (let row = 0; row < 50; row++) a[placeInA(shape, row, step)] = row % 2 ? 0 : -0;
            const b = draw(1030 * 45, 5);
            b[placeInB(shape, step, column)] = value;
            const got = multiply(module, shape, a, b);
            const places = [...got.keys()].filter((i) => Number.isNaN(got[i]));
            assertEquals(places, Array.from({ length: 50 }, (_, row) => row * 45 + column));
          }
        }
      }
    },
  });

  Deno.test({
    name: `the ${build} build carries NaN and infinity of a matrix with zeros`,
    ignore,
    fn: async () => {
      const module = await requireModule(build);
      for (const transposition of TRANSPOSITIONS) {
        const shape = { rows: 50, columns: 45, inner: 600, ...transposition };
        const a = drawSparse(shape, 0.1, true, 3);
        a[placeInA(shape, 0, 599)] = NaN;
        a[placeInA(shape, 20, 0)] = Infinity;
        a[placeInA(shape, 49, 299)] = -Infinity;
        const b = draw(600 * 45, 4);
        assertClose(multiply(module, shape, a, b), shape, a, b);
      }
    },
  });

  Deno.test({
    name: `the ${build} build writes zeros where a matrix or a block of it is all zeros`,
    ignore,
    fn: async () => {
      const module = await requireModule(build);
      for (const transposition of TRANSPOSITIONS) {
        const shape = { rows: 50, columns: 45, inner: 1030, ...transposition };
        const b = draw(1030 * 45, 7);
        const zeros = multiply(module, shape, drawSparse(shape, 0, true, 6), b);
        assertEquals(bitsOf(zeros), new Uint32Array(50 * 45));
        for (const step of [0, 500, 1029]) {
          const a = drawSparse(shape, 0, true, step);
          for (let row = 0; row < 50; row++) a[placeInA(shape, row, step)] = 1;
          const got = multiply(module, shape, a, b);
          const row = Float32Array.from({ length: 45 }, (_, j) => b[placeInB(shape, step, j)] ?? 0);
          for (let i = 0; i < 50; i++) assertEquals(got.slice(i * 45, i * 45 + 45), row);
        }
      }
    },
  });
}

Deno.test({
  name: "the simd build gives matrices with zeros the bits of a plain loop",
  ignore,
  fn: async () => {
    const module = await requireModule("simd");
    const property = fc.property(
      anyShape,
      anyDensity,
      fc.boolean(),
      fc.nat(),
      (shape, density, bySteps, seed) => {
        const a = drawSparse(shape, density, bySteps, seed);
        const b = draw(shape.inner * shape.columns, seed + 1);
        assertEquals(bitsOf(multiply(module, shape, a, b)), bitsOf(inOrder(shape, a, b)));
      },
    );
    fc.assert(property, { numRuns: 60 });
  },
});
