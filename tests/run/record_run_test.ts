import { assert, assertEquals, assertRejects } from "@std/assert";
import { exists } from "@std/fs/exists";
import {
  bestFolderOf,
  checkpointFolderOf,
  fit,
  loadCheckpoint,
  makeRun,
  metricsFileOf,
  modelFolderOf,
  type OpenRun,
  parseMetrics,
  recordRun,
  type TrainEvent,
  useBackend,
} from "tandem";
import { namesIn, testInFolder } from "../_folder.ts";
import { unitModel } from "../training/_models.ts";

const [x, y] = [[1, 2, 3], [2, 4, 6]];

async function epochsOf(run: string): Promise<number[]> {
  const file = metricsFileOf(run);
  return parseMetrics(await Deno.readTextFile(file), file).map(({ epoch }) => epoch);
}

testInFolder("recordRun() leaves what fit() did, and the run is the latest", async (folder) => {
  await useBackend("cpu");
  const model = unitModel([1], { rate: 0.01 });
  await using run = await makeRun(`${folder}/run`, { epochs: 3 });
  const types: TrainEvent["type"][] = [];
  const recorder = recordRun(run, model, {
    monitor: "loss",
    onEvent: ({ type }) => void types.push(type),
  });
  await fit(model, x, y, { epochs: 3, ...recorder.options });
  assertEquals(await namesIn(run.folder), ["best", "checkpoint", "config.json", "metrics.jsonl"]);
  await recorder.finish();
  assertEquals(await epochsOf(run.folder), [0, 1, 2]);
  assertEquals((await loadCheckpoint(checkpointFolderOf(run.folder)))?.epochs, 3);
  for (const folderOf of [modelFolderOf, bestFolderOf]) {
    assertEquals(await namesIn(folderOf(run.folder)), ["model.json", "weights.bin"]);
  }
  assertEquals(await Deno.readTextFile(`${folder}/latest`), "run\n");
  assertEquals(types.filter((type) => type === "epoch").length, 3);
  assertEquals(types.at(-1), "train-end");
  model.dispose();
});

testInFolder("recordRun() keeps the run before each of its files", async (folder) => {
  await useBackend("cpu");
  const model = unitModel([1], { rate: 0.01 });
  const before: string[][] = [];
  const run: OpenRun = {
    folder: `${folder}/run`,
    config: {},
    settle: () => Promise.reject(new Error("nothing is left open")),
    keep: async () => void before.push(await namesIn(`${folder}/run`)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  await Deno.mkdir(run.folder);
  const recorder = recordRun(run, model, { monitor: "loss" });
  await fit(model, x, y, { epochs: 1, ...recorder.options });
  await recorder.finish();
  assertEquals(before, [[], ["best"], ["best", "checkpoint", "metrics.jsonl"]]);
  model.dispose();
});

testInFolder("recordRun() has the line of an epoch before its checkpoint", async (folder) => {
  await useBackend("cpu");
  const model = unitModel([1], { rate: 0.01 });
  await using run = await makeRun(`${folder}/run`, {});
  await Deno.writeTextFile(checkpointFolderOf(run.folder), "in the way");
  const recorder = recordRun(run, model, { monitor: "loss" });
  await assertRejects(() => fit(model, x, y, { epochs: 1, ...recorder.options }));
  assertEquals(await epochsOf(run.folder), [0]);
  model.dispose();
});

testInFolder(
  "recordRun() writes the number of workers that training chose, for a repeat",
  async (folder) => {
    await useBackend("cpu");
    const model = unitModel([1], { rate: 0.01 });
    await using run = await makeRun(`${folder}/run`, { workers: "auto", epochs: 1 });
    const recorder = recordRun(run, model, { monitor: "loss" });
    await fit(model, x, y, { epochs: 1, workers: "auto", ...recorder.options });
    await recorder.finish();
    const config = JSON.parse(await Deno.readTextFile(`${run.folder}/config.json`));
    assertEquals(config, { workers: 1, epochs: 1 });
    model.dispose();
  },
);

testInFolder("a run whose training does not begin is not recorded", async (folder) => {
  await useBackend("cpu");
  const model = unitModel([1], { rate: 0.01 });
  {
    await using run = await makeRun(`${folder}/run`, {});
    assert(await exists(`${folder}/run`));
    const { options } = recordRun(run, model);
    await assertRejects(() => fit(model, x, y, { ...options }), TypeError, "val_loss");
  }
  assertEquals(await namesIn(folder), []);
  model.dispose();
});
