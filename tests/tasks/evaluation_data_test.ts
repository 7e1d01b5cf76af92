import { assertEquals, assertRejects } from "@std/assert";
import { loadDataset } from "tandem";
import { readFlags, UsageError } from "../../tasks/_command.ts";
import { openEvaluation } from "../../tasks/_evaluation_data.ts";
import { train } from "../../tasks/train.ts";
import { needs } from "../_permissions.ts";

Deno.test({
  name: "a model of a table by name is evaluated on what its inputs went through, and on no other",
  ignore: !needs("read", "write"),
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const [dir, run] = [`${folder}/data`, `${folder}/run`];
      const own = ["--dataset", "iris", "--validation-split", "0.5", "--epochs", "1", "--quiet"];
      assertEquals(await train([...own, "--dir", dir, "--out", run]), 0);
      const saved = { file: `${run}/model/model.json`, run };
      const table = { values: { dir: "", dataset: "" }, switches: { quiet: "" } };
      const { test } = await openEvaluation(readFlags(["--dir", dir], table), saved);
      const trained = await loadDataset("iris", { dir, validationSplit: 0.5 });
      assertEquals(test.inputs.data, trained.test.inputs.data);
      // Without its run, nobody knows which rows validated.
      const flags = readFlags(["--dir", dir, "--dataset", "iris"], table);
      const alone = { ...saved, run: undefined };
      await assertRejects(() => openEvaluation(flags, alone), UsageError, "other rows");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
