import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertLess } from "@std/assert";
import fc from "fast-check";
import { useBackend } from "tandem";
import { GEMM_BUILDS } from "../../../src/engine/gemm/gemm.ts";
import { randomMask, randomUniform } from "../../../src/engine/kernels/random.ts";
import { drawingFrom } from "../../../src/model/draw.ts";
import { randomStream } from "../../../src/parallel/random.ts";
import { needs } from "../../_permissions.ts";
import { Bench, requireModule } from "../_gemm.ts";

const ignore = !needs("read");

type Words = readonly [number, number, number, number];
type Key = readonly [number, number];

/** Philox 4x32-10 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", 2011). */
function philox(counter: Words, key: Key): Words {
  let [x0, x1, x2, x3] = counter;
  let [k0, k1] = key;
  const multiply = (a: number, b: number): [high: number, low: number] => {
    const product = BigInt(a >>> 0) * BigInt(b);
    return [Number(product >> 32n), Number(product & 0xffffffffn)];
  };
  for (let round = 0; round < 10; round++) {
    const [high0, low0] = multiply(x0, 0xd2511f53);
    const [high1, low1] = multiply(x2, 0xcd9e8d57);
    [x0, x1, x2, x3] = [(high1 ^ x1 ^ k0) >>> 0, low1, (high0 ^ x3 ^ k1) >>> 0, low0];
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  return [x0, x1, x2, x3];
}

/** A word as a number in [0, 1): a float has 24 bits. */
function unit(word: number): number {
  return (word >>> 8) / 2 ** 24;
}

/** The numbers as the kernel orders them: four counters at a time, the first words of all four first. */
function expectedNumbers(key: Key, size: number): number[] {
  return Array.from({ length: size }, (_, i) => {
    const block = Math.floor(i / 16);
    const word = Math.floor(i / 4) % 4;
    return unit(philox([4 * block + i % 4, 0, 0, 0], key)[word] ?? NaN);
  });
}

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

// The known answers that the authors publish with their library, Random123.
const KNOWN: readonly { counter: Words; key: Key; words: Words }[] = [
  {
    counter: [0, 0, 0, 0],
    key: [0, 0],
    words: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    words: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    words: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
];

Deno.test("the Philox that the kernel is compared with gives the published answers", () => {
  for (const { counter, key, words } of KNOWN) assertEquals(philox(counter, key), words);
});

for (const build of GEMM_BUILDS) {
  Deno.test({
    name: `uniform() of build "${build}" gives the published answer for counter and key of zeros`,
    ignore,
    fn: async () => {
      const bench = new Bench(await requireModule(build));
      const out = bench.place(new Float32Array(16));
      bench.engine.uniform(0, 0, 16, out);
      const numbers = bench.view(out, 16);
      const { words } = KNOWN[0] ?? { words: [] };
      assertEquals([0, 4, 8, 12].map((i) => numbers[i]), words.map(unit));
    },
  });

  Deno.test({
    name:
      `uniform() of build "${build}" is Philox 4x32-10 for any key and size, and writes no further`,
    ignore,
    fn: async () => {
      const bench = new Bench(await requireModule(build));
      const out = bench.place(new Float32Array(120));
      fc.assert(
        fc.property(word, word, fc.nat(100), (key0, key1, size) => {
          const numbers = bench.view(out, 120).fill(7);
          bench.engine.uniform(key0, key1, size, out);
          assertEquals([...numbers.subarray(0, size)], expectedNumbers([key0, key1], size));
          assert(numbers.subarray(size).every((value) => value === 7), "wrote past the end");
        }),
        { numRuns: 200 },
      );
    },
  });

  Deno.test({
    name: `uniform() of build "${build}" gives a million numbers in [0, 1) that are spread evenly`,
    ignore,
    fn: async () => {
      const size = 1_000_000;
      const bench = new Bench(await requireModule(build));
      const out = bench.place(new Float32Array(size));
      bench.engine.uniform(1, 2, size, out);
      const numbers = bench.view(out, size);
      assert(numbers.every((value) => value >= 0 && value < 1));
      let [sum, squares, neighbours] = [0, 0, 0];
      const counts = new Array<number>(100).fill(0);
      numbers.forEach((value, i) => {
        sum += value;
        squares += (value - 0.5) ** 2;
        neighbours += (value - 0.5) * ((numbers[i + 1] ?? 0.5) - 0.5);
        const bin = Math.floor(value * 100);
        counts[bin] = (counts[bin] ?? 0) + 1;
      });
      // Four standard errors each: 1/12 is the variance, 1/180 that of the squares, 1/144 that of the products.
      const error = (variance: number): number => 4 * Math.sqrt(variance / size);
      assertLess(Math.abs(sum / size - 1 / 2), error(1 / 12));
      assertLess(Math.abs(squares / size - 1 / 12), error(1 / 180));
      assertLess(Math.abs(neighbours / size), error(1 / 144));
      // Chi squared of 99 degrees of freedom: mean 99, variance 198.
      const chi = counts.reduce((sum, count) => sum + (count - size / 100) ** 2 / (size / 100), 0);
      assertLess(Math.abs(chi - 99), 4 * Math.sqrt(198));
    },
  });

  Deno.test({
    name: `threshold() of build "${build}" gives zero below the limit and the value from it on`,
    ignore,
    fn: async () => {
      const bench = new Bench(await requireModule(build));
      const at = bench.place(new Float32Array(60));
      const float = fc.float({ min: 0, max: 1, noNaN: true });
      fc.assert(fc.property(
        fc.array(float, { maxLength: 50 }),
        float,
        float,
        (values, limit, value) => {
          const numbers = bench.view(at, 60).fill(7);
          // The limit itself is among them.
          numbers.set([...values, limit]);
          const size = values.length + 1;
          bench.engine.threshold(at, size, limit, value);
          assertEquals(
            [...numbers.subarray(0, size)],
            [...values, limit].map((number) => number < limit ? 0 : value),
          );
          assert(numbers.subarray(size).every((value) => value === 7), "wrote past the end");
        },
      ));
    },
  });
}

Deno.test({
  name: "the kernels draw their key from Math.random: the same stream gives the same numbers",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    const draw = (seed: number): number[][] =>
      drawingFrom(
        randomStream(seed),
        () =>
          tf.tidy(() =>
            [randomUniform([3, 7]), randomUniform([21]), randomMask([21], 0.5, 2)]
              .map((tensor) => [...tensor.dataSync()])
          ),
      );
    assertEquals(draw(1), draw(1));
    const [first, second, mask] = draw(1);
    assert(first?.every((value, i) => value !== second?.[i]), "numbers repeat");
    assert(draw(2)[0]?.every((value, i) => value !== first?.[i]), "numbers repeat");
    assert(mask?.every((value) => value === 0 || value === 2));
  },
});

Deno.test({
  name: "randomMask() has the share of zeros that is asked for",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    const size = 100_000;
    for (const rate of [0.1, 0.5, 0.9]) {
      const mask = drawingFrom(randomStream(1), () => randomMask([size], rate, 3));
      const zeros = mask.dataSync().filter((value) => value === 0).length;
      assertLess(Math.abs(zeros / size - rate), 4 * Math.sqrt(rate * (1 - rate) / size));
      mask.dispose();
    }
  },
});
