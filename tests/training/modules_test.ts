import { assert, assertAlmostEquals, assertEquals, assertLess, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import {
  type Checkpoint,
  evaluate,
  evaluateOnWorkers,
  fit,
  type FitOptions,
  type History,
} from "tandem";
import { relativeDistance } from "../_fixtures.ts";
import { randomStream } from "../../src/parallel/random.ts";
import { flatWeights } from "../parallel/_data_parallel.ts";
import { testOn } from "./_models.ts";
import {
  Forgetful,
  fourthPower,
  largestError,
  meanFourthPower,
  nearAccuracy,
  Scaled,
  untrue,
} from "./_own.ts";

const MODULE = new URL("./_own.ts", import.meta.url);
const modules = [MODULE];

/** Not a multiple of the batch: the last one is smaller, and the shards of three workers differ. */
const SAMPLES = 22;
const BATCH = 8;

type Own = (targets: tf.Tensor, outputs: tf.Tensor) => tf.Tensor;

/** A model with classes of its own: of a layer, a regularizer, an initializer and a constraint. */
function build(loss: Own, metrics: Own[] = []): tf.LayersModel {
  const own = {
    kernelRegularizer: { className: "Quartic", config: { rate: 0.01 } },
    kernelConstraint: { className: "Free", config: {} },
    biasInitializer: { className: "Same", config: { value: 0.1 } },
  } as object;
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 5,
        inputShape: [3],
        activation: "tanh",
        kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
        ...own,
      }),
      new Scaled({ units: 2, scale: 0.5 }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.02), loss, metrics });
  return model;
}

function values(samples: number, seed: number): [x: tf.Tensor, y: tf.Tensor] {
  const random = randomStream(seed);
  const draw = (width: number): tf.Tensor =>
    tf.tensor2d(Float32Array.from({ length: samples * width }, () => 2 * random() - 1), [
      samples,
      width,
    ]);
  return [draw(3), draw(2)];
}

const OPTIONS = { epochs: 3, batchSize: BATCH, shuffle: false, modules } as const;

/** Both compute in float32, by kernels that round otherwise. */
const TOLERANCE = 1e-5;

function assertSame(ours: History["history"], theirs: Values): void {
  assertEquals(Object.keys(ours).toSorted(), Object.keys(theirs).toSorted());
  for (const [name, values] of Object.entries(theirs)) {
    values.forEach((value, i) =>
      assertAlmostEquals(ours[name]?.[i] ?? NaN, Number(value), TOLERANCE, `${name} ${i}`)
    );
  }
}

/** As in a history, where tfjs has tensors for some of the numbers. */
type Values = Readonly<Record<string, readonly (number | tf.Tensor)[]>>;

for (const workers of [1, 3]) {
  testOn(
    "cpu",
    `what a module defines trains on ${workers} workers as by model.fit, and is replayed`,
    async () => {
      const [x, y] = values(SAMPLES, 1);
      const [theirs, ours] = [
        build(fourthPower, [nearAccuracy]),
        build(fourthPower, [nearAccuracy]),
      ];
      const { modules, ...common } = {
        ...OPTIONS,
        validationData: values(7, 2),
        classWeight: { 0: 0.5, 1: 2 },
      };
      const expected = await theirs.fit(x, y, { ...common, verbose: 0 });
      const details: string[] = [];
      const { history } = await fit(ours, x, y, {
        ...common,
        backend: "wasm",
        workers,
        modules,
        onEvent: (event) => event.type === "detail" && details.push(event.message),
      });
      assertSame(history, expected.history);
      assertLess(relativeDistance(flatWeights(ours), flatWeights(theirs)), TOLERANCE);
      assertEquals(details, []);
    },
  );
}

testOn("cpu", "a loss that gives the mean trains on uneven shards of a stream", async () => {
  const [x, y] = values(SAMPLES, 3);
  const stream = tf.data.generator(function* (): Generator<{ xs: tf.Tensor; ys: tf.Tensor }> {
    for (let start = 0; start < SAMPLES; start += BATCH) {
      const count = Math.min(BATCH, SAMPLES - start);
      yield { xs: x.slice(start, count), ys: y.slice(start, count) };
    }
  });
  const [theirs, ours] = [build(meanFourthPower), build(meanFourthPower)];
  const expected = await theirs.fitDataset(stream, { epochs: 3, verbose: 0 });
  const { history } = await fit(ours, stream, { epochs: 3, workers: 3, modules });
  assertSame(history, expected.history);
  assertLess(relativeDistance(flatWeights(ours), flatWeights(theirs)), TOLERANCE);
});

