import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { useBackend } from "tandem";
import {
  compilableLoss,
  LOSSES,
  lossFunction,
  lossNameOf,
  lossPerSample,
  softmaxCrossEntropy,
  softmaxCrossEntropyPerSample,
} from "../../src/model/losses.ts";
import { describeModel } from "../../src/model/recipe.ts";
import { randomStream } from "../../src/parallel/random.ts";
import { relativeDistance } from "../_fixtures.ts";
import { needs } from "../_permissions.ts";
import {
  type ActivationName,
  PAIRS,
  REFERENCE_ACTIVATIONS,
  REFERENCE_LOSSES,
  type TargetKind,
} from "./_reference_losses.ts";

const SAMPLES = 7;
const WIDTH = 4;
const random = randomStream(5);
const logits = rows(() => 3 * random() - 1.5);

function rows(value: (column: number) => number): number[][] {
  return Array.from(
    { length: SAMPLES },
    () => Array.from({ length: WIDTH }, (_, column) => value(column)),
  );
}

function targetsOf(kind: TargetKind): number[][] {
  switch (kind) {
    case "classes":
      return logits.map((_, i) => Array.from({ length: WIDTH }, (_, j) => j === i % 3 ? 1 : 0));
    case "bits":
      return rows(() => Math.round(random()));
    case "signs":
      return rows(() => random() < 0.5 ? -1 : 1);
    case "positive":
      return rows(() => 0.1 + 2 * random());
    case "shares":
      return rows(() => random()).map((row) => REFERENCE_ACTIVATIONS.softmax(row));
    case "any":
      return rows(() => 4 * random() - 2);
  }
}

function activate(name: ActivationName, z: tf.Tensor): tf.Tensor {
  return tf.layers.activation({ activation: name }).apply(z) as tf.Tensor;
}

/** The gradient with respect to the logits, by central differences in float64. */
function differences(f: (z: readonly number[], sample: number) => number): number[] {
  const h = 1e-5;
  return logits.flatMap((z, sample) =>
    z.map((value, i) => (f(z.with(i, value + h), sample) - f(z.with(i, value - h), sample)) / 2 / h)
  );
}

const backends = needs("read") ? ["cpu", "wasm"] as const : ["cpu"] as const;

for (const backend of backends) {
  for (const [name, kind, activations] of PAIRS) {
    const targets = targetsOf(kind);
    for (const activation of activations) {
      const reference = (z: readonly number[], sample: number): number =>
        REFERENCE_LOSSES[name](targets[sample] ?? [], REFERENCE_ACTIVATIONS[activation](z));

      Deno.test(`"${name}" after "${activation}" agrees with its definition in float64, on ${backend}`, async () => {
        await useBackend(backend);
        tf.tidy(() => {
          const outputs = activate(activation, tf.tensor2d(logits));
          const actual = lossPerSample(name)(tf.tensor2d(targets), outputs);
          assertEquals(actual.shape, [SAMPLES]);
          const expected = logits.map(reference);
          assertLess(relativeDistance(actual.dataSync(), expected), 2e-6);
          const [mean = NaN] = lossFunction(name)(tf.tensor2d(targets), outputs).dataSync();
          const meanExpected = expected.reduce((sum, loss) => sum + loss) / SAMPLES;
          assertAlmostEquals(mean, meanExpected, 2e-6 * Math.max(1, Math.abs(meanExpected)));
        });
      });

      Deno.test(`the gradient of "${name}" after "${activation}" agrees with finite differences, on ${backend}`, async () => {
        await useBackend(backend);
        const expected = differences(reference).map((slope) => slope / SAMPLES);
        tf.tidy(() => {
          const t = tf.tensor2d(targets);
          const gradient = tf.grad((z) => lossFunction(name)(t, activate(activation, z)));
          // float32 carries 7 digits, and the logarithms of clipped values lose some of them.
          assertLess(relativeDistance(gradient(tf.tensor2d(logits)).dataSync(), expected), 1e-5);
        });
      });
    }
  }

  Deno.test(`softmaxCrossEntropy() agrees with its definition and with finite differences, on ${backend}`, async () => {
    await useBackend(backend);
    const targets = targetsOf("classes");
    const reference = (z: readonly number[], sample: number): number =>
      REFERENCE_LOSSES.categoricalCrossentropy(
        targets[sample] ?? [],
        REFERENCE_ACTIVATIONS.softmax(z),
      );
    const expected = differences(reference).map((slope) => slope / SAMPLES);
    tf.tidy(() => {
      const labels = tf.tensor1d(targets.map((row) => row.indexOf(1)));
      for (const t of [tf.tensor2d(targets), labels]) {
        const each = softmaxCrossEntropyPerSample(t, tf.tensor2d(logits)).dataSync();
        assertLess(relativeDistance(each, logits.map(reference)), 1e-6);
        const gradient = tf.grad((z) => softmaxCrossEntropy(t, z))(tf.tensor2d(logits));
        assertLess(relativeDistance(gradient.dataSync(), expected), 1e-6);
        const weighted = tf.grad((z) => tf.mean(softmaxCrossEntropyPerSample(t, z)));
        const slopes = weighted(tf.tensor2d(logits)).dataSync();
        assertLess(relativeDistance(slopes, expected), 1e-6);
      }
    });
  });
}

