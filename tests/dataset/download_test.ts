import { assertEquals, assertRejects } from "@std/assert";
import { fetchVerified } from "../../src/dataset/download.ts";
import { DownloadError } from "../../src/dataset/download_error.ts";
import type { DatasetSource } from "../../src/dataset/catalog.ts";
import { needs } from "../_permissions.ts";
import { sha256 } from "../../src/dataset/digest.ts";
import {
  type Bytes,
  createFixture,
  type Fixture,
  list,
  serve,
  temporaryFolder,
} from "./_idx_files.ts";

const fixture = await createFixture();
const names = fixture.files.map(({ name }) => name);
const ignore = !needs("read", "write", "net");

function http(base: string): DatasetSource {
  return { kind: "http", base };
}

/** Downloads from a single mirror that misbehaves; gives the reason for the first file. */
async function reasonOf(
  answer: (name: string, gz: Bytes) => Response | Promise<Response>,
  files: Fixture["files"] = fixture.files,
): Promise<string> {
  await using folder = await temporaryFolder();
  await using mirror = serve(fixture, answer);
  const options = { sources: [http(mirror.base)], files, dir: folder.path };
  const error = await assertRejects(() => fetchVerified(options), DownloadError);
  assertEquals(await list(folder.path), []);
  assertEquals(error.failures.length, 1);
  return error.failures[0]?.reason ?? "";
}

Deno.test({
  name: "fetchVerified() stores the decompressed files and downloads nothing the second time",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    await using mirror = serve(fixture);
    const options = { ...fixture, sources: [http(mirror.base)], dir: `${folder.path}/new/small` };
    assertEquals(await fetchVerified(options), { downloaded: names, verified: [] });
    assertEquals(await list(options.dir), [...names].sort());
    for (const [name, raw] of fixture.raw) {
      assertEquals(await Deno.readFile(`${options.dir}/${name}`), raw);
    }
    assertEquals(await fetchVerified(options), { downloaded: [], verified: names });
    assertEquals([...mirror.requests.values()], [1, 1, 1, 1]);
  },
});

Deno.test({
  name: "fetchVerified() downloads again when forced",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    await using mirror = serve(fixture);
    const options = { ...fixture, sources: [http(mirror.base)], dir: folder.path };
    await fetchVerified(options);
    assertEquals((await fetchVerified({ ...options, force: true })).downloaded, names);
    assertEquals([...mirror.requests.values()], [2, 2, 2, 2]);
  },
});

Deno.test({
  name: "fetchVerified() replaces only a corrupt file, with a warning",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    await using mirror = serve(fixture);
    const warnings: string[] = [];
    const options = {
      ...fixture,
      sources: [http(mirror.base)],
      dir: folder.path,
      onWarning: (message: string) => warnings.push(message),
    };
    await fetchVerified(options);
    const [first = "", ...others] = names;
    const corrupt = (fixture.raw.get(first) ?? new Uint8Array()).slice();
    corrupt[20] = 99;
    await Deno.writeFile(`${folder.path}/${first}`, corrupt);
    assertEquals(await fetchVerified(options), { downloaded: [first], verified: others });
    assertEquals(await Deno.readFile(`${folder.path}/${first}`), fixture.raw.get(first));
    assertEquals(warnings.length, 1);
    assertEquals(warnings[0]?.includes("again: expected SHA-256"), true);
  },
});

Deno.test({
  name: "fetchVerified() reports progress up to the size of each file",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    await using mirror = serve(fixture);
    const last = new Map<string, (number | undefined)[]>();
    await fetchVerified({
      ...fixture,
      sources: [http(mirror.base)],
      dir: folder.path,
      onProgress: ({ file, received, total }) => last.set(file, [received, total]),
    });
    const sizes = fixture.files.map(({ name, gzBytes }) => [name, [gzBytes, gzBytes]]);
    assertEquals([...last], sizes);
  },
});

Deno.test({
  name: "fetchVerified() names the status of a server that answers 403",
  ignore,
  async fn(): Promise<void> {
    const reason = await reasonOf(() => new Response("no", { status: 403 }));
    assertEquals(reason, "the server answered 403 Forbidden");
  },
});

Deno.test({
  name: "fetchVerified() recognizes HTML by its type and by its content",
  ignore,
  async fn(): Promise<void> {
    const html = "<!doctype html><title>Sign in</title>";
    const expected = "the server sent an HTML page instead of the file";
    const typed = { headers: { "content-type": "text/html; charset=utf-8" } };
    const untyped = { headers: { "content-type": "application/octet-stream" } };
    assertEquals(await reasonOf(() => new Response(html, typed)), expected);
    assertEquals(await reasonOf(() => new Response(html, untyped)), expected);
  },
});

Deno.test({
  name: "fetchVerified() names both hashes of a wrong file",
  ignore,
  async fn(): Promise<void> {
    const wrong = (fixture.gz.get(names[0] ?? "") ?? new Uint8Array()).slice();
    wrong[12] = (wrong[12] ?? 0) ^ 1;
    const reason = await reasonOf(() => new Response(wrong));
    const expected = fixture.files[0]?.gzSha256;
    assertEquals(reason, `expected SHA-256 ${expected}, got ${await sha256(wrong)}`);
  },
});

