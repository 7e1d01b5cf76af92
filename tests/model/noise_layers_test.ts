import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { useBackend } from "tandem";
import { drawingFrom } from "../../src/model/draw.ts";
import { drawInKernels } from "../../src/model/noise_layers.ts";
import { describeModel } from "../../src/model/recipe.ts";
import { buildModel } from "../../src/model/topology.ts";
import { randomStream } from "../../src/parallel/random.ts";
import { needs } from "../_permissions.ts";

const ignore = !needs("read");
const ROWS = 200;
const COLUMNS = 500;
const SIZE = ROWS * COLUMNS;

type Layer = tf.layers.Layer;

/** Applies a layer to an input, drawing from a stream of a seed. */
function apply(layer: Layer, x: tf.Tensor, seed: number, training = true): Float32Array {
  return drawingFrom(
    randomStream(seed),
    () => tf.tidy(() => (layer.apply(x, { training }) as tf.Tensor).dataSync<"float32">()),
  ).slice();
}

/** Mean and variance, and what one standard error of each is. */
interface Moments {
  readonly mean: number;
  readonly variance: number;
  readonly errors: readonly [mean: number, variance: number];
}

function momentsOf(values: Float32Array): Moments {
  const average = (of: (value: number) => number): number =>
    values.reduce((sum, value) => sum + of(value), 0) / values.length;
  const mean = average((value) => value);
  const variance = average((value) => (value - mean) ** 2);
  const fourth = average((value) => (value - mean) ** 4);
  const error = (variance: number): number => Math.sqrt(variance / values.length);
  return { mean, variance, errors: [error(variance), error(fourth - variance ** 2)] };
}

/** Asserts that mean and variance are within five standard errors. */
function assertMoments(
  { mean, variance, errors: [ofMean, ofVariance] }: Moments,
  expected: { mean: number; variance: number },
): void {
  assertLess(Math.abs(mean - expected.mean), 5 * ofMean + 1e-6, "mean");
  assertLess(Math.abs(variance - expected.variance), 5 * ofVariance + 1e-6, "variance");
}

interface Case {
  readonly build: () => Layer;
  /** What an input of twos becomes. */
  readonly expected: { readonly mean: number; readonly variance: number };
  /** Whether tfjs's own layer has the same mean and variance. */
  readonly asTfjs: boolean;
}

const TWO = 2;
// Klambauer et al., "Self-Normalizing Neural Networks", 2017: dropped units become -λα, and the rest is scaled so that
// mean 0 and variance 1 stay.
const LOW = -1.7580993408473766;
const RATE = 0.2;
const SCALE = ((1 - RATE) * (1 + RATE * LOW ** 2)) ** -0.5;

const CASES: Readonly<Record<string, Case>> = {
  // Srivastava et al., "Dropout", 2014: of all that is kept, each is larger by 1 / (1 - rate).
  Dropout: {
    build: () => tf.layers.dropout({ rate: 0.3 }),
    expected: { mean: TWO, variance: TWO ** 2 * 0.3 / 0.7 },
    asTfjs: true,
  },
  GaussianNoise: {
    build: () => tf.layers.gaussianNoise({ stddev: 0.7 }),
    expected: { mean: TWO, variance: 0.7 ** 2 },
    asTfjs: true,
  },
  GaussianDropout: {
    build: () => tf.layers.gaussianDropout({ rate: 0.4 }),
    expected: { mean: TWO, variance: TWO ** 2 * 0.4 / 0.6 },
    asTfjs: true,
  },
  AlphaDropout: {
    build: () => tf.layers.alphaDropout({ rate: RATE }),
    expected: {
      mean: SCALE * (TWO * (1 - RATE) + LOW * RATE - LOW * RATE),
      variance: SCALE ** 2 * RATE * (1 - RATE) * (TWO - LOW) ** 2,
    },
    // tfjs gives dropped units the sign of the others.
    asTfjs: false,
  },
};

