import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type BackendName, useBackend } from "tandem";
import { needs } from "../../_permissions.ts";
import { assertAlike, changed, compute, dot, type Values, valuesOf } from "./_run.ts";

const ignore = !needs("read");
const BUILDS: readonly BackendName[] = ["wasm", "wasm-simd"];

/** A function of some tensors. */
interface Case {
  readonly inputs: readonly Values[];
  /** Whether tfjs has gradients of it. @default true */
  readonly isDifferentiable?: boolean;
  readonly run: (...tensors: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
}

const upTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const whole = fc.integer({ min: -3, max: 3 });
const real = fc.integer({ min: -64, max: 64 }).map((value) => value / 16);
const positive = upTo(40).map((value) => value / 8);

/** Shapes of some rank, whose last axes fill some vectors of four, or do not. */
const shapes = fc.tuple(fc.array(upTo(4), { maxLength: 3 }), upTo(9))
  .map(([others, last]) => [...others, last]);

function onOne(
  shape: number[],
  value: fc.Arbitrary<number>,
  run: (x: tf.Tensor) => tf.Tensor | tf.Tensor[],
): fc.Arbitrary<Case> {
  return valuesOf(shape, value).map((x) => ({
    inputs: [x],
    run: (x) => run(x ?? tf.scalar(NaN)),
  }));
}

const reductions = shapes.chain((shape) =>
  fc.record({
    axes: fc.subarray(shape.map((_, axis) => axis), { minLength: 1 }),
    keepDims: fc.boolean(),
    isMean: fc.boolean(),
  }).chain(({ axes, keepDims, isMean }) =>
    onOne(shape, whole, (x) => isMean ? tf.mean(x, axes, keepDims) : tf.sum(x, axes, keepDims))
  )
);

const tilings = shapes.chain((shape) =>
  fc.tuple(...shape.map(() => fc.constantFrom(1, 1, 2, 5, 9)))
    // tfjs cuts the copies out one by one.
    .filter((reps) => tf.util.sizeFromShape(reps) < 20)
    .chain((reps) => onOne(shape, whole, (x) => tf.tile(x, reps)))
);

const splits = shapes.chain((shape) =>
  fc.nat(shape.length - 1).chain((axis) => {
    const length = shape[axis] ?? 0;
    return fc.integer({ min: 0, max: length })
      .chain((first) =>
        onOne(shape, whole, (x) => {
          const parts = tf.split(x, [first, -1], axis);
          return parts.map((part, i) => tf.mul(part, i + 2));
        })
      );
  })
);

// With more images than one tfjs's gradient on "cpu" takes rows of the wrong image.
const enlargements = fc.tuple(upTo(4), upTo(4), upTo(9), upTo(3), upTo(3))
  .chain(([height, width, channels, tall, wide]) =>
    onOne([1, height, width, channels], whole, (x) => enlarge(x, height * tall, width * wide))
  );

function enlarge(images: tf.Tensor, height: number, width: number): tf.Tensor {
  return tf.image.resizeNearestNeighbor(images as tf.Tensor4D, [height, width]);
}

const normalisations = fc.record({
  shape: fc.tuple(upTo(2), upTo(3), upTo(3), upTo(9)).map((shape): number[] => shape),
  ofAll: fc.boolean(),
  given: fc.constantFrom(3, 4, 5),
}).chain(({ shape, ofAll, given }) => {
  const statistics = ofAll ? shape : shape.slice(-1);
  return fc.tuple(
    valuesOf(shape, real),
    valuesOf(statistics, real),
    valuesOf(statistics, positive),
    valuesOf(statistics, real),
    valuesOf(statistics, real),
  ).map((inputs): Case => ({
    inputs: inputs.slice(0, given),
    run: normalise,
    // tfjs saves a scale that is not there.
    isDifferentiable: given === 5,
  }));
});

function normalise(...[x, mean, variance, offset, scale]: tf.Tensor[]): tf.Tensor {
  if (!x || !mean || !variance) return tf.scalar(NaN);
  return tf.batchNorm(
    x,
    mean as tf.Tensor1D,
    variance as tf.Tensor1D,
    offset as tf.Tensor1D,
    scale as tf.Tensor1D,
    0.01,
  );
}

const CASES: Readonly<Record<string, fc.Arbitrary<Case>>> = {
  "sums and means": reductions,
  "tilings": tilings,
  "parts": splits,
  "enlarged images": enlargements,
  "normalised values": normalisations,
  "hyperbolic tangents": shapes.chain((shape) =>
    onOne(shape, fc.oneof(real, fc.constantFrom(-1e9, -30, 1e-6, 30, 1e9)), (x) => tf.tanh(x))
  ),
  // The bounds are among the values.
  "clipped values": shapes.chain((shape) => onOne(shape, whole, (x) => tf.clipByValue(x, -2, 1))),
};

/** Results, and gradients of a sum of them, each of which has another weight. */
function withGradients(
  { run, isDifferentiable = true }: Case,
): (...tensors: tf.Tensor[]) => tf.Tensor[] {
  const results = (tensors: tf.Tensor[]): tf.Tensor[] => [run(...tensors)].flat();
  const sum = (...tensors: tf.Tensor[]): tf.Scalar =>
    results(tensors).map((result) => {
      const weights = Array.from({ length: result.size }, (_, i) => (i % 7 + 1) / 4);
      return tf.sum(tf.mul(result, tf.tensor(weights, result.shape)));
    }).reduce((sum, part) => tf.add(sum, part)).asScalar();
  return (...tensors) => [
    ...results(tensors),
    ...isDifferentiable ? tf.grads(sum)(tensors) : [],
  ];
}

for (const backend of BUILDS) {
  for (const [name, cases] of Object.entries(CASES)) {
    Deno.test({
      name: `${name} and their gradients are those of "cpu" on "${backend}"`,
      ignore,
      fn: async () => {
        await fc.assert(
          fc.asyncProperty(cases, async (one) => {
            const actual = await compute(backend, one.inputs, withGradients(one));
            const expected = await compute("cpu", one.inputs, withGradients(one));
            // Sums of at most some hundred terms, which float32 rounds each time.
            expected.forEach((values, i) =>
              assertAlike(actual[i] ?? { shape: [], data: [] }, values, 2e-5)
            );
          }),
          { numRuns: 25 },
        );
      },
    });
  }

  Deno.test({
    name: `the gradients of normalisation agree with finite differences on "${backend}"`,
    ignore,
    fn: async () => {
      await fc.assert(
        fc.asyncProperty(normalisations, fc.nat(), async ({ inputs, run, ...one }, at) => {
          const [x] = inputs;
          if (!x || !one.isDifferentiable) return;
          const weights = { ...x, data: Array.from(x.data, (_, i) => (i % 7 - 3) / 2) };
          const sum = (...tensors: tf.Tensor[]): tf.Scalar =>
            tf.sum(tf.mul(run(...tensors) as tf.Tensor, tf.tensor(weights.data, weights.shape)));
          const gradients = await compute(backend, inputs, (...tensors) => tf.grads(sum)(tensors));
          inputs.forEach((values, i) => {
            const place = at % values.data.length;
            const by = (step: number): number =>
              dot(normalised(inputs.with(i, changed(values, place, step))), weights);
            const wanted = (by(1e-5) - by(-1e-5)) / 2e-5;
            const actual = { shape: [], data: [gradients[i]?.data[place] ?? NaN] };
            // The step's square and float64's digits are below what float32 rounds.
            assertAlike(actual, { shape: [], data: [wanted] }, 1e-4);
          });
        }),
        { numRuns: 25 },
      );
    },
  });
}

Deno.test({
  name: "the gradient of enlarging is that of each image by itself",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    tf.tidy(() => {
      const weights = tf.range(0, 3 * 4 * 6 * 5).reshape([3, 4, 6, 5]);
      const gradient = (images: tf.Tensor, weights: tf.Tensor): tf.Tensor =>
        tf.grad((x) => tf.sum(tf.mul(enlarge(x, 4, 6), weights)))(images);
      const together = gradient(tf.zeros([3, 2, 2, 5]), weights);
      const alone = tf.split(weights, 3).map((part) => gradient(tf.zeros([1, 2, 2, 5]), part));
      assertEquals(together.dataSync(), tf.concat(alone).dataSync());
    });
  },
});

Deno.test({
  name: "clipping stops the gradient of what is not a number",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    const gradient = tf.tidy(() =>
      tf.grad((x) => tf.clipByValue(x, -1, 1))(tf.tensor1d([NaN, 0, 2, -2, NaN])).dataSync()
    );
    assertEquals([...gradient], [0, 1, 0, 0, 0]);
  },
});

/** Normalisation from first principles, in float64. */
function normalised([x, mean, variance, offset, scale]: readonly Values[]): Values {
  if (!x || !mean || !variance) return { shape: [], data: [] };
  const columns = mean.data.length;
  const data = Array.from(x.data, (value, i) => {
    const [centre = NaN, spread = NaN] = [mean.data[i % columns], variance.data[i % columns]];
    const factor = scale?.data[i % columns] ?? 1;
    return (value - centre) / Math.sqrt(spread + 0.01) * factor + (offset?.data[i % columns] ?? 0);
  });
  return { shape: x.shape, data };
}
