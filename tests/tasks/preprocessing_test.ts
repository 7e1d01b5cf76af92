import { assertEquals, assertMatch } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { catalog, createMlp, modelFolder, useBackend } from "tandem";
import { resolveConfig } from "../../src/config/resolve.ts";
import { type Preprocessing, preprocessingOf } from "../../src/dataset/preprocessing.ts";
import { saveTrained } from "../../src/model/save_trained.ts";
import { saveConfig } from "../../src/run/run_folder.ts";
import { testInFolder } from "../_folder.ts";
import { needs } from "../_permissions.ts";
import { encodeIdx } from "../dataset/_idx_files.ts";
import { runTask } from "./_task.ts";

const LETTERS = Array.from("abcdefghij");
const BYTES = { shape: [28, 28], scale: 1 / 255 };
const letters: Preprocessing = {
  ...preprocessingOf(catalog.mnist, BYTES),
  classNames: LETTERS,
};

/** Saves a model that says 1 where the pixels' sum is above 1000, which 784 pixels up to 1 do not reach, else 0. */
async function saveSummingModel(folder: string, preprocessing?: Preprocessing): Promise<void> {
  await useBackend("cpu");
  const model = createMlp({ inputSize: 784, hidden: [], outputSize: 10 });
  const ones = Float32Array.from({ length: 7840 }, (_, i) => i % 10 === 1 ? 1 : 0);
  const kernel = tf.tensor2d(ones, [784, 10]);
  const bias = tf.tensor1d([1000, ...new Array<number>(9).fill(0)]);
  model.setWeights([kernel, bias]);
  if (preprocessing) await saveTrained(folder, model, preprocessing);
  else await model.save(modelFolder(folder));
  tf.dispose([kernel, bias]);
  model.dispose();
}

/** Writes white pictures under the names of a data set's files, one of each class. */
async function writeWhite(folder: string): Promise<void> {
  for (const { name, role } of catalog.mnist.files) {
    const bytes = role.endsWith("Images")
      ? encodeIdx([10, 28, 28], new Uint8Array(7840).fill(255))
      : encodeIdx([10], Uint8Array.from({ length: 10 }, (_, i) => i));
    await Deno.writeFile(`${folder}/${name}`, bytes);
  }
}

async function writeStroke(file: string): Promise<void> {
  const picture = new PNG({ width: 40, height: 40 });
  picture.data.fill(255);
  picture.data.fill(0, 4 * 40 * 18 + 80, 4 * 40 * 18 + 100);
  await Deno.writeFile(file, new Uint8Array(PNG.sync.write(picture)));
}

async function succeed(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await runTask(...args);
  assertEquals(code, 0, stderr);
  return JSON.parse(stdout);
}

if (needs("read", "write", "run")) {
  testInFolder(
    "predict asks a model what lies beside it, else its run's data set",
    async (folder) => {
      const picture = `${folder}/a.png`;
      await writeStroke(picture);
      await saveSummingModel(`${folder}/plain`);
      await saveSummingModel(`${folder}/letters`, letters);
      await saveSummingModel(`${folder}/bytes`, { ...letters, scale: 1 });
      const ask = async (where: string): Promise<unknown[]> => {
        const { class: label, name } = await succeed("predict", "--json", where, picture);
        return [label, name];
      };
      assertEquals(await ask(`--model=${folder}/plain`), [0, "0"]);
      assertEquals(await ask(`--model=${folder}/letters/model.json`), [0, "a"]);
      assertEquals(await ask(`--model=${folder}/bytes`), [1, "b"]);

      const flags = new Map([["dataset", "fashion-mnist"]]);
      await Deno.mkdir(`${folder}/run`);
      await saveConfig(`${folder}/run`, resolveConfig({ flags }));
      await Deno.rename(`${folder}/plain`, `${folder}/run/model`);
      await Deno.rename(`${folder}/letters`, `${folder}/run/best`);
      assertEquals(await ask(`--run=${folder}/run`), [0, "T-shirt/top"]);
      assertEquals(await ask(`--model=${folder}/run/best`), [0, "a"]);
    },
  );

  testInFolder("evaluate scales and names as the model knows it", async (folder) => {
    await writeWhite(folder);
    await saveSummingModel(`${folder}/plain`);
    await saveSummingModel(`${folder}/letters`, letters);
    await saveSummingModel(`${folder}/bytes`, { ...letters, scale: 1 });
    const ask = async (model: string, ...more: string[]): Promise<unknown[]> => {
      const flags = ["--json", `--data-dir=${folder}`, `--model=${folder}/${model}`, ...more];
      const result = await succeed("evaluate", ...flags);
      const { classes: [first], confusion: [row] } = result as {
        classes: { name: string }[];
        confusion: number[][];
      };
      return [first?.name, row?.indexOf(1)];
    };
    assertEquals(await ask("plain"), ["0", 0]);
    assertEquals(await ask("letters"), ["a", 0]);
    assertEquals(await ask("bytes"), ["a", 1]);
    assertEquals(await ask("letters", "--dataset=fashion-mnist"), ["T-shirt/top", 0]);
  });

  testInFolder("train saves what the inputs went through beside each model", async (folder) => {
    await writeWhite(folder);
    const size = ["--epochs=1", "--batch-size=10", "--hidden=4", "--workers=1"];
    const out = `--out=${folder}/run`;
    const trained = await runTask("train", ...size, `--data-dir=${folder}`, out);
    assertEquals(trained.code, 0, trained.stderr);
    for (const model of ["model", "best"]) {
      const text = await Deno.readTextFile(`${folder}/run/${model}/preprocessing.json`);
      assertEquals(JSON.parse(text), preprocessingOf(catalog.mnist, BYTES));
    }
  });

  testInFolder("a broken preprocessing.json is one line", async (folder) => {
    const picture = `${folder}/a.png`;
    await writeStroke(picture);
    await writeWhite(folder);
    await saveSummingModel(`${folder}/model`);
    await Deno.writeTextFile(`${folder}/model/preprocessing.json`, '{"kind":"images"}');
    for (const command of [["predict", picture], ["evaluate", `--data-dir=${folder}`]]) {
      const model = `--model=${folder}/model`;
      const { code, stdout, stderr } = await runTask(...command, model);
      assertMatch(stderr, /^error: Cannot read preprocessing ".*": expected "shape" .*\n$/);
      assertEquals([code, stdout], [2, ""]);
    }
  });
}
