import { assertAlmostEquals, assertEquals, assertGreater } from "@std/assert";
import {
  createCnn,
  createDataset,
  createMlp,
  type Dataset,
  evaluate,
  evaluateClasses,
  fit,
  type LayersModel,
} from "tandem";
import { defaultsOf } from "../../src/model/task_defaults.ts";
import { randomStream } from "../../src/parallel/random.ts";
import { copyWeights } from "../../src/model/topology.ts";
import { relativeDistance } from "../_fixtures.ts";
import { testOn } from "./_models.ts";

const SIZE = 120;
const SIDE = 6;
const classNames = ["dark", "light"] as const;

/** Pictures, a third of them lighter than the others. */
function pictures(): Dataset {
  const random = randomStream(7);
  const labels = Float32Array.from({ length: SIZE }, (_, i) => i % 3 === 0 ? 1 : 0);
  const pixels = [...labels].flatMap((label) =>
    Array.from({ length: SIDE * SIDE }, () => 0.6 * random() + 0.3 * label)
  );
  return createDataset({
    inputs: { data: Float32Array.from(pixels), shape: [SIDE, SIDE] },
    targets: { data: labels, shape: [1] },
  });
}

const { outputSize, outputActivation, loss, metrics } = defaultsOf({ kind: "binary", classNames });
const common = { outputSize, outputActivation, loss, metrics, learningRate: 0.02 };
const MODELS: Readonly<Record<string, () => LayersModel>> = {
  perceptron: () => createMlp({ inputSize: SIDE * SIDE, hidden: [8], ...common }),
  CNN: () => createCnn({ inputShape: [SIDE, SIDE], filters: [4], ...common }),
};

for (const [name, create] of Object.entries(MODELS)) {
  testOn(
    "wasm",
    `a ${name} of one output learns two classes, on 1 and 3 workers alike`,
    async () => {
      const dataset = pictures();
      const weights: Float32Array[] = [];
      for (const workers of [1, 3]) {
        const model = create();
        const { history } = await fit(model, dataset, {
          workers,
          epochs: 12,
          batchSize: 25,
          classWeight: { 0: 1, 1: 2 },
        });
        assertEquals(Object.keys(history), ["loss", "acc", "auc"]);
        const { accuracy, auc } = evaluate<"accuracy" | "auc">(model, dataset);
        assertGreater(accuracy, 0.9);
        assertGreater(auc, 0.97);
        const { classes, confusion, macro } = evaluateClasses(model, dataset, { classNames });
        const counts = classes.map(({ name, samples }) => `${name} ${samples}`);
        assertEquals(counts, ["dark 80", "light 40"]);
        const right = (confusion[0]?.[0] ?? NaN) + (confusion[1]?.[1] ?? NaN);
        assertAlmostEquals(right / SIZE, accuracy, 1e-6);
        assertEquals(macro.samples, SIZE);
        weights.push(copyWeights(model));
        model.dispose();
      }
      const [one = [], three = []] = weights;
      // Sums over shards are rounded in another order, and Adam divides by small numbers.
      assertEquals(relativeDistance(three, one) < 1e-2, true);
    },
  );
}

testOn(
  "wasm",
  "a class's weight multiplies the loss of its samples where one output tells two",
  async () => {
    const { inputs, targets } = pictures();
    const dataset = createDataset({ inputs, targets });
    const lossOf = async (classWeight?: Record<number, number>): Promise<number> => {
      const model = MODELS["perceptron"]?.();
      if (!model) return NaN;
      const { history } = await fit(model, dataset, {
        batchSize: "full",
        ...(classWeight ? { classWeight } : {}),
      });
      model.dispose();
      return history["loss"]?.[0] ?? NaN;
    };
    const [whole, zeros, ones] = [await lossOf(), await lossOf({ 1: 0 }), await lossOf({ 0: 0 })];
    assertAlmostEquals(zeros + ones, whole, 1e-6);
    assertAlmostEquals(await lossOf({ 0: 3, 1: 0.5 }), 3 * zeros + 0.5 * ones, 1e-5);
  },
);

testOn("wasm", "labels of several outputs are learnt each on its own, with their auc", async () => {
  const { inputs, targets } = pictures();
  const labels = Float32Array.from([...targets.data].flatMap((label) => [label, 1 - label]));
  const dataset = createDataset({ inputs, targets: { data: labels, shape: [2] } });
  const defaults = defaultsOf({ kind: "multi-label", labels: ["light", "dark"] });
  const model = createMlp({ inputSize: SIDE * SIDE, hidden: [8], learningRate: 0.02, ...defaults });
  await fit(model, dataset, { epochs: 10, batchSize: 25 });
  const found = evaluate<"binaryAccuracy" | "auc">(model, dataset);
  assertGreater(found.auc, 0.97);
  assertGreater(found.binaryAccuracy, 0.9);
  model.dispose();
});