for (const [name, kind, [activation = "linear"]] of PAIRS) {
  Deno.test(`"${name}" gives what a model compiled with it gives, and is found in that model`, async () => {
    await useBackend("cpu");
    const model = tf.sequential({
      layers: [tf.layers.activation({ activation, inputShape: [WIDTH] })],
    });
    model.compile({ optimizer: "sgd", loss: compilableLoss(name) });
    assertEquals(describeModel(model).outputs[0]?.loss, name);
    const sparse = name === "sparseCategoricalCrossentropy";
    const targets = targetsOf(kind);
    tf.tidy(() => {
      const x = tf.tensor2d(logits);
      const y = sparse ? tf.tensor2d(targets.map((row) => [row.indexOf(1)])) : tf.tensor2d(targets);
      const [expected = NaN] = (model.evaluate(x, y) as tf.Scalar).dataSync();
      const outputs = model.apply(x) as tf.Tensor;
      const [actual = NaN] = lossFunction(name)(y, outputs).dataSync();
      assertAlmostEquals(actual, expected, 1e-6 * Math.max(1, Math.abs(expected)));
    });
    model.dispose();
  });
}

Deno.test("lossPerSample() gives one value a sample where a sample has several vectors", async () => {
  await useBackend("cpu");
  tf.tidy(() => {
    const targets = tf.oneHot(tf.tensor2d([[0, 1, 2], [2, 2, 0]], [2, 3], "int32"), 3);
    const outputs = tf.softmax(tf.tensor3d(logits.flat().slice(0, 18), [2, 3, 3]));
    const whole = lossPerSample("categoricalCrossentropy")(targets, outputs);
    const labels = tf.tensor2d([[0, 1, 2], [2, 2, 0]]);
    const sparse = lossPerSample("sparseCategoricalCrossentropy")(labels, outputs);
    assertEquals(whole.shape, [2]);
    const [first = NaN] = lossFunction("categoricalCrossentropy")(
      targets.slice(0, 1),
      outputs.slice(0, 1),
    ).dataSync();
    assertAlmostEquals(whole.dataSync()[0] ?? NaN, first, 1e-6);
    assertEquals(sparse.dataSync(), whole.dataSync());
  });
});

Deno.test("lossPerSample() leaves no tensor but its result", async () => {
  await useBackend("cpu");
  const targets = tf.tensor2d(targetsOf("classes"));
  const outputs = tf.softmax(tf.tensor2d(logits));
  for (const name of LOSSES) {
    const before = tf.memory().numTensors;
    lossPerSample(name)(targets, outputs).dispose();
    lossFunction(name)(targets, outputs).dispose();
    assertEquals(tf.memory().numTensors, before);
  }
  tf.dispose([targets, outputs]);
});

Deno.test("lossNameOf() reads the spellings of tfjs and Keras, and abbreviations", () => {
  for (const name of LOSSES) {
    assertEquals(lossNameOf(name), name);
    const snake = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    assertEquals(lossNameOf(snake), name);
  }
  assertEquals(lossNameOf("MSE"), "meanSquaredError");
  assertEquals(lossNameOf("kl_divergence"), "kullbackLeiblerDivergence");
  assertEquals(lossNameOf("log_cosh"), "logcosh");
  assertEquals(lossNameOf("hings"), undefined);
  assertEquals(lossNameOf("constructor"), undefined);
});

Deno.test("lossNameOf() finds the functions of tf.losses and tf.metrics", () => {
  assertEquals(lossNameOf(tf.losses.huberLoss), "huber");
  assertEquals(lossNameOf(tf.metrics.meanSquaredError), "meanSquaredError");
  assertEquals(lossNameOf(() => tf.scalar(0)), undefined);
});