for (const [name, { build, expected, asTfjs }] of Object.entries(CASES)) {
  Deno.test({
    name: `${name} in training has the mean and the variance that it is made for` +
      (asTfjs ? ", which tfjs's own has" : ""),
    ignore,
    fn: async () => {
      await useBackend("wasm");
      const x = tf.fill([ROWS, COLUMNS], TWO);
      const layer = build();
      drawInKernels(layer);
      assertMoments(momentsOf(apply(layer, x, 1)), expected);
      await useBackend("cpu");
      if (asTfjs) assertMoments(momentsOf(apply(build(), x, 1)), expected);
      x.dispose();
    },
  });

  Deno.test({
    name: `${name} in training draws anew in every step, and the same from the same stream`,
    ignore,
    fn: async () => {
      await useBackend("wasm");
      const x = tf.fill([5, 40], TWO);
      const layer = build();
      drawInKernels(layer);
      const first = apply(layer, x, 1);
      assertEquals(apply(layer, x, 1), first);
      assertNotEquals(apply(layer, x, 2), first);
      const twice = drawingFrom(
        randomStream(1),
        () =>
          tf.tidy(() =>
            [0, 1].map(() => (layer.apply(x, { training: true }) as tf.Tensor).arraySync())
          ),
      );
      assertNotEquals(twice[0], twice[1]);
      x.dispose();
    },
  });

  Deno.test({
    name: `${name} does nothing outside of training`,
    ignore,
    fn: async () => {
      await useBackend("wasm");
      const x = tf.fill([5, 40], TWO);
      const layer = build();
      drawInKernels(layer);
      assertEquals(apply(layer, x, 1, false), x.dataSync());
      x.dispose();
    },
  });

  Deno.test({
    name: `${name} leaves no tensor behind`,
    ignore,
    fn: async () => {
      await useBackend("wasm");
      const x = tf.fill([5, 40], TWO);
      const layer = build();
      drawInKernels(layer);
      const start = tf.memory().numTensors;
      apply(layer, x, 1);
      assertEquals(tf.memory().numTensors, start);
      x.dispose();
    },
  });
}

Deno.test({
  name: "AlphaDropout keeps mean 0 and variance 1",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    const x = tf.randomNormal([ROWS, COLUMNS], 0, 1, "float32", 5);
    const layer = tf.layers.alphaDropout({ rate: RATE });
    drawInKernels(layer);
    const given = momentsOf(x.dataSync<"float32">());
    // The input's own mean and variance are off by as much as the output's.
    assertLess(Math.abs(given.mean) + Math.abs(given.variance - 1), 0.02);
    assertMoments(momentsOf(apply(layer, x, 1)), { mean: 0, variance: 1 });
    x.dispose();
  },
});

Deno.test({
  name: "Dropout gives zeros and scaled values, the zeros at its rate",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    const x = tf.ones([ROWS, COLUMNS]);
    for (const rate of [0.1, 0.5, 0.8]) {
      const layer = tf.layers.dropout({ rate });
      drawInKernels(layer);
      const values = apply(layer, x, 3);
      const zeros = values.filter((value) => value === 0);
      assert(values.every((value) => value === 0 || value === Math.fround(1 / (1 - rate))));
      const error = Math.sqrt(rate * (1 - rate) / SIZE);
      assertLess(Math.abs(zeros.length / SIZE - rate), 5 * error);
    }
    x.dispose();
  },
});

Deno.test({
  name: "layers that are to draw nothing give what they are given",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    const x = tf.ones([5, 40]);
    for (
      const layer of [
        tf.layers.dropout({ rate: 0 }),
        tf.layers.gaussianDropout({ rate: 0 }),
        tf.layers.alphaDropout({ rate: 0 }),
        tf.layers.gaussianNoise({ stddev: 0 }),
      ]
    ) {
      drawInKernels(layer);
      assertEquals(apply(layer, x, 1), x.dataSync(), layer.getClassName());
    }
    x.dispose();
  },
});

