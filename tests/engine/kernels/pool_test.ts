import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import type { BackendName } from "tandem";
import { needs } from "../../_permissions.ts";
import { type Padding, padding, upTo } from "./_arbitraries.ts";
import { assertAlike, changed, dot, runKernel, type Values, valuesOf } from "./_run.ts";

const ignore = !needs("read");
const BUILDS: readonly BackendName[] = ["wasm", "wasm-simd"];

interface Attributes {
  readonly filterSize: [number, number];
  readonly strides: [number, number];
  readonly pad: Padding;
  readonly dimRoundingMode: "floor" | "round" | "ceil" | undefined;
}

/** Images, windows over them, and what the windows give. */
interface Problem {
  readonly shape: number[];
  readonly attrs: Attributes;
  readonly out: number[];
}

const problems: fc.Arbitrary<Problem> = fc.record({
  // Sixteen channels are taken at once, then four, then one.
  shape: fc.tuple(upTo(2), upTo(7), upTo(7), fc.constantFrom(1, 3, 4, 6, 16, 23))
    .map((shape): number[] => shape),
  attrs: fc.record({
    filterSize: fc.tuple(upTo(4), upTo(4)),
    strides: fc.tuple(upTo(4), upTo(4)),
    pad: padding,
    dimRoundingMode: fc.constantFrom("floor", "round", "ceil", undefined),
  }),
}).filter(({ attrs: { filterSize, strides, pad } }) =>
  // Under a number tfjs takes height for width, in windows and strides.
  typeof pad !== "number" || filterSize[0] === filterSize[1] && strides[0] === strides[1]
).map(({ shape, attrs }) => ({ shape, attrs, out: infoOf(shape, attrs).outShape }))
  .filter(({ out }) => out.every((size) => size > 0));

function infoOf(
  shape: number[],
  { filterSize, strides, pad, dimRoundingMode }: Attributes,
): tf.backend_util.Conv2DInfo {
  const images = shape as [number, number, number, number];
  return tf.backend_util.computePool2DInfo(images, filterSize, strides, 1, pad, dimRoundingMode);
}

/** Whole numbers, so that windows have several largest values, and all sums are exact. */
const whole = fc.integer({ min: -3, max: 3 });
const oddToo = fc.oneof({ weight: 9, arbitrary: whole }, fc.constantFrom(NaN, -Infinity));

