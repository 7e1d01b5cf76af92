/**
 * Random calls of `model.fit` and `model.fitDataset`, and what is seen of one: by its callbacks, in its history and in
 * the weights.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { type BatchStream, type FitCallback, type ModelValues, oneHot } from "tandem";
import { randomStream } from "../../src/parallel/random.ts";

/** What a model answers, with what fits it. */
const TASKS = {
  regression: {
    activation: "linear",
    losses: ["meanSquaredError", "meanAbsoluteError", "logcosh"],
  },
  binary: { activation: "sigmoid", losses: ["binaryCrossentropy", "meanSquaredError"] },
  classes: { activation: "softmax", losses: ["categoricalCrossentropy"] },
  labels: { activation: "softmax", losses: ["sparseCategoricalCrossentropy"] },
} as const;

type Task = keyof typeof TASKS;

const OPTIMIZERS = {
  sgd: () => tf.train.sgd(0.1),
  momentum: () => tf.train.momentum(0.05, 0.9),
  adagrad: () => tf.train.adagrad(0.1),
  rmsprop: () => tf.train.rmsprop(0.01),
  adam: () => tf.train.adam(0.02),
} as const;

/** How inputs and targets are given. */
const FORMS = ["tensors", "lists of tensors", "by name", "typed arrays", "nested lists"] as const;

/** A random call. */
export interface Call {
  readonly seed: number;
  readonly task: Task;
  /** Which of the task's losses. */
  readonly loss: number;
  readonly optimizer: keyof typeof OPTIMIZERS;
  readonly metrics: readonly string[];
  readonly samples: number;
  readonly inputSize: number;
  readonly hidden: readonly number[];
  readonly form: typeof FORMS[number];
  /** Samples that validate; a fraction is split off. */
  readonly validation: number;
  readonly batchSize: number | undefined;
  readonly epochs: number;
  readonly initialEpoch: number;
  readonly weighed: boolean;
  /** The batches of an epoch are read from a stream; with a number, of one that goes on over the epochs. */
  readonly stream: "none" | "passes" | number;
  /** Hooks around epochs alone, or around steps too. */
  readonly hooks: "none" | "epochs" | "steps";
  /** A callback ends training after this many steps. */
  readonly stopAfter: number;
  readonly workers: 0 | 2;
}

/** Random calls: small ones, of every kind. */
export const calls: fc.Arbitrary<Call> = fc.record({
  seed: fc.nat(0xffff),
  task: fc.constantFrom(...Object.keys(TASKS) as Task[]),
  loss: fc.nat(5),
  optimizer: fc.constantFrom(...Object.keys(OPTIMIZERS) as (keyof typeof OPTIMIZERS)[]),
  metrics: fc.subarray(["accuracy", "mse"]),
  samples: fc.integer({ min: 2, max: 24 }),
  inputSize: fc.integer({ min: 1, max: 4 }),
  hidden: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 1 }),
  form: fc.constantFrom(...FORMS),
  validation: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 }), fc.constantFrom(0.2, 0.5)),
  batchSize: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
  epochs: fc.integer({ min: 1, max: 3 }),
  initialEpoch: fc.nat(1),
  weighed: fc.boolean(),
  stream: fc.oneof(
    { arbitrary: fc.constant("none" as const), weight: 3 },
    { arbitrary: fc.constant("passes" as const), weight: 1 },
    { arbitrary: fc.integer({ min: 1, max: 4 }), weight: 1 },
  ),
  hooks: fc.constantFrom("none", "epochs", "steps"),
  stopAfter: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 6 })),
  workers: fc.oneof(
    { arbitrary: fc.constant(0 as const), weight: 24 },
    { arbitrary: fc.constant(2 as const), weight: 1 },
  ),
});

/** What is seen of training. */
export interface Seen {
  readonly epoch: readonly number[];
  readonly history: Readonly<Record<string, readonly number[]>>;
  /** The hooks that were called, with their number and their logs. */
  readonly hooks: readonly (readonly [hook: string, number: number, logs: Logs])[];
  readonly weights: readonly number[];
}

type Logs = Readonly<Record<string, number>>;
type Values = readonly [x: tf.Tensor, y: tf.Tensor];

/** A call, made ready for both. */
export interface Prepared {
  readonly model: tf.LayersModel;
  /** Tensors, and the same in the form that `fit` is given; or a stream. */
  readonly data:
    | { readonly tensors: Values; readonly given: readonly [x: ModelValues, y: ModelValues] }
    | { readonly batches: Batches };
  readonly options: Options;
}

/** A stream that both take. */
export type Batches = BatchStream & tf.data.Dataset<tf.TensorContainer>;

interface Options {
  readonly epochs: number;
  readonly initialEpoch: number;
  readonly callbacks: FitCallback[];
  readonly shuffle?: false;
  readonly batchSize?: number;
  readonly batchesPerEpoch?: number;
  readonly validationSplit?: number;
  readonly validationData?: [tf.Tensor, tf.Tensor];
  readonly classWeight?: { [label: number]: number };
}