/** Whether all values along an axis of a tensor `[samples, steps, channels]` are one. */
function sameAlong(values: Float32Array, shape: [number, number, number], axis: number): boolean {
  return tf.tidy(() => {
    const x = tf.tensor3d(values, shape);
    return tf.equal(tf.max(x, axis), tf.min(x, axis)).all().dataSync()[0] === 1;
  });
}

Deno.test({
  name: "what goes together in a layer's noise goes together",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    const shape: [number, number, number] = [6, 10, 8];
    const x = tf.ones(shape);
    // A null is the input's own size.
    const open = [null, 1, null] as unknown as number[];
    const layers = [
      tf.layers.dropout({ rate: 0.5, noiseShape: open }),
      tf.layers.alphaDropout({ rate: 0.5, noiseShape: [6, 1, 8] }),
      tf.layers.spatialDropout1d({ rate: 0.5 }),
    ];
    for (const layer of layers) {
      drawInKernels(layer);
      const values = apply(layer, x, 1);
      assert(sameAlong(values, shape, 1), layer.getClassName());
      assert(!sameAlong(values, shape, 0), layer.getClassName());
      assert(!sameAlong(values, shape, 2), layer.getClassName());
    }
    x.dispose();
  },
});

const drop = (): Layer => tf.layers.dropout({ rate: 0.5, seed: 1 });

/** Models of three nestings, each of which gives what it is given but for the dropout. */
const NESTED: Readonly<Record<string, () => tf.LayersModel>> = {
  "a model in a model": () =>
    tf.sequential({
      layers: [
        tf.sequential({
          layers: [tf.layers.reshape({ targetShape: [4, 30], inputShape: [4, 30] }), drop()],
        }),
        tf.layers.reshape({ targetShape: [4, 30] }),
      ],
    }),
  "a layer for every step": () =>
    tf.sequential({
      layers: [tf.layers.timeDistributed({ layer: drop(), inputShape: [4, 30] })],
    }),
  "a model for every step": () => {
    const inner = tf.sequential({
      layers: [tf.layers.reshape({ targetShape: [30], inputShape: [30] }), drop()],
    });
    return tf.sequential({
      layers: [
        tf.layers.timeDistributed({ layer: inner as unknown as Layer, inputShape: [4, 30] }),
      ],
    });
  },
};

for (const [name, build] of Object.entries(NESTED)) {
  Deno.test({
    name: `dropout within others draws in kernels: ${name}`,
    ignore,
    fn: async () => {
      await useBackend("wasm");
      const given = build();
      given.compile({ optimizer: "sgd", loss: "meanSquaredError" });
      const { model } = await buildModel(describeModel(given));
      const x = tf.ones([10, 4, 30]);
      const { result, kernels } = profileKernels(() => apply(model, x, 1));
      assert(kernels.includes("RandomMask"), "it draws elsewhere");
      assert(result.some((value) => value === 0) && result.some((value) => value === 2));
      assertEquals(apply(model, x, 1), result);
      // A seed would draw the same mask in every step.
      assertNotEquals(apply(model, x, 2), result);
      assertEquals(apply(model, x, 1, false), x.dataSync());
      model.dispose();
      x.dispose();
    },
  });
}

/** Runs, and tells the names of the kernels. */
function profileKernels<Result>(run: () => Result): { result: Result; kernels: string[] } {
  const kernels: string[] = [];
  const engine = tf.engine();
  const { runKernel } = engine;
  engine.runKernel = (name, ...more) => {
    kernels.push(name);
    return runKernel.call(engine, name, ...more) as never;
  };
  try {
    return { result: run(), kernels };
  } finally {
    Reflect.deleteProperty(engine, "runKernel");
  }
}

Deno.test({
  name: "layers are left to tfjs on a backend that has no such kernels",
  ignore,
  fn: async () => {
    await useBackend("cpu");
    const layer = drop();
    const { call } = layer;
    drawInKernels(layer);
    assert(layer.call === call);
  },
});
