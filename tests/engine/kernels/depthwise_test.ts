import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type BackendName, useBackend } from "tandem";
import { needs } from "../../_permissions.ts";
import { assertRepeats } from "../plan/_plan.ts";
import { type Padding, padding, upTo } from "./_arbitraries.ts";
import { assertAlike, changed, dot, runKernel, type Values, valuesOf } from "./_run.ts";

const ignore = !needs("read");
const BUILDS: readonly BackendName[] = ["wasm", "wasm-simd"];
const CONVOLUTION = "DepthwiseConv2dNative";
const INPUT_GRADIENT = "DepthwiseConv2dNativeBackpropInput";
const FILTER_GRADIENT = "DepthwiseConv2dNativeBackpropFilter";

type Shape = [number, number, number, number];

interface Attributes {
  readonly strides: [number, number];
  readonly dilations: [number, number];
  readonly pad: Padding;
  readonly dimRoundingMode: "floor" | "round" | "ceil" | undefined;
}

interface Problem {
  readonly attrs: Attributes;
  readonly x: Values;
  readonly filter: Values;
  readonly dy: Values;
}

const one = fc.constant<[number, number]>([1, 1]);

const attributes: fc.Arbitrary<Attributes> = fc.record({
  // tfjs has either of them.
  steps: fc.oneof(
    fc.record({ strides: fc.tuple(upTo(3), upTo(3)), dilations: one }),
    fc.record({ strides: one, dilations: fc.tuple(upTo(3), upTo(3)) }),
  ),
  pad: padding,
  dimRoundingMode: fc.constantFrom("floor", "round", "ceil", undefined),
}).map(({ steps, ...others }) => ({ ...steps, ...others }));

/** Whole numbers, whose sums are exact in float32. */
const whole = fc.integer({ min: -3, max: 3 });

const problems: fc.Arbitrary<Problem> = fc.record({
  attrs: attributes,
  images: fc.tuple(upTo(2), upTo(7), upTo(7)),
  window: fc.tuple(upTo(4), upTo(4)),
  // Sixteen channels are taken at once, then four, then one.
  channels: fc.oneof(
    fc.record({ each: fc.constantFrom(1, 3, 4, 6, 16, 23), multiplier: fc.constant(1) }),
    fc.record({ each: upTo(5), multiplier: fc.integer({ min: 2, max: 9 }) }),
  ),
}).map(({ attrs, images, window, channels: { each, multiplier } }) => {
  const x: Shape = [...images, each];
  const filter: Shape = [...window, each, multiplier];
  return { attrs, x, filter, dy: infoOf(x, filter, attrs).outShape };
}).filter(({ dy }) => dy.every((size) => size > 0)).chain(({ attrs, x, filter, dy }) =>
  fc.record({
    attrs: fc.constant(attrs),
    x: valuesOf(x, whole),
    filter: valuesOf(filter, whole),
    dy: valuesOf(dy, whole),
  })
);

function infoOf(
  x: number[],
  filter: number[],
  { strides, dilations, pad, dimRoundingMode }: Attributes,
): tf.backend_util.Conv2DInfo {
  return tf.backend_util.computeConv2DInfo(
    x as Shape,
    filter as Shape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
}

async function gradientsOf(
  backend: BackendName,
  { attrs, x, filter, dy }: Problem,
): Promise<{ dx: Values; dFilter: Values }> {
  return {
    dx: await runKernel(backend, {
      name: INPUT_GRADIENT,
      inputs: { dy, filter },
      attrs: { ...attrs, inputShape: x.shape },
    }),
    dFilter: await runKernel(backend, {
      name: FILTER_GRADIENT,
      inputs: { x, dy },
      attrs: { ...attrs, filterShape: filter.shape },
    }),
  };
}

for (const backend of BUILDS) {
  Deno.test({
    name: `depthwise convolutions and their gradients are those of "cpu" on "${backend}"`,
    ignore,
    fn: async () => {
      await fc.assert(
        fc.asyncProperty(problems, async (problem) => {
          const { attrs, x, filter } = problem;
          const call = { name: CONVOLUTION, inputs: { x, filter }, attrs };
          assertAlike(await runKernel(backend, call), await runKernel("cpu", call), 0);
          // Those of "cpu" take a filter for one that lies close.
          if (attrs.dilations.some((step) => step > 1)) return;
          const actual = await gradientsOf(backend, problem);
          const expected = await gradientsOf("cpu", problem);
          assertAlike(actual.dx, expected.dx, 0);
          assertAlike(actual.dFilter, expected.dFilter, 0);
        }),
        { numRuns: 60 },
      );
    },
  });

  Deno.test({
    name: `the gradients of depthwise convolutions agree with finite differences on "${backend}"`,
    ignore,
    fn: async () => {
      await fc.assert(
        fc.asyncProperty(problems, fc.nat(), fc.nat(), async (problem, inX, inFilter) => {
          const { x, filter, dy } = problem;
          const { dx, dFilter } = await gradientsOf(backend, problem);
          const at = (x: Values, filter: Values): number =>
            dot(convolution(problem, x, filter), dy);
          // The convolution is linear in either, so that any step will do; all numbers are whole.
          const place = inX % x.data.length;
          const byX = at(changed(x, place, 1), filter) - at(changed(x, place, -1), filter);
          assertEquals(dx.data[place], byX / 2 + 0);
          const weight = inFilter % filter.data.length;
          const byFilter = at(x, changed(filter, weight, 1)) - at(x, changed(filter, weight, -1));
          assertEquals(dFilter.data[weight], byFilter / 2 + 0);
        }),
        { numRuns: 60 },
      );
    },
  });
}

Deno.test({
  name: "a plan convolves with the weights of the step that it is in",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    assertRepeats([[2, 5, 5, 6], [3, 3, 6, 2]], (x, filter) => {
      const loss = (x: tf.Tensor, filter: tf.Tensor): tf.Scalar =>
        tf.sum(tf.square(tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 2, "same")));
      return tf.grads(loss)([x, filter].filter((tensor) => tensor !== undefined));
    });
  },
});

/** The convolution from first principles, in float64. */
function convolution({ attrs, dy }: Problem, x: Values, filter: Values): Values {
  const [, height = 0, width = 0, channels = 0] = x.shape;
  const [rows = 0, columns = 0, , multiplier = 0] = filter.shape;
  const [images = 0, outHeight = 0, outWidth = 0] = dy.shape;
  const { strides: [down, right], dilations: [rowStep, columnStep] } = attrs;
  const { padInfo: { top, left } } = infoOf(x.shape, filter.shape, attrs);
  const data: number[] = [];
  const sumAt = (image: number, row: number, column: number, result: number): number => {
    const channel = Math.floor(result / multiplier);
    let sum = 0;
    for (let i = 0; i < rows * columns; i++) {
      const line = row * down - top + Math.floor(i / columns) * rowStep;
      const place = column * right - left + (i % columns) * columnStep;
      if (line < 0 || line >= height || place < 0 || place >= width) continue;
      const pixel = (image * height + line) * width + place;
      const weight = filter.data[i * channels * multiplier + result] ?? NaN;
      sum += (x.data[pixel * channels + channel] ?? NaN) * weight;
    }
    return sum;
  };
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        for (let result = 0; result < channels * multiplier; result++) {
          data.push(sumAt(image, row, column, result));
        }
      }
    }
  }
  return { shape: dy.shape, data };
}
