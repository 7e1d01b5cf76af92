import { assert, assertEquals, assertLess } from "@std/assert";
import fc from "fast-check";
import { loadVectors, type Vectors } from "../../src/engine/vectors/vectors.ts";
import { adam, vectorAdam } from "../../src/optimizer/adam.ts";
import { randomStream } from "../../src/parallel/random.ts";
import { sumRows } from "../../src/parallel/slices.ts";
import { needs } from "../_permissions.ts";

const ignore = !needs("read");

interface Bench {
  readonly vectors: Vectors;
  /** Places an array of random values in [0, 1) behind those that are there. */
  draw(size: number): Float32Array;
}

async function createBench(seed: number): Promise<Bench> {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true });
  const vectors = await loadVectors(memory);
  assert(vectors, "this machine does not run the module");
  const random = randomStream(seed);
  let next = 4;
  return {
    vectors,
    draw(size: number): Float32Array {
      const array = new Float32Array(memory.buffer as ArrayBufferLike, next, size);
      next += array.byteLength;
      for (let i = 0; i < size; i++) array[i] = random();
      return array;
    },
  };
}

const sizes = fc.integer({ min: 1, max: 70 });

Deno.test({
  name: "sumRows() by SIMD gives the bits of the plain one",
  ignore,
  fn: () =>
    fc.assert(fc.asyncProperty(
      sizes,
      fc.integer({ min: 1, max: 5 }),
      fc.nat(),
      async (size, count, seed) => {
        const { vectors, draw } = await createBench(seed);
        const rows = Array.from({ length: count }, () => draw(size));
        const [sum, guard] = [draw(size), draw(1)];
        const [after] = guard;
        vectors.sumRows(rows, sum);
        const expected = new Float32Array(size);
        sumRows(rows, expected);
        assertEquals(Float32Array.from(sum), expected);
        assertEquals(guard[0], after, "wrote past the end");
      },
    )),
});

Deno.test({
  name: "Adam by SIMD follows the plain rule over 20 steps of any size",
  ignore,
  fn: () =>
    fc.assert(fc.asyncProperty(sizes, fc.nat(), async (size, seed) => {
      const { vectors, draw } = await createBench(seed);
      const config = { name: "adam", learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
      const slice = (array: (size: number) => Float32Array): Parameters<
        ReturnType<typeof adam>["update"]
      >[0]["from"] => ({ parameters: array(size), slots: [array(size), array(size)] });
      const ours = [slice(draw), slice(draw)] as const;
      const copy = ({ parameters, slots }: typeof ours[0]): typeof ours[0] => ({
        parameters: Float32Array.from(parameters),
        slots: slots.map((slot) => Float32Array.from(slot)),
      });
      const plain = [copy(ours[0]), copy(ours[1])] as const;
      const rules = [
        vectorAdam({ ...config, name: "adam" }, vectors),
        adam({
          ...config,
          name: "adam",
        }),
      ];
      const gradient = draw(size);
      for (let step = 1; step <= 20; step++) {
        const [from, to] = step % 2 === 1 ? [0, 1] as const : [1, 0] as const;
        rules[0]?.update({ step, learningRate: 0.01, gradient, from: ours[from], to: ours[to] });
        rules[1]?.update({ step, learningRate: 0.01, gradient, from: plain[from], to: plain[to] });
      }
      const distances = ours[0].parameters.map((weight, i) =>
        Math.abs(weight - (plain[0].parameters[i] ?? NaN))
      );
      // 20 steps of 0.01, each rounded to 24 bits a few times.
      assertLess(Math.max(...distances), 1e-6);
    })),
});