Deno.test({
  name: "fetchVerified() checks the decompressed file too",
  ignore,
  async fn(): Promise<void> {
    const files = fixture.files.map((file) => ({ ...file, rawSha256: "0".repeat(64) }));
    const reason = await reasonOf((_, gz) => new Response(gz), files);
    assertEquals(
      reason,
      `expected SHA-256 ${"0".repeat(64)}, got ${fixture.files[0]?.rawSha256}`,
    );
  },
});

Deno.test({
  name: "fetchVerified() rejects a truncated gzip by its size, and without a size by its content",
  ignore,
  async fn(): Promise<void> {
    const [file] = fixture.files;
    if (file === undefined) throw new Error("The fixture is empty");
    const gz = fixture.gz.get(file.name) ?? new Uint8Array();
    const half = gz.slice(0, gz.length / 2);
    const answer = (): Response => new Response(half);
    assertEquals(await reasonOf(answer), `expected ${gz.length} bytes, got ${half.length}`);

    const { gzBytes: _, ...unsized } = { ...file, gzSha256: await sha256(half) };
    assertEquals(await reasonOf(answer, [unsized]), "the gzip data is truncated or corrupt");
  },
});

Deno.test({
  name: "fetchVerified() stops a server that sends more than the file can be",
  ignore,
  async fn(): Promise<void> {
    const reason = await reasonOf(() => new Response(new Uint8Array(1_000_000)));
    assertEquals(/^the server sent more than \d+ bytes$/.test(reason), true);
  },
});

Deno.test({
  name: "fetchVerified() accepts a file that the server declared as gzip encoding",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    await using mirror = serve(
      fixture,
      (_, gz) => new Response(gz, { headers: { "content-encoding": "gzip" } }),
    );
    const options = { ...fixture, sources: [http(mirror.base)], dir: folder.path };
    assertEquals((await fetchVerified(options)).downloaded, names);
  },
});

Deno.test({
  name: "fetchVerified() keeps nothing of a connection that closes midway",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const closing = (async () => {
      using connection = await listener.accept();
      await connection.read(new Uint8Array(1024));
      const head = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf";
      await connection.write(new TextEncoder().encode(head));
    })();
    const options = {
      files: fixture.files,
      sources: [http(`http://127.0.0.1:${listener.addr.port}/`)],
      dir: folder.path,
    };
    await assertRejects(() => fetchVerified(options), DownloadError);
    await closing;
    listener.close();
    assertEquals(await list(folder.path), []);

    await using mirror = serve(fixture);
    const next = await fetchVerified({ ...options, sources: [http(mirror.base)] });
    assertEquals(next.downloaded, names);
  },
});

Deno.test({
  name: "fetchVerified() skips a bad source with a warning and tries it last from then on",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    await using bad = serve(fixture, () => new Response(null, { status: 403 }));
    await using good = serve(fixture);
    const warnings: string[] = [];
    const { downloaded } = await fetchVerified({
      ...fixture,
      sources: [http(bad.base), http(good.base)],
      dir: folder.path,
      onWarning: (message) => warnings.push(message),
    });
    assertEquals(downloaded, names);
    const url = `${bad.base}${names[0]}.gz`;
    assertEquals(warnings, [
      `Cannot download "${names[0]}" from "${url}": the server answered 403 Forbidden`,
    ]);
  },
});

Deno.test({
  name: "fetchVerified() says in one line what each source said when none works, and what to do",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    await using mirror = serve(fixture, () => new Response(null, { status: 403 }));
    const warnings: string[] = [];
    const fetchOrFail: typeof fetch = (input, init) =>
      String(input).includes("unreachable")
        ? Promise.reject(new TypeError("network is unreachable"))
        : fetch(input, init);
    const options = {
      ...fixture,
      sources: [http(mirror.base), http("http://unreachable/")],
      dir: folder.path,
      fetch: fetchOrFail,
      onWarning: (message: string) => warnings.push(message),
    };
    const error = await assertRejects(() => fetchVerified(options), DownloadError);
    const [name] = names;
    assertEquals(
      error.message,
      `Cannot download "${name}": tried "${mirror.base}${name}.gz" ` +
        `(the server answered 403 Forbidden), "http://unreachable/${name}.gz" ` +
        "(network is unreachable); get the files another way and pass their folder with --data-dir",
    );
    assertEquals(warnings.length, 1, "the last one is told of in the error alone");
  },
});

Deno.test({
  name: "fetchVerified() stops at its signal without trying another source",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    await using mirror = serve(fixture);
    const stop = new AbortController();
    const options = {
      ...fixture,
      sources: [http(mirror.base), http(mirror.base)],
      dir: folder.path,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error("Stopped by the test")),
    };
    await assertRejects(() => fetchVerified(options), Error, "Stopped by the test");
    assertEquals(await list(folder.path), []);
    assertEquals([...mirror.requests.values()], [1]);
  },
});

Deno.test({
  name: "fetchVerified() removes the temporary file when the final name cannot be written",
  ignore,
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    await using mirror = serve(fixture);
    await Deno.mkdir(`${folder.path}/${names[0]}/occupied`, { recursive: true });
    const options = { ...fixture, sources: [http(mirror.base)], dir: folder.path };
    await assertRejects(() => fetchVerified(options), Error);
    assertEquals(await list(folder.path), [names[0] ?? ""]);
  },
});
