import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { createMlp, fit, type FitOptions, type LayersModel } from "tandem";
import { sampleSetOf } from "../../src/dataset/sample_set.ts";
import { describeModel } from "../../src/model/recipe.ts";
import { chooseWorkers, worthOf } from "../../src/training/worker_count.ts";
import { randomDataset } from "../_fixtures.ts";
import { flatWeights } from "../parallel/_data_parallel.ts";
import { testOn } from "./_models.ts";

const IRIS = { inputSize: 4, hidden: [16], outputSize: 3 };

/** Number of workers that training began with. */
async function began(model: LayersModel, options: FitOptions): Promise<number> {
  let workers = NaN;
  await fit(model, randomDataset(40, 4, 3), {
    ...options,
    onEvent: (event) => {
      if (event.type === "train-begin") workers = event.workers;
    },
  });
  return workers;
}

testOn(
  "wasm",
  "worthOf() knows of small and of large models by their size, and of those between nothing",
  async () => {
    const mnist = createMlp({ inputSize: 784, hidden: [500, 250, 100], outputSize: 10 });
    assertEquals(
      [1, 8, 32, 1000].map((batch) => worthOf(mnist, batch, "wasm")),
      ["none", "unclear", "workers", "workers"],
    );
    assertEquals(worthOf(createMlp(IRIS), 150, "wasm"), "none");
    assertEquals(worthOf(createMlp(IRIS), 1500, "cpu"), "workers");
    // Few weights, each used at 26 x 26 places.
    const convolution = tf.sequential({
      layers: [
        tf.layers.conv2d({ filters: 32, kernelSize: 3, inputShape: [28, 28, 1] }),
        tf.layers.flatten(),
      ],
    });
    assertEquals(worthOf(convolution, 128, "wasm"), "workers");
    // A layer counts as often as it is used.
    const [input, shared] = [tf.input({ shape: [500] }), tf.layers.dense({ units: 500 })];
    const uses = [input];
    while (uses.length < 41) uses.push(shared.apply(uses.at(-1) ?? input) as tf.SymbolicTensor);
    const last = uses.at(-1) ?? input;
    assertEquals(worthOf(tf.model({ inputs: input, outputs: last }), 8, "wasm"), "workers");
    await Promise.resolve();
  },
);

testOn(
  "wasm",
  "chooseWorkers() times steps where the size tells nothing, and leaves no trace",
  async () => {
    const model = createMlp({ inputSize: 100, hidden: [200], outputSize: 10, batchNorm: true });
    const trial = {
      model,
      samples: sampleSetOf(randomDataset(100, 100, 10)),
      batchSize: 64,
      replica: {
        seed: 1,
        backend: "wasm",
        recipe: describeModel(model),
        optimizer: { name: "sgd", learningRate: 0.1 },
      },
    } as const;
    assertEquals(worthOf(model, trial.batchSize, "wasm"), "unclear");
    const before = flatWeights(model);
    const { numTensors } = tf.memory();
    const { random } = Math;
    const { workers, reason } = await chooseWorkers(trial, 3);
    assert(workers === 0 || workers === 3, `${workers} workers`);
    assertMatch(reason, /^a step takes \d+\.\d\d ms on one thread$/);
    assertEquals(flatWeights(model), before);
    assertEquals(tf.memory().numTensors, numTensors);
    assertEquals(Math.random, random);
    assertEquals((await chooseWorkers(trial, 1)).workers, 0);
  },
);

testOn(
  "wasm",
  "a small model is trained by the thread that calls, to the weights of a worker",
  async () => {
    const options = { epochs: 3, batchSize: 7, validationSplit: 0.2 };
    const layers = { ...IRIS, dropout: 0.3, batchNorm: true };
    const [here, there] = [createMlp(layers), createMlp(layers)];
    const { numTensors } = tf.memory();
    const { random } = Math;
    assertEquals(await began(here, options), 0);
    assertEquals(tf.memory().numTensors, numTensors);
    assertEquals(Math.random, random);
    assertEquals(await began(there, { ...options, workers: 1 }), 1);
    assertEquals(flatWeights(here), flatWeights(there));
  },
);

testOn(
  "wasm",
  "a small model is trained by a worker where this thread computes otherwise",
  async () => {
    assertEquals(await began(createMlp(IRIS), { backend: "cpu" }), 1);
    assertEquals(tf.getBackend(), "wasm");
  },
);

testOn("wasm", "timers and signals come through while the thread that calls trains", async () => {
  let ticks = 0;
  const controller = new AbortController();
  const timer = setInterval(() => {
    if (++ticks === 3) controller.abort();
  }, 1);
  const model = createMlp(IRIS);
  await assertRejects(() =>
    fit(model, randomDataset(400, 4, 3), { epochs: 1e6, signal: controller.signal })
  );
  clearInterval(timer);
  assert(ticks >= 3, `${ticks} ticks`);
});

testOn("wasm", "the thread that calls keeps its weights when training there diverges", async () => {
  const model = createMlp(IRIS);
  const before = flatWeights(model);
  await assertRejects(() =>
    fit(model, randomDataset(40, 4, 3), {
      optimizer: { name: "sgd", learningRate: 1e38 },
      epochs: 1,
      batchSize: 5,
    })
  );
  assertEquals(flatWeights(model), before);
  const { numTensors } = tf.memory();
  await fit(model, randomDataset(40, 4, 3));
  assertEquals(tf.memory().numTensors, numTensors);
});
