import { assertEquals, assertMatch } from "@std/assert";
import { existsSync } from "@std/fs/exists";
import { makeDenoDir, runDeno } from "./_deno.ts";
import { needs } from "./_permissions.ts";
import { temporaryFolder } from "./dataset/_idx_files.ts";
import { serveRegistry } from "./links/_registry.ts";

const ROOT = new URL("../", import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  ts: "text/typescript",
  wasm: "application/wasm",
};

/** Serves the sources on 127.0.0.1. */
function serveSources(): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const path = new URL(request.url).pathname.slice(1);
    const type = TYPES[path.split(".").at(-1) ?? ""];
    if (type === undefined) return new Response(null, { status: 404 });
    return new Response(await Deno.readFile(new URL(path, ROOT)), {
      headers: { "content-type": type },
    });
  });
}

/** The import map and the program of docs/import.md. */
async function example(): Promise<{ imports: Record<string, string>; program: string }> {
  const text = await Deno.readTextFile(new URL("docs/import.md", ROOT));
  const [, json = "", program = ""] = /```json\n(.*?)```.*```ts ignore\n(.*?)```/s.exec(text) ?? [];
  return { imports: JSON.parse(json).imports, program };
}

/** Runs the example of docs/import.md in a project of its own, with tandem from a host or, without one, a file. */
async function train(tandem: string, host?: string): Promise<void> {
  await using folder = await temporaryFolder();
  const { imports, program } = await example();
  const config = JSON.stringify({ imports: { ...imports, tandem } });
  await Deno.writeTextFile(`${folder.path}/deno.json`, config);
  await Deno.writeTextFile(`${folder.path}/main.ts`, program);
  await makeDenoDir(`${folder.path}/cache`);
  // What links/ stands in for comes from a registry, as it does in a project without links.
  await using registry = existsSync(new URL("links", ROOT)) ? await serveRegistry() : undefined;
  const jsr = registry ? new URL(registry.url).host : "jsr.io";
  const permissions = host === undefined
    ? []
    : [`--allow-import=${host},${jsr}`, `--allow-net=${host}`];
  const { code, stdout, stderr } = await runDeno(
    ["run", "--no-prompt", "--allow-read", ...permissions, "main.ts"],
    {
      cwd: folder.path,
      env: {
        DENO_DIR: `${folder.path}/cache`,
        ...(registry ? { JSR_URL: registry.url } : {}),
      },
    },
  );
  assertEquals(code, 0, stderr);
  assertMatch(stdout, /^\{\s+loss: \[ \d\.\d+, \d\.\d+ \]/);
}

Deno.test({
  name: "tandem imported from a URL trains on two workers",
  ignore: !needs("read", "write", "net", "run"),
  fn: async () => {
    await using server = serveSources();
    const host = `127.0.0.1:${server.addr.port}`;
    await train(`http://${host}/mod.ts`, host);
  },
});

Deno.test({
  name: "tandem imported from another folder trains on two workers",
  ignore: !needs("read", "write", "net", "run"),
  fn: () => train(new URL("mod.ts", ROOT).href),
});

Deno.test({
  name: "docs/import.md names the packages as deno.json does",
  ignore: !needs("read"),
  fn: async () => {
    const config = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
    const { tandem: _, ...packages } = (await example()).imports;
    for (const [name, version] of Object.entries(packages)) {
      assertEquals(version, config.imports[name]);
    }
  },
});
