import { assertEquals, assertRejects } from "@std/assert";
import { DownloadError } from "../../src/dataset/download_error.ts";
import { downloadDataset, loadDataset } from "../../src/dataset/load.ts";
import { needs } from "../_permissions.ts";
import { type Bytes, createFixture, serve, temporaryFolder } from "./_idx_files.ts";

const fixture = await createFixture();
const ignore = !needs("read", "write");

async function fill(dir: string, files: Map<string, Bytes>, suffix = ""): Promise<void> {
  for (const [name, bytes] of files) await Deno.writeFile(`${dir}/${name}${suffix}`, bytes);
}

for (
  const [kind, files, suffix] of [["raw", fixture.raw, ""], ["gz", fixture.gz, ".gz"]] as const
) {
  Deno.test({
    name: `loadDataset() reads ${kind} files from dataDir`,
    ignore,
    async fn(): Promise<void> {
      await using folder = await temporaryFolder();
      await fill(folder.path, files, suffix);
      for (const name of ["mnist", "fashion-mnist"] as const) {
        const { train, test } = await loadDataset(name, { dataDir: folder.path });
        assertEquals([train.size, test.size, train.classes], [6, 3, 10]);
        assertEquals(train.inputs.shape, [2, 3]);
        assertEquals([...test.targets.data], [0, 1, 2]);
      }
    },
  });
}

const MISNAMED: readonly (readonly [string, Map<string, Bytes>, (name: string) => string])[] = [
  ["that a browser unpacked and still calls .gz", fixture.raw, (name) => `${name}.gz`],
  ["that are compressed and not called .gz", fixture.gz, (name) => name],
  ["with a dot in their names", fixture.raw, (name) => name.replace("-idx", ".idx")],
  ["with a dot, compressed", fixture.gz, (name) => `${name.replace("-idx", ".idx")}.gz`],
];

for (const [kind, files, rename] of MISNAMED) {
  Deno.test({
    name: `loadDataset() reads files ${kind} for what they are`,
    ignore,
    async fn(): Promise<void> {
      await using folder = await temporaryFolder();
      await fill(folder.path, new Map([...files].map(([name, bytes]) => [rename(name), bytes])));
      const { train, test } = await loadDataset("mnist", { dataDir: folder.path });
      assertEquals([train.size, test.size], [6, 3]);
      assertEquals([...test.targets.data], [0, 1, 2]);
    },
  });
}

Deno.test({
  name: "loadDataset() lists the files it expects in dataDir",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    const { path } = folder;
    const error = await assertRejects(
      () => loadDataset("mnist", { dataDir: path }),
      Deno.errors.NotFound,
    );
    const names = fixture.files.map(({ name }) => `"${name}"`).join(", ");
    assertEquals(
      error.message,
      `Cannot load data set "mnist": expected ${names} in "${path}", each raw or as .gz, got no "${path}/train-images-idx3-ubyte"`,
    );
  },
});

Deno.test({
  name: "loadDataset() names the file in dataDir that is not valid",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/train-images-idx3-ubyte.gz`;
    await fill(folder.path, fixture.gz, ".gz");
    await Deno.truncate(path, 30);
    const load = () => loadDataset("mnist", { dataDir: folder.path });
    await assertRejects(load, SyntaxError, `Cannot read "${path}": the gzip data is truncated`);
    await Deno.writeFile(
      path.slice(0, -3),
      fixture.raw.get("train-labels-idx1-ubyte") ?? new Uint8Array(),
    );
    await assertRejects(load, SyntaxError, "expected magic 0x00000803, got 0x00000801");
  },
});

Deno.test({
  name: "downloadDataset() and loadDataset() accept only the files in the catalogue",
  ignore: ignore || !needs("net"),
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    await using mirror = serve(fixture);
    const options = {
      dir: folder.path,
      sources: [{ kind: "http", base: mirror.base }] as const,
    };
    await assertRejects(() => downloadDataset("mnist", options), DownloadError, "9912422 bytes");
    await assertRejects(() => loadDataset("mnist", options), DownloadError, "--data-dir");
  },
});