testOn(
  "cpu",
  "the thread that calls trains with modules, and goes on from a checkpoint",
  async () => {
    const [x, y] = values(SAMPLES, 4);
    // Means over batches of what is no mean over samples are tfjs's where one rank trains.
    const metrics = [nearAccuracy, largestError];
    const [theirs, ours, resumed] = [0, 1, 2].map(() => build(fourthPower, metrics));
    assert(theirs && ours && resumed);
    const expected = await theirs.fit(x, y, {
      epochs: 3,
      batchSize: BATCH,
      shuffle: false,
      validationSplit: 0.3,
      verbose: 0,
    });
    const checkpoints: Checkpoint[] = [];
    const options: FitOptions = {
      ...OPTIONS,
      validationSplit: 0.3,
      earlyStopping: { monitor: "val_nearAccuracy", patience: 9 },
    };
    const { history } = await fit(ours, x, y, {
      ...options,
      onCheckpoint: (checkpoint) => void checkpoints.push(checkpoint),
    });
    assertSame(history, expected.history);
    const [first] = checkpoints;
    assert(first);
    const { epoch } = await fit(resumed, x, y, { ...options, resume: first });
    assertEquals(epoch, [1, 2]);
    assertEquals(flatWeights(resumed), flatWeights(ours));
  },
);

testOn(
  "cpu",
  "evaluate() and evaluateOnWorkers() measure by losses and metrics of a module",
  async () => {
    const [x, y] = values(SAMPLES, 5);
    const model = build(fourthPower, [nearAccuracy, meanFourthPower]);
    const expected = (model.evaluate(x, y) as tf.Scalar[]).map((value) =>
      value.dataSync()[0] ?? NaN
    );
    for (
      const result of [
        evaluate(model, x, y),
        await evaluateOnWorkers(model, x, y, { workers: 2, modules }),
      ]
    ) {
      assertEquals(Object.keys(result), ["loss", "nearAccuracy", "meanFourthPower"]);
      Object.values(result).forEach((value, i) =>
        assertAlmostEquals(value, expected[i] ?? NaN, TOLERANCE)
      );
    }
  },
);

testOn("cpu", "each output may have losses and metrics of its own", async () => {
  const [x, y] = values(SAMPLES, 6);
  const input = tf.input({ shape: [3] });
  const [left, right] = ["left", "right"].map((name, seed) =>
    tf.layers.dense({ units: 2, name, kernelInitializer: tf.initializers.glorotUniform({ seed }) })
      .apply(input) as tf.SymbolicTensor
  );
  assert(left && right);
  const compiled = (): tf.LayersModel => {
    const model = tf.model({ inputs: input, outputs: [left, right] });
    model.compile({
      optimizer: "sgd",
      // tfjs takes both in one, and declares either.
      loss: { left: fourthPower, right: "meanSquaredError" } as unknown as Record<string, string>,
      metrics: { right: nearAccuracy },
    });
    return model;
  };
  const model = compiled();
  const start = model.getWeights().map((weight) => weight.clone());
  const theirs = await model.fit(x, [y, y], {
    epochs: 2,
    batchSize: BATCH,
    shuffle: false,
    verbose: 0,
  });
  model.setWeights(start);
  const { history } = await fit(model, x, [y, y], { ...OPTIONS, epochs: 2 });
  assertSame(history, theirs.history);
});

testOn("cpu", "a module may be the text of a data URL", async () => {
  const code = 'import * as tf from "@tensorflow/tfjs";' +
    "export default (t, y) => tf.mean(tf.abs(tf.sub(t, y)), -1);";
  const url = `data:text/javascript,${encodeURIComponent(code)}`;
  const { default: loss } = await import(url);
  const [x, y] = values(SAMPLES, 7);
  const [own, named] = [build(loss), build(tf.metrics.meanAbsoluteError)];
  const { history } = await fit(own, x, y, { ...OPTIONS, modules: [url, MODULE.href] });
  assertSame(history, (await fit(named, x, y, OPTIONS)).history);
});

