import { assertEquals, assertLess } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { type BackendName, useBackend } from "tandem";
import { randomStream } from "../../../src/parallel/random.ts";
import { TRAINING_BACKENDS } from "../../_backends.ts";
import { needs } from "../../_permissions.ts";

const ignore = !needs("read");

/** A convolution of random sizes. */
interface Case {
  readonly batch: number;
  /** `[height, width]`, or `[depth, height, width]`. */
  readonly image: readonly number[];
  readonly filter: readonly number[];
  readonly channels: number;
  readonly filters: number;
  readonly stride: number;
  readonly dilation: number;
  readonly pad: "same" | "valid" | number;
  readonly zeros: boolean;
}

const size = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });

const CASES: fc.Arbitrary<Case> = fc.record({
  batch: size(3),
  image: fc.array(size(11), { minLength: 2, maxLength: 2 }),
  filter: fc.array(size(4), { minLength: 2, maxLength: 2 }),
  channels: fc.oneof(size(9), fc.constant(33)),
  filters: fc.oneof(size(9), fc.constant(37)),
  stride: size(3),
  dilation: size(2),
  pad: fc.oneof(fc.constantFrom<"same" | "valid">("same", "valid"), fc.nat(2)),
  zeros: fc.boolean(),
}).filter(fits);

const CASES_3D: fc.Arbitrary<Case> = fc.record({
  batch: size(2),
  image: fc.array(size(6), { minLength: 3, maxLength: 3 }),
  filter: fc.array(size(3), { minLength: 3, maxLength: 3 }),
  channels: size(5),
  filters: size(9),
  stride: size(2),
  dilation: fc.constant(1),
  pad: fc.constantFrom<"same" | "valid">("same", "valid"),
  zeros: fc.boolean(),
}).filter(fits);

function fits({ image, filter, dilation, stride, pad }: Case): boolean {
  // tfjs takes one of the two alone.
  if (dilation > 1 && stride > 1) return false;
  if (pad === "same") return true;
  // Under a number tfjs takes the filter's height for its width.
  if (pad !== "valid" && filter.some((length) => length !== filter[0])) return false;
  const padding = pad === "valid" ? 0 : 2 * pad;
  return image.every((length, axis) =>
    length + padding >= ((filter[axis] ?? 1) - 1) * dilation + 1
  );
}

/** Values from -1 to 1, most of them zero if asked for, as behind a ReLU. */
function values(shape: number[], seed: number, zeros: boolean): tf.Tensor {
  const random = randomStream(seed, tf.util.sizeFromShape(shape));
  const draw = (): number => zeros && random() < 0.8 ? 0 : 2 * random() - 1;
  return tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, draw),
    shape,
  );
}

/** A convolution and, without dilation, which tfjs has no gradient of, the gradients of all its operands. */
function compute(given: Case): tf.Tensor[] {
  const { batch, image, filter, channels, filters, stride, dilation, pad, zeros } = given;
  const x = values([batch, ...image, channels], 1, zeros);
  const w = values([...filter, channels, filters], 2, false);
  const convolve = (x: tf.Tensor, w: tf.Tensor): tf.Tensor =>
    image.length === 2
      ? tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad, "NHWC", dilation)
      : tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, stride, pad as "same");
  const result = convolve(x, w);
  if (dilation > 1) return [result];
  const dy = values(result.shape, 3, zeros);
  return [result, ...tf.grads((x, w) => convolve(x, w))([x, w], dy)];
}

/** Computes on a backend; everything is disposed. */
async function on(
  backend: BackendName,
  compute: () => tf.Tensor[],
): Promise<{ shape: number[]; values: ArrayLike<number> }[]> {
  await useBackend(backend);
  const before = tf.memory().numTensors;
  const results = tf.tidy(compute);
  const read = results.map((result) => ({ shape: result.shape, values: result.dataSync() }));
  tf.dispose(results);
  assertEquals(tf.memory().numTensors, before);
  return read;
}

/** tfjs's JavaScript sums in float64, so that it errs by half a unit in the last place. */
async function assertAsOnCpu(backend: BackendName, compute: () => tf.Tensor[]): Promise<void> {
  const expected = await on("cpu", compute);
  const given = await on(backend, compute);
  assertEquals(given.map(({ shape }) => shape), expected.map(({ shape }) => shape));
  for (const [i, { values }] of given.entries()) {
    const right = expected[i]?.values ?? [];
    // Sums of at most 600 products of size 1 at most.
    for (let j = 0; j < values.length; j++) {
      assertLess(Math.abs((values[j] ?? NaN) - (right[j] ?? NaN)), 5e-5, `result ${i}, value ${j}`);
    }
  }
}

const RUNS = { numRuns: 60 };

for (const backend of TRAINING_BACKENDS) {
  Deno.test({
    name: `convolutions of random shapes and their gradients are those of cpu on "${backend}"`,
    ignore,
    fn: () =>
      fc.assert(
        fc.asyncProperty(CASES, (given) => assertAsOnCpu(backend, () => compute(given))),
        RUNS,
      ),
  });

  Deno.test({
    name: `convolutions in space and their gradients are those of cpu on "${backend}"`,
    ignore,
    fn: () =>
      fc.assert(
        fc.asyncProperty(CASES_3D, (given) => assertAsOnCpu(backend, () => compute(given))),
        RUNS,
      ),
  });
}
