import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type BackendName, useBackend } from "tandem";
import { needs } from "../../_permissions.ts";
import { assertAlike, type Values, valuesOf } from "./_run.ts";

const SHAPE = [2, 6];

type Operation = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  sum: (a, b) => tf.add(a, b),
  difference: (a, b) => tf.sub(a, b),
  product: (a, b) => tf.mul(a, b),
  copy: (a) => tf.clone(a),
  reshape: (a) => tf.reshape(a, [3, 4]),
  transpose: (a) => tf.transpose(a),
  concat: (a, b) => tf.concat([a, b], 1),
  zeros: (a) => tf.zerosLike(a),
  fft: (a) => tf.fft(a),
  ifft: (a) => tf.ifft(a),
};

/** What an operation gives, as it is read, and its real and imaginary parts. */
async function run(
  backend: BackendName,
  operation: Operation,
  parts: readonly Values[],
): Promise<Values[]> {
  await useBackend(backend);
  const before = tf.memory().numTensors;
  const seen: Values[] = [];
  tf.tidy(() => {
    const [a, b, c, d] = parts.map(({ data, shape }) => tf.tensor(Array.from(data), shape));
    if (!a || !b || !c || !d) throw new Error("Cannot make two complex tensors of fewer parts");
    const result = operation(tf.complex(a, b), tf.complex(c, d));
    const { shape, dtype } = result;
    assertEquals(dtype, "complex64");
    seen.push({ shape: [...shape, 2], data: result.dataSync() });
    for (const part of [tf.real(result), tf.imag(result)]) {
      seen.push({ shape: part.shape, data: part.dataSync() });
    }
  });
  assertEquals(tf.memory().numTensors, before);
  return seen;
}

for (const [name, operation] of Object.entries(OPERATIONS)) {
  Deno.test({
    name: `complex numbers are computed on wasm as on cpu: ${name}`,
    ignore: !needs("read"),
    fn: async () => {
      const part = valuesOf(SHAPE, fc.double({ min: -4, max: 4, noNaN: true }));
      await fc.assert(
        fc.asyncProperty(fc.tuple(part, part, part, part), async (parts) => {
          const expected = await run("cpu", operation, parts);
          const actual = await run("wasm", operation, parts);
          // The same kernels on the same values.
          expected.forEach((values, i) => assertAlike(actual[i] ?? values, values, 0));
        }),
        { numRuns: 5 },
      );
    },
  });
}