/** Builds model, data and options of a call; the same call gives the same again. */
export function prepare(call: Call, hooks: Seen["hooks"][number][]): Prepared {
  const { samples, epochs, stream, batchSize, validation } = call;
  const random = randomStream(call.seed);
  const model = modelOf(call, random);
  const [x, y] = valuesOf(call, samples, random);
  const split = validation > 0 && validation < 1;
  const options: Options = {
    epochs,
    initialEpoch: Math.min(call.initialEpoch, epochs - 1),
    callbacks: call.hooks === "none" ? [] : [recorder(call, model, hooks)],
    ...(validation >= 1 ? { validationData: [...valuesOf(call, validation, random)] } : {}),
    ...(call.weighed ? weightsOf(call.task) : {}),
  };
  if (stream === "none") {
    return {
      model,
      data: { tensors: [x, y], given: inForm(call, model, x, y) },
      options: {
        ...options,
        shuffle: false,
        ...(batchSize === undefined ? {} : { batchSize }),
        ...(split ? { validationSplit: validation } : {}),
      },
    };
  }
  const passes = stream === "passes" ? 1 : stream * epochs;
  return {
    model,
    data: { batches: streamOf([x, y], batchSize ?? 32, passes) },
    options: { ...options, ...(stream === "passes" ? {} : { batchesPerEpoch: stream }) },
  };
}

function modelOf(
  { task, loss, optimizer, metrics, inputSize, hidden }: Call,
  random: () => number,
): tf.LayersModel {
  const { activation, losses } = TASKS[task];
  const model = tf.sequential({
    layers: [...hidden, widthOf(task)].map((units, i) =>
      tf.layers.dense({
        units,
        activation: i < hidden.length ? "tanh" : activation,
        inputShape: [i === 0 ? inputSize : hidden[i - 1] ?? 1],
      })
    ),
  });
  model.setWeights(
    model.getWeights().map(({ shape, size }) => tf.tensor(numbers(size, random), shape)),
  );
  model.compile({
    optimizer: OPTIMIZERS[optimizer](),
    loss: losses[loss % losses.length] ?? losses[0],
    // Of class numbers tfjs takes the distance to probabilities, which means nothing.
    metrics: metrics.filter((metric) => task !== "labels" || metric === "accuracy"),
  });
  return model;
}

function widthOf(task: Task): number {
  return task === "regression" ? 2 : task === "binary" ? 1 : 3;
}

/** Every class has a weight: tfjs takes no fewer. */
function weightsOf(task: Task): Pick<Options, "classWeight"> {
  if (task === "regression") return {};
  return { classWeight: task === "binary" ? { 0: 0.5, 1: 2 } : { 0: 0.5, 1: 2, 2: 3 } };
}

/** Numbers around zero. */
function numbers(count: number, random: () => number): Float32Array {
  return Float32Array.from({ length: count }, () => 2 * random() - 1);
}

function valuesOf({ task, inputSize }: Call, samples: number, random: () => number): Values {
  const width = widthOf(task);
  const x = tf.tensor2d(numbers(samples * inputSize, random), [samples, inputSize]);
  if (task === "regression") {
    return [x, tf.tensor2d(numbers(samples * width, random), [samples, width])];
  }
  const classes = Math.max(2, width);
  const labels = Array.from({ length: samples }, () => Math.floor(random() * classes));
  if (task === "classes") return [x, tf.tensor2d(oneHot(labels, width), [samples, width])];
  return [x, tf.tensor2d(labels, [samples, 1])];
}

function inForm(
  { form }: Call,
  { inputNames: [input = ""], outputNames: [output = ""] }: tf.LayersModel,
  x: tf.Tensor,
  y: tf.Tensor,
): readonly [x: ModelValues, y: ModelValues] {
  switch (form) {
    case "tensors":
      return [x, y];
    case "lists of tensors":
      return [[x], [y]];
    case "by name":
      return [{ [input]: x }, { [output]: y }];
    case "typed arrays":
      return [x.dataSync<"float32">(), y.dataSync<"float32">()];
    case "nested lists":
      return [x.arraySync() as number[][], y.arraySync() as number[][]];
  }
}

/** The batches of some passes over the samples, made anew each time that they are gone through. */
function streamOf([x, y]: Values, batchSize: number, passes: number): Batches {
  return tf.data.generator(function* (): Generator<{ xs: tf.Tensor; ys: tf.Tensor }> {
    for (let pass = 0; pass < passes; pass++) {
      for (let start = 0; start < (x.shape[0] ?? 0); start += batchSize) {
        const count = Math.min(batchSize, (x.shape[0] ?? 0) - start);
        yield { xs: x.slice(start, count), ys: y.slice(start, count) };
      }
    }
  });
}

function recorder(
  call: Call,
  model: tf.LayersModel,
  hooks: Seen["hooks"][number][],
): FitCallback {
  let steps = 0;
  const note = (hook: string, number: number, logs: object | undefined = {}): void => {
    hooks.push([
      hook,
      number,
      Object.fromEntries(Object.entries(logs).map(([k, v]) => [k, Number(v)])),
    ]);
  };
  const ofEpochs: FitCallback = {
    onTrainBegin: () => note("onTrainBegin", 0),
    onTrainEnd: () => note("onTrainEnd", 0),
    onEpochBegin: (epoch) => note("onEpochBegin", epoch),
    onEpochEnd: (epoch, logs) => {
      note("onEpochEnd", epoch, logs);
      if (call.hooks === "epochs" && epoch + 1 >= call.stopAfter) model.stopTraining = true;
    },
  };
  if (call.hooks === "epochs") return ofEpochs;
  return {
    ...ofEpochs,
    onBatchBegin: (batch) => note("onBatchBegin", batch),
    onBatchEnd: async (batch, logs) => {
      const values = await Promise.all(
        Object.entries(logs ?? {}).map(async ([name, value]) => [name, await numberOf(value)]),
      );
      note("onBatchEnd", batch, Object.fromEntries(values));
      if (++steps >= call.stopAfter) model.stopTraining = true;
    },
  };
}

/** tfjs gives some values as tensors. */
async function numberOf(value: unknown): Promise<number> {
  return value instanceof tf.Tensor ? (await value.data())[0] ?? NaN : Number(value);
}
