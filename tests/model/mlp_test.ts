import type * as tf from "@tensorflow/tfjs";
import {
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
  assertThrows,
} from "@std/assert";
import { createMlp, evaluate, fit, type MlpOptions, useBackend } from "tandem";
import { needs } from "../_permissions.ts";
import { randomDataset } from "../_fixtures.ts";
import { flatWeights } from "../parallel/_data_parallel.ts";

const SIZES = { inputSize: 12, hidden: [9, 9], outputSize: 4 };

function kernels(model: tf.LayersModel): Float32Array[] {
  return model.layers.filter((layer) => layer.getClassName() === "Dense")
    .map((layer) => layer.getWeights()[0]?.dataSync<"float32">() ?? new Float32Array());
}

Deno.test("createMlp() puts normalisation before the activation and dropout after it, in hidden layers alone", async () => {
  await useBackend("cpu");
  const model = createMlp({ ...SIZES, batchNorm: true, dropout: 0.5, activation: "tanh" });
  const names = model.layers.map((layer) => layer.getClassName());
  const hidden = ["Dense", "BatchNormalization", "Activation", "Dropout"];
  assertEquals(names, [...hidden, ...hidden, "Dense"]);
  assertEquals(model.layers[0]?.getWeights().length, 1);
  model.dispose();
});

Deno.test("createMlp() penalises the kernels by l1·Σ|w| + l2·Σw²", async () => {
  await useBackend("cpu");
  const model = createMlp({ ...SIZES, l1: 0.01, l2: 0.1 });
  const expected = kernels(model).flatMap((kernel) => [...kernel])
    .reduce((sum, weight) => sum + 0.01 * Math.abs(weight) + 0.1 * weight * weight, 0);
  const actual = model.calculateLosses()
    .reduce((sum, penalty) => sum + (penalty.dataSync()[0] ?? NaN), 0);
  assertAlmostEquals(actual, expected, 1e-4);
  model.dispose();
});

Deno.test("createMlp() refuses a dropout of 1 and a negative penalty", () => {
  assertThrows(() => createMlp({ ...SIZES, dropout: 1 }), RangeError, "dropout 1");
  assertThrows(() => createMlp({ ...SIZES, l1: -1 }), RangeError, "l1 -1");
  assertThrows(() => createMlp({ ...SIZES, l2: NaN }), RangeError, "l2 NaN");
});

const REGULARISED: readonly Partial<MlpOptions>[] = [
  { dropout: 0.3 },
  { batchNorm: true },
  { dropout: 0.2, batchNorm: true, l2: 0.001 },
];

for (const options of REGULARISED) {
  Deno.test({
    name: `training with ${Object.keys(options).join(", ")} on 3 workers gives the same bits again`,
    ignore: !needs("read"),
    fn: async () => {
      await useBackend("wasm");
      const train = async (seed: number): Promise<Float32Array> => {
        const model = createMlp({ ...SIZES, ...options });
        const dataset = randomDataset(50, 12, 4);
        await fit(model, dataset, { epochs: 2, batchSize: 20, workers: 3, seed });
        const weights = flatWeights(model);
        assertGreater(evaluate(model, dataset).loss, 0);
        model.dispose();
        return weights;
      };
      const first = await train(1);
      assertEquals(await train(1), first);
      assertEquals((await train(2)).every((value, i) => value === first[i]), false);
    },
  });
}

Deno.test({
  name: "dropout leaves out other units in every step and on every worker",
  ignore: !needs("read"),
  fn: async () => {
    await useBackend("wasm");
    const weights = async (steps: number, workers: number): Promise<Float32Array> => {
      const model = createMlp({ inputSize: 12, hidden: [40], outputSize: 4, dropout: 0.5 });
      const start = flatWeights(model);
      const optimizer = { name: "sgd", learningRate: 1 } as const;
      const dataset = randomDataset(1, 12, 4);
      await fit(model, dataset, { epochs: steps, batchSize: 1, workers, optimizer });
      const moved = flatWeights(model).map((value, i) => value - (start[i] ?? 0));
      model.dispose();
      // The first layer's kernel, whose columns are units.
      return moved.subarray(0, 12 * 40);
    };
    const still = (moved: Float32Array): number =>
      Array.from({ length: 40 }, (_, unit) => unit)
        .filter((unit) =>
          Array.from({ length: 12 }, (_, i) => moved[i * 40 + unit]).every((v) => v === 0)
        )
        .length;
    const [once, often] = [still(await weights(1, 1)), still(await weights(12, 1))];
    assertGreater(once, 10);
    // A mask that never changed would leave the same units out throughout.
    assertLess(often, once);
  },
});
