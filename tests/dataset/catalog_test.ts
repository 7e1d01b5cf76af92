import { assertEquals, assertMatch } from "@std/assert";
import { catalog } from "tandem";
import config from "../../deno.json" with { type: "json" };
import { sha256 } from "../../src/dataset/digest.ts";
import { gunzip } from "../../src/dataset/gunzip.ts";
import { needs } from "../_permissions.ts";

/** Where Debian's package dataset-fashion-mnist puts its files. */
const FASHION = "/usr/share/datasets/fashion-mnist";
const installed = needs("read") && await Deno.stat(FASHION).then(() => true, () => false);

Deno.test("each data set has a file for each role, and names for its classes that differ", () => {
  for (const { files, classNames } of Object.values(catalog)) {
    const roles = files.map(({ role }) => role);
    assertEquals(roles, ["trainImages", "trainLabels", "testImages", "testLabels"]);
    assertEquals(new Set(classNames).size, classNames.length);
    for (const { rawSha256, gzSha256 } of files) {
      for (const hash of [rawSha256, gzSha256]) assertMatch(hash, /^[0-9a-f]{64}$/);
    }
  }
});

Deno.test("the tasks that download may reach every mirror of the catalogue, and nothing else", () => {
  const sources = Object.values(catalog).flatMap((entry) => entry.sources);
  const hosts = sources.flatMap((source) =>
    source.kind === "http" ? [new URL(source.base).host] : []
  );
  const { tasks } = config;
  for (const name of ["data", "train", "train:native", "evaluate", "compile"] as const) {
    const [, allowed = ""] = /--allow-net=(\S+)/.exec(tasks[name].command) ?? [];
    assertEquals(new Set(allowed.split(",")), new Set(hosts), name);
  }
});

Deno.test({
  name: "Fashion-MNIST as Debian packages it is the one in the catalogue",
  ignore: !installed,
  fn: async () => {
    for (const { name, rawBytes, rawSha256 } of catalog["fashion-mnist"].files) {
      const raw = await gunzip(await Deno.readFile(`${FASHION}/${name}.gz`));
      assertEquals([raw.length, await sha256(raw)], [rawBytes, rawSha256]);
    }
  },
});
