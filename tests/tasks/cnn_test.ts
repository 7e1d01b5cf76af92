import * as tf from "@tensorflow/tfjs";
import { assertEquals, assertGreaterOrEqual, assertLess } from "@std/assert";
import { loadDataset, loadModelFile, modelFolder, sliceDataset, useBackend } from "tandem";
import { probabilitiesOf } from "../../src/model/classify.ts";
import { testInFolder } from "../_folder.ts";
import { needs } from "../_permissions.ts";
import { runTask } from "./_task.ts";

const SMALL = ["--limit-train=2000", "--limit-test=1000", "--epochs=4", "--batch-size=25"];
const DIGITS = 40;

if (needs("run")) {
  testInFolder(
    "train --model cnn learns from 2,000 digits, and its model says the same in stock tfjs",
    async (folder) => {
      const run = `${folder}/run`;
      const { code, stdout, stderr } = await runTask(
        "train",
        "--model=cnn",
        ...SMALL,
        `--out=${run}`,
      );
      assertEquals(code, 0, stderr);
      // It has 0.945, where the perceptron has 0.89.
      assertGreaterOrEqual(Number(/accuracy: (.*)/.exec(stdout)?.[1]), 0.92);
      const evaluated = await runTask("evaluate", `--run=${run}`);
      assertEquals(evaluated.code, 0, evaluated.stderr);
      const { inputs } = sliceDataset((await loadDataset("mnist")).test, 0, DIGITS);
      const pixels = Float32Array.from(inputs.data, (byte) => byte * inputs.scale);
      await useBackend("cpu");
      const stock = await tf.loadLayersModel(modelFolder(`${run}/model`));
      const expected = tf.tidy(() =>
        (stock.predict(tf.tensor4d(pixels, [DIGITS, 28, 28, 1])) as tf.Tensor).dataSync<"float32">()
      );
      stock.dispose();
      await useBackend("wasm");
      const ours = await loadModelFile(`${run}/model/model.json`, 1);
      const images = Array.from(
        { length: DIGITS },
        (_, i) => pixels.subarray(i * 784, (i + 1) * 784),
      );
      const actual = probabilitiesOf(ours, images).flat();
      ours.dispose();
      // Sums in another order: rounding of float32 over three layers.
      actual.forEach((value, i) => assertLess(Math.abs(value - (expected[i] ?? NaN)), 1e-5));
    },
  );

  testInFolder(
    "train --augment with LeNet-5 repeats from its config.json bit for bit",
    async (folder) => {
      const [first, second] = [`${folder}/first`, `${folder}/second`];
      const short = ["--limit-train=200", "--limit-test=50", "--epochs=1", "--augment"];
      const trained = await runTask("train", "--model=lenet", ...short, `--out=${first}`);
      assertEquals(trained.code, 0, trained.stderr);
      const again = await runTask("train", `--config=${first}/config.json`, `--out=${second}`);
      assertEquals(again.stdout, trained.stdout, again.stderr);
      for (const file of ["config.json", "model/weights.bin"]) {
        assertEquals(
          await Deno.readFile(`${second}/${file}`),
          await Deno.readFile(`${first}/${file}`),
        );
      }
    },
  );
}
