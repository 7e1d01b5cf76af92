import { assertEquals, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { createMlp, modelFolder, useBackend } from "tandem";
import { needs } from "../_permissions.ts";

const ignore = !needs("read", "write");

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  await useBackend("cpu");
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: "modelFolder() gives back the model that it saved, and leaves two files",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const model = createMlp({ inputSize: 5, hidden: [4], outputSize: 3 });
      await model.save(modelFolder(folder));
      const loaded = await tf.loadLayersModel(modelFolder(folder));
      const input = tf.ones([2, 5]);
      const outputs = [model, loaded].map((each) => (each.predict(input) as tf.Tensor).arraySync());
      assertEquals(outputs[1], outputs[0]);
      const files = Array.from(Deno.readDirSync(folder), ({ name }) => name).toSorted();
      assertEquals(files, ["model.json", "weights.bin"]);
    }),
});

Deno.test({
  name: "modelFolder() refuses weights that are cut short",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      await createMlp({ inputSize: 5, hidden: [], outputSize: 3 }).save(modelFolder(folder));
      await Deno.truncate(`${folder}/weights.bin`, 10);
      await assertRejects(
        () => tf.loadLayersModel(modelFolder(folder)),
        SyntaxError,
        "expected 72 bytes of weights, got 10",
      );
    }),
});

Deno.test({
  name: "modelFolder() refuses a model.json that is no model",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      for (const [text, message] of [["{", "expected JSON"], ["{}", '"modelTopology"']] as const) {
        await Deno.writeTextFile(`${folder}/model.json`, text);
        await assertRejects(() => tf.loadLayersModel(modelFolder(folder)), SyntaxError, message);
      }
    }),
});
