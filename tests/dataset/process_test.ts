import { assertEquals } from "@std/assert";
import { fetchVerified } from "../../src/dataset/download.ts";
import { lockFolder } from "../../src/files/lock_folder.ts";
import { needs } from "../_permissions.ts";
import { createFixture, list, serve, temporaryFolder } from "./_idx_files.ts";

const fixture = await createFixture();
const names = fixture.files.map(({ name }) => name);

function start(script: string, ...args: string[]): Deno.ChildProcess {
  const path = new URL(script, import.meta.url).pathname;
  const permissions = ["--allow-read", "--allow-write", "--allow-net=127.0.0.1"];
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-lock", "--no-check", ...permissions, path, ...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

function startDownload(dir: string, base: string): Deno.ChildProcess {
  return start("_download_process.ts", dir, JSON.stringify(fixture.files), base);
}

async function downloadedBy(child: Deno.ChildProcess): Promise<string[]> {
  await child.stdin.close();
  const { code, stdout } = await child.output();
  assertEquals(code, 0);
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test({
  name: "two processes at once fetch each file once",
  ignore: !needs("read", "write", "net", "run"),
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    // The first answer leaves the other process time to ask too, were there no lock.
    await using mirror = serve(fixture, async (name, gz) => {
      if (name === names[0]) await new Promise((resolve) => setTimeout(resolve, 500));
      return new Response(gz);
    });
    const children = [
      startDownload(folder.path, mirror.base),
      startDownload(folder.path, mirror.base),
    ];
    const downloaded = await Promise.all(children.map(downloadedBy));
    assertEquals(downloaded.flat().sort(), [...names].sort());
    assertEquals([...mirror.requests.values()], [1, 1, 1, 1]);
    assertEquals(await list(folder.path), [...names].sort());
  },
});

Deno.test({
  name: "a process killed in a download leaves nothing that counts, and releases its lock",
  ignore: !needs("read", "write", "net", "run"),
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    const asked = Promise.withResolvers<void>();
    const stalls = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller): void {
        controller.enqueue(new Uint8Array([0x1f, 0x8b]));
      },
    });
    {
      await using mirror = serve(fixture, (name, gz) => {
        if (name !== names[1]) return new Response(gz);
        asked.resolve();
        return new Response(stalls);
      });
      const child = startDownload(folder.path, mirror.base);
      await Promise.race([asked.promise, child.status]);
      child.kill("SIGKILL");
      await child.stdin.close();
      await child.output();
    }
    assertEquals(await list(folder.path), names.slice(0, 1));

    // What a process killed between writing and renaming leaves.
    await Deno.writeFile(`${folder.path}/.${names[1]}.0.part`, new Uint8Array(3));
    await using mirror = serve(fixture);
    const sources = [{ kind: "http", base: mirror.base }] as const;
    const next = await fetchVerified({ ...fixture, sources, dir: folder.path });
    assertEquals(next, { downloaded: names.slice(1), verified: names.slice(0, 1) });
    assertEquals(await list(folder.path), [...names].sort());
  },
});

Deno.test({
  name: "lockFolder() waits until the other process releases its lock",
  ignore: !needs("read", "write", "run"),
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    const events: string[] = [];
    const child = start("_lock_process.ts", folder.path);
    const output = child.stdout.getReader();
    await output.read();

    const waiting = lockFolder(folder.path).then((lock) => {
      events.push("locked here");
      return lock;
    });
    // Locks that are free are had while the first one waits.
    await using other = await temporaryFolder();
    for (let i = 0; i < 10; i++) await (await lockFolder(other.path))[Symbol.asyncDispose]();
    events.push("released there");
    await child.stdin.close();
    await using _lock = await waiting;
    assertEquals(events, ["released there", "locked here"]);
    await output.cancel();
    await child.status;
  },
});