for (const backend of BUILDS) {
  Deno.test({
    name: `pooling is that of "cpu" on "${backend}", windows in the padding and NaN included`,
    ignore,
    fn: async () => {
      await fc.assert(
        fc.asyncProperty(
          problems.chain((problem) =>
            fc.record({
              problem: fc.constant(problem),
              x: valuesOf(problem.shape, oddToo),
              finite: valuesOf(problem.shape, whole),
            })
          ),
          async ({ problem: { attrs }, x, finite }) => {
            for (const [name, input] of [["MaxPool", x], ["AvgPool", finite]] as const) {
              const call = { name, inputs: { x: input }, attrs };
              // Both divide a whole number, one of them in float64.
              assertAlike(await runKernel(backend, call), await runKernel("cpu", call), 1e-6);
            }
          },
        ),
        { numRuns: 50 },
      );
    },
  });

  Deno.test({
    name: `the gradients of pooling are those of "cpu" on "${backend}"`,
    ignore,
    fn: async () => {
      await fc.assert(
        fc.asyncProperty(
          problems.chain((problem) =>
            fc.record({
              problem: fc.constant(problem),
              x: valuesOf(problem.shape, oddToo),
              dy: valuesOf(problem.out, whole),
            })
          ),
          async ({ problem, x, dy }) => {
            const { attrs } = problem;
            const pooled = await runKernel(backend, { name: "MaxPool", inputs: { x }, attrs });
            const call = {
              name: "MaxPoolGrad",
              inputs: { dy, input: x, output: pooled },
              attrs,
            };
            const dx = await runKernel(backend, call);
            const image = givesImage(problem);
            assertAlike(dx, image ? dy : await runKernel("cpu", call), 0);
            // That of "cpu" is not told how the sizes were rounded.
            if (attrs.dimRoundingMode !== undefined) return;
            const mean = { name: "AvgPoolGrad", inputs: { dy, input: x }, attrs };
            const dmean = await runKernel(backend, mean);
            assertAlike(dmean, image ? dy : await runKernel("cpu", mean), 1e-6);
          },
        ),
        { numRuns: 50 },
      );
    },
  });

  Deno.test({
    name: `the gradients of pooling agree with finite differences on "${backend}"`,
    ignore,
    fn: async () => {
      await fc.assert(
        fc.asyncProperty(
          problems.chain((problem) => {
            const size = tf.util.sizeFromShape(problem.shape);
            const numbers = Array.from({ length: size }, (_, i) => i / 8);
            return fc.record({
              problem: fc.constant(problem),
              // No two values are equal, nor become so.
              x: fc.shuffledSubarray(numbers, { minLength: size, maxLength: size })
                .map((data) => ({ shape: problem.shape, data })),
              dy: valuesOf(problem.out, whole),
              place: fc.nat(size - 1),
            });
          }),
          async ({ problem, x, dy, place }) => {
            const { attrs } = problem;
            // In the padding tfjs's mean and its gradient part: one divides by what is there, the other by all.
            for (const mean of attrs.pad === "valid" ? [false, true] : [false]) {
              const [name, gradient] = mean
                ? ["AvgPool", "AvgPoolGrad"]
                : ["MaxPool", "MaxPoolGrad"];
              const output = await runKernel(backend, { name, inputs: { x }, attrs });
              const inputs = { dy, input: x, ...mean ? {} : { output } };
              const dx = await runKernel(backend, { name: gradient, inputs, attrs });
              const at = (by: number): number =>
                dot(pooled(problem, changed(x, place, by), mean), dy);
              // Pooling is linear around here, so that float64 alone rounds; the kernel adds up some quarters or ninths.
              const wanted = (at(0.01) - at(-0.01)) / 0.02;
              assertAlike(
                { shape: [], data: [dx.data[place] ?? NaN] },
                { shape: [], data: [wanted] },
                1e-5,
              );
            }
          },
        ),
        { numRuns: 60 },
      );
    },
  });
}

/** Windows of one value which tfjs takes for the image itself wherever they lie, though its "cpu" not in the gradient. */
function givesImage({ shape, out, attrs: { filterSize } }: Problem): boolean {
  return filterSize.every((size) => size === 1) && tf.util.arraysEqual(shape, out);
}

/** Pooling from first principles, in float64; of nothing it is 0. */
function pooled(problem: Problem, x: Values, mean: boolean): Values {
  if (givesImage(problem)) return x;
  const { shape, out, attrs } = problem;
  const [, height = 0, width = 0, channels = 0] = shape;
  const [images = 0, outHeight = 0, outWidth = 0] = out;
  const { filterSize: [rows, columns], strides: [down, right] } = attrs;
  const { padInfo: { top, left } } = infoOf(shape, attrs);
  const data: number[] = [];
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        for (let channel = 0; channel < channels; channel++) {
          const window: number[] = [];
          for (let i = 0; i < rows * columns; i++) {
            const line = row * down - top + Math.floor(i / columns);
            const place = column * right - left + i % columns;
            if (line < 0 || line >= height || place < 0 || place >= width) continue;
            const pixel = (image * height + line) * width + place;
            window.push(x.data[pixel * channels + channel] ?? NaN);
          }
          const sum = window.reduce((sum, value) => sum + value, 0);
          if (window.length === 0) data.push(0);
          else data.push(mean ? sum / window.length : Math.max(...window));
        }
      }
    }
  }
  return { shape: out, data };
}
