import { assertEquals } from "@std/assert";
import { catalog } from "tandem";
import { resolveConfig } from "../../src/config/resolve.ts";
import { findRunDataset } from "../../src/run/run_dataset.ts";
import { saveConfig } from "../../src/run/run_folder.ts";
import { needs } from "../_permissions.ts";
import { temporaryFolder } from "../dataset/_idx_files.ts";

Deno.test({
  name: "findRunDataset() reads the data set of a run, and does without where it cannot",
  ignore: !needs("read", "write"),
  fn: async () => {
    await using run = await temporaryFolder();
    assertEquals(await findRunDataset(run.path), undefined);
    const flags = new Map([["dataset", "fashion-mnist"]]);
    await saveConfig(run.path, resolveConfig({ flags }));
    assertEquals(await findRunDataset(run.path), catalog["fashion-mnist"]);
    await Deno.writeTextFile(`${run.path}/config.json`, '{"dataset":"unknown"}');
    assertEquals(await findRunDataset(run.path), undefined);
  },
});
