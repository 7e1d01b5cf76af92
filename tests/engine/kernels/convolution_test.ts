import { assertEquals, assertLess } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { type BackendName, useBackend } from "tandem";
import { randomStream } from "../../../src/parallel/random.ts";
import { TRAINING_BACKENDS } from "../../_backends.ts";
import { needs } from "../../_permissions.ts";

const ignore = !needs("read");

/** Padding above, below, before and behind. */
type Sides = readonly [number, number, number, number];

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
  readonly pad: "same" | "valid" | number | Sides;
  readonly zeros: boolean;
  /** Channels come before positions. */
  readonly channelsFirst?: boolean;
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
  pad: fc.oneof(
    fc.constantFrom<"same" | "valid">("same", "valid"),
    fc.nat(2),
    fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2)),
  ),
  zeros: fc.boolean(),
  channelsFirst: fc.boolean(),
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
  if (typeof pad === "number" && filter.some((length) => length !== filter[0])) return false;
  const added = pad === "valid"
    ? [0, 0]
    : typeof pad === "number"
    ? [2 * pad, 2 * pad]
    : [pad[0] + pad[1], pad[2] + pad[3]];
  return image.every((length, axis) =>
    length + (added[axis] ?? 0) >= ((filter[axis] ?? 1) - 1) * dilation + 1
  );
}

/** Padding as tfjs takes it. */
function padding({ pad, channelsFirst }: Case): "same" | "valid" | number | ExplicitPadding {
  if (typeof pad !== "object") return pad;
  const sides = [[pad[0], pad[1]], [pad[2], pad[3]]];
  const none = [0, 0];
  const axes = channelsFirst ? [none, none, ...sides] : [none, ...sides, none];
  return axes as unknown as ExplicitPadding;
}

type ExplicitPadding = tf.backend_util.ExplicitPadding;

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
  const { batch, image, filter, channels, filters, stride, dilation, zeros } = given;
  const order = given.channelsFirst ? "NCHW" : "NHWC";
  const shape = given.channelsFirst ? [channels, ...image] : [...image, channels];
  const x = values([batch, ...shape], 1, zeros);
  const w = values([...filter, channels, filters], 2, false);
  const convolve = (x: tf.Tensor, w: tf.Tensor): tf.Tensor =>
    image.length === 2
      ? tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, padding(given), order, dilation)
      : tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, stride, given.pad as "same");
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

/** A convolution in float64, as its formula reads, with stride and padding. */
function convolve64(
  { image: [height = 1, width = 1], filter: [rows = 1, columns = 1], ...given }: Case,
  x: Float64Array,
  w: Float64Array,
  [outHeight = 1, outWidth = 1]: readonly number[],
): Float64Array {
  const { batch, channels, filters, stride } = given;
  const pad = Number(given.pad);
  const result = new Float64Array(batch * outHeight * outWidth * filters);
  for (let at = 0; at < result.length; at++) {
    const f = at % filters;
    const column = Math.floor(at / filters) % outWidth;
    const row = Math.floor(at / filters / outWidth) % outHeight;
    const b = Math.floor(at / filters / outWidth / outHeight);
    for (let i = 0; i < rows * columns * channels; i++) {
      const c = i % channels;
      const dx = Math.floor(i / channels) % columns;
      const dy = Math.floor(i / channels / columns);
      const [inRow, inColumn] = [row * stride + dy - pad, column * stride + dx - pad];
      if (inRow < 0 || inRow >= height || inColumn < 0 || inColumn >= width) continue;
      result[at] = (result[at] ?? NaN) +
        (x[((b * height + inRow) * width + inColumn) * channels + c] ?? NaN) *
          (w[i * filters + f] ?? NaN);
    }
  }
  return result;
}

for (const backend of TRAINING_BACKENDS) {
  Deno.test({
    name: `the gradients of a convolution are finite differences in float64 on "${backend}"`,
    ignore,
    fn: async () => {
      const given: Case = {
        ...{ batch: 2, image: [5, 6], filter: [3, 3], channels: 3, filters: 5, stride: 2 },
        ...{ dilation: 1, pad: 1, zeros: false },
      };
      const [result, ...gradients] = await on(backend, () => compute(given));
      await useBackend("cpu");
      const { batch, image, filter, channels, filters } = given;
      const operands = tf.tidy(() => [
        values([batch, ...image, channels], 1, false).dataSync(),
        values([...filter, channels, filters], 2, false).dataSync(),
        values(result?.shape ?? [], 3, false).dataSync(),
      ]).map((values) => Float64Array.from(values));
      const [x = new Float64Array(), w = new Float64Array(), dy] = operands;
      const loss = (): number =>
        convolve64(given, x, w, result?.shape.slice(1) ?? []).reduce(
          (sum, value, i) => sum + value * (dy?.[i] ?? NaN),
          0,
        );
      for (const [operand, values] of [x, w].entries()) {
        for (let i = 0; i < values.length; i++) {
          const value = values[i] ?? NaN;
          values[i] = value + 0.5;
          const above = loss();
          values[i] = value - 0.5;
          const difference = above - loss();
          values[i] = value;
          // The loss is linear in each value: the difference over 1 is the derivative, to what float32 sums err by.
          const derivative = gradients[operand]?.values[i] ?? NaN;
          assertLess(Math.abs(derivative - difference), 1e-5, `operand ${operand}, value ${i}`);
        }
      }
    },
  });
}
