import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type ActivationName,
  ACTIVATIONS,
  compilableLoss,
  type LossName,
  useBackend,
} from "tandem";
import { numbersFrom } from "../../src/arrays/range.ts";
import type { SampleArray } from "../../src/dataset/sample_array.ts";
import type { SampleSet, TargetArray } from "../../src/dataset/sample_set.ts";
import { drawingFrom } from "../../src/model/draw.ts";
import { describeModel } from "../../src/model/recipe.ts";
import { copyWeights, countValues, splitWeights } from "../../src/model/topology.ts";
import type { Row, Version } from "../../src/parallel/arena.ts";
import type { GradientSource } from "../../src/parallel/gradient_source.ts";
import { randomStream } from "../../src/parallel/random.ts";
import { tfjsGradients } from "../../src/parallel/tfjs_gradients.ts";
import { needs } from "../_permissions.ts";

const SAMPLES = 23;
/** Of two sizes, as the shards of an epoch are. */
const BATCHES = [[0, 9], [9, 18], [18, 23]] as const;
const STEPS = 20;
const LEARNING_RATE = 0.05;
const FEATURES = 5;
const TIME = 3;

const NORMALISATIONS = ["none", "batch", "layer"] as const;
const NOISES = ["none", "dropout", "gaussianDropout", "gaussianNoise", "alphaDropout"] as const;
const FRONTS = ["vector", "two inputs", "lstm", "gru", "sequence"] as const;

interface Hidden {
  readonly units: number;
  /** `prelu` is a layer of its own. */
  readonly activation: ActivationName | "prelu";
  readonly normalisation: typeof NORMALISATIONS[number];
  readonly noise: typeof NOISES[number];
  readonly useBias: boolean;
  readonly penalty: boolean;
}

interface Output {
  readonly loss: LossName;
  readonly units: number;
  readonly weighted: boolean;
}

interface Architecture {
  readonly front: typeof FRONTS[number];
  readonly hidden: readonly Hidden[];
  readonly outputs: readonly Output[];
  readonly seed: number;
}

/** The last activation that a loss is made for, and from where to where its targets are; classes have none. */
const LOSS_FITS: Readonly<
  Partial<Record<LossName, { activation: ActivationName; targets?: readonly [number, number] }>>
> = {
  categoricalCrossentropy: { activation: "softmax" },
  sparseCategoricalCrossentropy: { activation: "softmax" },
  kullbackLeiblerDivergence: { activation: "softmax" },
  categoricalHinge: { activation: "linear" },
  binaryCrossentropy: { activation: "sigmoid", targets: [0, 1] },
  meanSquaredError: { activation: "linear", targets: [-1, 1] },
  sumOfSquares: { activation: "relu", targets: [-1, 1] },
  meanAbsoluteError: { activation: "relu", targets: [-1, 1] },
  huber: { activation: "linear", targets: [-2, 2] },
  hinge: { activation: "tanh", targets: [-1, 1] },
  squaredHinge: { activation: "tanh", targets: [-1, 1] },
  logcosh: { activation: "linear", targets: [-1, 1] },
  poisson: { activation: "softplus", targets: [0, 2] },
  meanSquaredLogarithmicError: { activation: "softplus", targets: [0, 2] },
  cosineProximity: { activation: "tanh", targets: [-1, 1] },
};

const width = fc.integer({ min: 1, max: 40 });