function withLayer(layer: tf.layers.Layer): tf.LayersModel {
  const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [3] }), layer] });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  return model;
}

/** In this thread it does nothing. */
const TRAINS = 'data:text/javascript,import { fit } from "tandem"; if (name !== "") await fit();';

/** What is refused, of which model, and what the error says. */
const REFUSED: readonly (readonly [
  what: string,
  model: () => tf.LayersModel,
  options: FitOptions,
  message: string,
])[] = [
  [
    "a loss of no module",
    () => build(fourthPower),
    {},
    'Cannot use loss "fourthPower", a function of one\'s own: pass the module that exports it as ' +
    'options.modules, such as [new URL("./my_module.ts", import.meta.url)]',
  ],
  [
    "a metric that no module exports",
    () => build(fourthPower, [(targets) => targets]),
    { modules: [...modules, "data:text/javascript,"] },
    `Cannot use metric "metric": expected a function that one of options.modules exports; ` +
    `"${MODULE}" exports Forgetful, Free, Quartic, Same, Scaled, fourthPower, largestError, ` +
    'meanFourthPower, nearAccuracy, untrue; "data:text/javascript," exports nothing',
  ],
  [
    "a loss that gives no tensor",
    () => build(untrue as unknown as Own),
    { modules },
    'Cannot use loss "untrue" on targets and outputs of shape [7,2]: expected a tensor, got number',
  ],
  [
    "weights under a loss of all samples",
    () => build(meanFourthPower),
    { modules, sampleWeight: Array.from({ length: SAMPLES }, () => 1) },
    'Cannot weigh samples under loss "meanFourthPower": expected a value of each sample, got one ' +
    "of all; have it return the mean over the last axis",
  ],
  [
    "a layer that the module does not register",
    () => withLayer(new Scaled({ units: 2, scale: 1 })),
    { workers: 1, modules: ["data:text/javascript,"] },
    'Cannot train layer "Scaled" on workers: none of options.modules registers it by ' +
    "tf.serialization.registerClass, of the tfjs that tandem imports",
  ],
  [
    "a module that trains as it is imported",
    () => build(fourthPower),
    { workers: 1, modules: [MODULE, TRAINS] },
    `Cannot import module "${TRAINS}": Cannot train on a worker: expected a module that only ` +
    "defines things, got one that trains as it is imported",
  ],
  [
    "a layer that forgets what it was made from",
    () => withLayer(new Forgetful({ units: 2 })),
    { modules },
    "on a worker, from getConfig() of its layers: expected weight 0 of shape [3,2], got [3,1]",
  ],
  [
    "a path",
    () => build(fourthPower),
    { modules: ["./_own.ts"] },
    'Cannot import module "./_own.ts": expected an absolute URL, such as ' +
    'new URL("./_own.ts", import.meta.url) or import.meta.resolve("./_own.ts")',
  ],
  [
    "a module alone",
    () => build(fourthPower),
    { modules: MODULE as unknown as URL[] },
    "Cannot import modules: expected a list of URLs, such as [new URL(",
  ],
  [
    "a module that is no URL",
    () => build(fourthPower),
    { modules: [1 as unknown as string] },
    "Cannot import a module: expected a URL or its text, got number",
  ],
  [
    "the program itself",
    () => build(fourthPower),
    { modules: [Deno.mainModule] },
    "it is the program itself, which every worker would run; move what workers need into a module",
  ],
  [
    "a module that is not there",
    () => build(fourthPower),
    { modules: [new URL("./_none.ts", import.meta.url)] },
    `Cannot import module "${new URL("./_none.ts", import.meta.url)}": Module not found`,
  ],
  [
    "a module that fails",
    () => build(fourthPower),
    { modules: ["data:text/javascript,throw new Error('not here')"] },
    "Cannot import module \"data:text/javascript,throw new Error('not here')\": not here",
  ],
];

for (const [what, model, options, message] of REFUSED) {
  testOn("cpu", `fit() refuses ${what}`, async () => {
    const [x, y] = values(SAMPLES, 8);
    await assertRejects(() => fit(model(), x, y, options), TypeError, message);
  });
}
