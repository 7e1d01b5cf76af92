import { assert, assertEquals, assertRejects } from "@std/assert";
import { exists } from "@std/fs/exists";
import { resolveConfig } from "../../src/config/resolve.ts";
import { makeNumberedRun, makeRun, reopenRun } from "../../src/run/open_run.ts";
import { findRun, markLatest, readRunConfig } from "../../src/run/run_folder.ts";
import { namesIn, testInFolder } from "../_folder.ts";

const config = resolveConfig();

/** A run that was trained. */
async function trained(folder: string): Promise<void> {
  const run = await makeRun(folder, config);
  await run.keep();
  await Deno.writeTextFile(`${folder}/metrics.jsonl`, "old\n");
  await Deno.mkdir(`${folder}/checkpoint/epoch-000003`, { recursive: true });
}

testInFolder(
  "a folder that holds a run, or a part of one, is made for no other",
  async (folder) => {
    await trained(`${folder}/run`);
    for (const part of ["config.json", "metrics.jsonl", "model", "best", "checkpoint"]) {
      await Deno.mkdir(`${folder}/with-${part}/${part}`, { recursive: true });
    }
    const parts = (await namesIn(folder)).map((name) => `${folder}/${name}`);
    assertEquals(parts.length, 6);
    for (const taken of parts) {
      const before = await namesIn(taken);
      await assertRejects(
        () => makeRun(taken, config),
        Deno.errors.AlreadyExists,
        `Cannot make run "${taken}": it holds a run; --resume goes on with it, --overwrite replaces it`,
      );
      assertEquals(await namesIn(taken), before);
    }
  },
);

testInFolder(
  "one of many processes makes a run's folder, also where the folder is there, and empty",
  async (folder) => {
    await Deno.mkdir(`${folder}/empty`);
    for (const name of ["new", "empty"]) {
      const tries = Array.from({ length: 8 }, () => makeRun(`${folder}/${name}`, config));
      const outcomes = await Promise.allSettled(tries);
      assertEquals(outcomes.filter(({ status }) => status === "fulfilled").length, 1, name);
    }
  },
);

testInFolder("runs that start in one second get folders of their own", async (folder) => {
  const made = await Promise.all(
    Array.from({ length: 4 }, () => makeNumberedRun(`${folder}/now`, config)),
  );
  const names = made.map((run) => run.folder.slice(folder.length + 1)).toSorted();
  assertEquals(names, ["now", "now-2", "now-3", "now-4"]);
});

testInFolder(
  "a run that does not begin leaves nothing, and what it would have replaced as it was",
  async (folder) => {
    const run = `${folder}/run`;
    {
      await using _run = await makeRun(run, config);
      assert(await exists(`${run}/config.json`));
    }
    assertEquals(await namesIn(folder), []);
    await Deno.mkdir(run);
    await Deno.writeTextFile(`${run}/notes.txt`, "mine");
    {
      await using _run = await makeRun(run, config);
    }
    assertEquals(await namesIn(run), ["notes.txt"]);
    await Deno.remove(run, { recursive: true });
    await trained(run);
    const before = await namesIn(run);
    {
      await using _run = await makeRun(run, config, { overwrite: true });
      assertEquals(await namesIn(run), ["config.json"]);
    }
    assertEquals(await namesIn(run), before);
    assertEquals(await namesIn(folder), ["run"]);
  },
);

testInFolder("a run that begins replaces the whole of another one, if asked to", async (folder) => {
  const run = `${folder}/run`;
  await trained(run);
  const other = resolveConfig({ flags: new Map([["seed", "2"]]) });
  {
    await using opened = await makeRun(`${run}/`, other, { overwrite: true });
    await opened.keep();
    await opened.keep();
  }
  assertEquals(await namesIn(run), ["config.json"]);
  assertEquals(await namesIn(folder), ["run"]);
  assertEquals((await readRunConfig(run)).seed, 2);
});

testInFolder(
  "a run of other choices than the command's is overwritten once it has an epoch",
  async (folder) => {
    const run = `${folder}/run`;
    {
      await using opened = await makeRun(run, { layers: 3 });
      await opened.keep();
    }
    await assertRejects(() => makeRun(run, config, { overwrite: true }), TypeError, "by hand");
    await Deno.writeTextFile(`${run}/metrics.jsonl`, '{"epoch":0,"loss":1}\n');
    await using opened = await makeRun(run, { layers: 4 }, { overwrite: true });
    await opened.keep();
    assertEquals(await Deno.readTextFile(`${run}/config.json`), '{\n  "layers": 4\n}\n');
    assertEquals(await namesIn(folder), ["run"]);
  },
);

testInFolder("what is no run is not overwritten", async (folder) => {
  const taken = `${folder}/taken`;
  await Deno.mkdir(`${taken}/model`, { recursive: true });
  await assertRejects(
    () => makeRun(taken, config, { overwrite: true }),
    TypeError,
    `Cannot overwrite "${taken}"`,
  );
  await Deno.writeTextFile(`${taken}/config.json`, '{ "name": "of another program" }');
  await assertRejects(
    () => makeRun(taken, config, { overwrite: true }),
    TypeError,
    "expected a run",
  );
  assertEquals(await namesIn(taken), ["config.json", "model"]);
  await Deno.writeTextFile(`${folder}/file`, "");
  await assertRejects(
    () => makeRun(`${folder}/file`, config, { overwrite: true }),
    TypeError,
    "expected a folder, got a file",
  );
});

testInFolder(
  "a run that is gone on with is swept of what a killed process left",
  async (folder) => {
    const run = `${folder}/run`;
    await trained(run);
    const id = crypto.randomUUID();
    await Deno.mkdir(`${run}/checkpoint/${id}.tmp`);
    await Deno.mkdir(`${run}/checkpoint/.epoch-000004.${id}.part`);
    await Deno.mkdir(`${run}/model`);
    await Deno.writeTextFile(`${run}/model/.weights.bin.${id}.part`, "half");
    await Deno.writeTextFile(`${run}/.latest.${id}.part`, "half");
    await using opened = await reopenRun(run, { ...config, epochs: 20 });
    await opened.keep();
    assertEquals(await namesIn(`${run}/checkpoint`), ["epoch-000003"]);
    assertEquals(await namesIn(`${run}/model`), []);
    assertEquals(await namesIn(run), ["checkpoint", "config.json", "metrics.jsonl", "model"]);
    assertEquals((await readRunConfig(run)).epochs, 20);
  },
);

testInFolder(
  "the latest run is found by a file beside the runs, with a byte order mark too",
  async (folder) => {
    const run = `${folder}/run`;
    await trained(run);
    await markLatest(run);
    assertEquals(await namesIn(folder), ["latest", "run"]);
    assertEquals(await findRun(`${folder}/latest`), run);
    await Deno.writeTextFile(`${folder}/latest`, "\uFEFFrun\r\n");
    assertEquals(await findRun(`${folder}/latest`), run);
  },
);