const architecture: fc.Arbitrary<Architecture> = fc.record({
  front: fc.constantFrom(...FRONTS),
  hidden: fc.array(
    fc.record({
      units: width,
      activation: fc.constantFrom(...ACTIVATIONS, "relu" as const, "prelu" as const),
      normalisation: fc.constantFrom(...NORMALISATIONS, "none" as const),
      noise: fc.constantFrom(...NOISES, "none" as const),
      useBias: fc.constantFrom(true, true, false),
      penalty: fc.constantFrom(false, false, true),
    }),
    { maxLength: 4 },
  ),
  outputs: fc.array(
    fc.record({
      loss: fc.constantFrom(...Object.keys(LOSS_FITS) as LossName[]),
      units: fc.integer({ min: 2, max: 12 }),
      weighted: fc.boolean(),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  seed: fc.nat(1000),
});

type Symbolic = tf.SymbolicTensor;

function apply(layer: tf.layers.Layer, ...inputs: Symbolic[]): Symbolic {
  return layer.apply(inputs.length === 1 ? inputs[0] as Symbolic : inputs) as Symbolic;
}

function front(kind: Architecture["front"]): { inputs: Symbolic[]; value: Symbolic } {
  if (kind === "vector") {
    const input = tf.input({ shape: [FEATURES] });
    return { inputs: [input], value: input };
  }
  if (kind === "two inputs") {
    const inputs = [tf.input({ shape: [FEATURES] }), tf.input({ shape: [TIME, 2] })] as const;
    const flat = apply(tf.layers.flatten(), inputs[1]);
    return { inputs: [...inputs], value: apply(tf.layers.concatenate(), inputs[0], flat) };
  }
  const input = tf.input({ shape: [TIME, FEATURES] });
  const value = kind === "lstm"
    ? apply(tf.layers.lstm({ units: 6 }), input)
    : kind === "gru"
    ? apply(tf.layers.gru({ units: 6 }), input)
    // A product of a sequence with a kernel, which tfjs computes in another shape.
    : apply(
      tf.layers.globalAveragePooling1d(),
      apply(tf.layers.dense({ units: 7, activation: "relu" }), input),
    );
  return { inputs: [input], value };
}

function hiddenLayers(
  { units, activation, normalisation, noise, useBias, penalty }: Hidden,
): tf.layers.Layer[] {
  const layers: tf.layers.Layer[] = [tf.layers.dense({
    units,
    useBias,
    activation: normalisation === "none" && activation !== "prelu"
      ? activation as "relu"
      : "linear",
    ...(penalty ? { kernelRegularizer: tf.regularizers.l1l2({ l1: 0.01, l2: 0.01 }) } : {}),
  })];
  if (normalisation === "batch") layers.push(tf.layers.batchNormalization());
  if (normalisation === "layer") layers.push(tf.layers.layerNormalization());
  if (activation === "prelu") layers.push(tf.layers.prelu());
  else if (normalisation !== "none") {
    layers.push(tf.layers.activation({ activation: activation as "relu" }));
  }
  if (noise === "gaussianNoise") layers.push(tf.layers.gaussianNoise({ stddev: 0.3 }));
  else if (noise !== "none") layers.push(tf.layers[noise]({ rate: 0.3 }));
  return layers;
}

function build({ front: kind, hidden, outputs }: Architecture): tf.LayersModel {
  const { inputs, value } = front(kind);
  const trunk = hidden.flatMap(hiddenLayers).reduce((x, layer) => apply(layer, x), value);
  const heads = outputs.map(({ loss, units }) =>
    apply(
      tf.layers.dense({ units, activation: (LOSS_FITS[loss]?.activation ?? "linear") as "relu" }),
      trunk,
    )
  );
  const model = tf.model({ inputs, outputs: heads });
  const losses = outputs.map(({ loss }) => compilableLoss(loss)) as string[];
  model.compile({ optimizer: "sgd", loss: losses, metrics: ["mse"] });
  return model;
}

function drawSamples(model: tf.LayersModel, { outputs }: Architecture): SampleSet {
  const random = randomStream(SAMPLES);
  const array = (shape: number[], from: number, to: number): SampleArray => {
    const size = SAMPLES * tf.util.sizeFromShape(shape);
    const data = Float32Array.from({ length: size }, () => from + (to - from) * random());
    return { data, shape, scale: 1 };
  };
  return {
    size: SAMPLES,
    inputs: model.inputs.map(({ shape }) => array(shape.slice(1) as number[], -1, 1)),
    targets: outputs.map(({ loss, units, weighted }): TargetArray => {
      const range = LOSS_FITS[loss]?.targets;
      const labels = Uint8Array.from({ length: SAMPLES }, () => Math.floor(random() * units));
      const target = range
        ? array([units], ...range)
        : { data: labels, shape: [], scale: 1, classes: units };
      return weighted ? { ...target, weights: array([], 0, 2).data as Float32Array } : target;
    }),
  };
}

/** One way to compute, with weights of its own. */
class Side {
  readonly #source: GradientSource;
  readonly #samples: SampleSet;
  readonly #version: Version;
  readonly #row: Row;

  constructor(source: GradientSource, samples: SampleSet, version: Version) {
    this.#source = source;
    this.#samples = samples;
    const { parameters, state } = version;
    this.#version = { parameters: parameters.slice(), state: state.slice(), slots: [] };
    this.#row = {
      gradient: new Float32Array(parameters.length),
      state: new Float32Array(state.length),
    };
  }

  get source(): GradientSource {
    return this.#source;
  }

  /** Makes a step, and gives the bits of all that it computes. */
  step(step: number, share: number): Record<string, ArrayLike<number>> {
    const [start, end] = BATCHES[step % BATCHES.length] ?? BATCHES[0];
    const shard = {
      samples: this.#samples,
      numbers: numbersFrom(start, end),
      share,
      random: randomStream(step),
    };
    const totals = this.#source.gradient(this.#version, shard, this.#row);
    const { parameters, state } = this.#version;
    const { gradient, state: moved } = this.#row;
    for (let i = 0; i < parameters.length; i++) {
      parameters[i] = (parameters[i] ?? NaN) - LEARNING_RATE * (gradient[i] ?? NaN);
    }
    for (let i = 0; i < state.length; i++) state[i] = (moved[i] ?? NaN) / share;
    return { totals, gradient: bitsOf(gradient), state: bitsOf(moved) };
  }

  evaluate(): number[] {
    return this.#source.evaluate(this.#version, this.#samples);
  }
}

function bitsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(values.slice().buffer);
}

async function assertSameBits(architecture: Architecture, share: number): Promise<void> {
  await useBackend("wasm");
  const model = drawingFrom(randomStream(architecture.seed), () => {
    const built = build(architecture);
    // The weights are drawn when they are asked for.
    built.getWeights();
    return built;
  });
  const samples = drawSamples(model, architecture);
  const recipe = describeModel(model);
  const { trainable, state } = splitWeights(model);
  const values = copyWeights(model);
  const parameters = countValues(trainable);
  assertEquals(values.length, parameters + countValues(state));
  const version: Version = {
    parameters: values.subarray(0, parameters),
    state: values.subarray(parameters),
    slots: [],
  };
  const start = async (eager: boolean): Promise<Side> =>
    new Side(await tfjsGradients({ backend: "wasm", recipe, eager }, samples), samples, version);
  const [eager, planned] = [await start(true), await start(false)];
  for (let step = 0; step < STEPS; step++) {
    assertEquals(planned.step(step, share), eager.step(step, share), `step ${step}`);
  }
  for (let time = 0; time < 3; time++) assertEquals(planned.evaluate(), eager.evaluate());
  assertEquals(planned.source.obstacle(), undefined);
  assertEquals(eager.source.obstacle(), "it was asked for");
  for (const { source } of [eager, planned]) source.dispose();
  model.dispose();
}

Deno.test({
  name: "steps that are replayed have the bits of steps by tfjs, for models of any kind",
  ignore: !needs("read"),
  fn: async () => {
    await useBackend("wasm");
    const before = tf.memory().numTensors;
    await fc.assert(
      fc.asyncProperty(architecture, fc.constantFrom(1, 0.5), assertSameBits),
      { numRuns: 40, seed: 3 },
    );
    assert(tf.memory().numTensors <= before, "tensors are left");
  },
});
