import { assertEquals, assertMatch } from "@std/assert";
import { catalog } from "tandem";
import config from "../../deno.json" with { type: "json" };
import { sha256 } from "../../src/dataset/digest.ts";
import { gunzip } from "../../src/dataset/gunzip.ts";
import { mirrorHosts } from "../../src/dataset/mirror_hosts.ts";
import { outputNamesOf, taskOf } from "../../src/dataset/task_of.ts";
import { needs } from "../_permissions.ts";

const HASH = /^[0-9a-f]{64}$/;

/** Where Debian's package dataset-fashion-mnist puts its files. */
const FASHION = "/usr/share/datasets/fashion-mnist";
const installed = needs("read") && await Deno.stat(FASHION).then(() => true, () => false);

Deno.test("each data set has a file for each role, and names for its classes that differ", () => {
  for (const entry of Object.values(catalog)) {
    const roles = entry.files.map(({ role }) => role);
    const expected = entry.kind === "images"
      ? ["trainImages", "trainLabels", "testImages", "testLabels"]
      : ["rows"];
    assertEquals(roles, expected);
    const names = outputNamesOf(taskOf(entry));
    assertEquals(new Set(names).size, names.length);
    assertEquals(new Set(entry.files.map(({ name }) => name)).size, entry.files.length);
  }
});

Deno.test("every file comes from a source that something in the catalogue vouches for", () => {
  for (const [name, { files, sources }] of Object.entries(catalog)) {
    for (const source of sources) {
      if (source.kind === "zip") assertMatch(source.sha256, HASH);
      for (const { rawSha256, gzSha256 } of files) {
        const hashes = { npm: rawSha256, http: rawSha256 ?? gzSha256, zip: source.kind };
        assertEquals(hashes[source.kind] !== undefined, true, name);
        for (const hash of [rawSha256, gzSha256]) assertMatch(hash ?? "0".repeat(64), HASH);
      }
    }
    const hashes = files.flatMap(({ rawSha256, gzSha256 }) => [rawSha256 ?? [], gzSha256 ?? []]);
    assertEquals(new Set(hashes.flat()).size, hashes.flat().length, name);
  }
});

Deno.test("sizes of images follow from the numbers of samples, and EMNIST's numbers from its authors'", () => {
  for (const entry of Object.values(catalog)) {
    if (entry.kind !== "images") continue;
    const { train, test } = entry.samples;
    const sizes = entry.files.map(({ rawBytes }) => rawBytes);
    assertEquals(sizes, [16 + 784 * train, 8 + train, 16 + 784 * test, 8 + test]);
  }
  // Characters in each part, by the page of the data set.
  const totals = {
    "emnist-digits": 280_000,
    "emnist-letters": 145_600,
    "emnist-balanced": 131_600,
  };
  for (const [name, total] of Object.entries(totals)) {
    const { train, test } = catalog[name as keyof typeof totals].samples;
    assertEquals(train + test, total);
  }
});

Deno.test("the classes of EMNIST's balanced part are digits, capitals, and the small letters that look unlike them", () => {
  assertEquals(
    catalog["emnist-balanced"].classNames.join(""),
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt",
  );
  assertEquals(catalog["emnist-letters"].classNames.length, 26);
});

Deno.test("the tasks that download may reach every mirror of the catalogue, and nothing else", () => {
  const hosts = mirrorHosts();
  const { tasks } = config;
  for (const name of ["data", "train", "train:native", "evaluate", "compile"] as const) {
    const [, allowed = ""] = /--allow-net=(\S+)/.exec(tasks[name].command) ?? [];
    assertEquals(new Set(allowed.split(",")), hosts, name);
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
