/**
 * A registry like JSR that has published the packages of links/.
 *
 * @module
 */
import { sha256 } from "../../src/dataset/digest.ts";

/** The registry. `await using` ends it. */
export interface Registry extends AsyncDisposable {
  /** Its address, for the environment variable JSR_URL. */
  readonly url: string;
  /** The paths that were asked for. */
  readonly requests: ReadonlySet<string>;
}

const LINKS = new URL("../../links/", import.meta.url);

/** Serves on 127.0.0.1. */
export async function serveRegistry(): Promise<Registry> {
  const folders = await Array.fromAsync(Deno.readDir(LINKS));
  const answers = new Map((await Promise.all(folders.map(({ name }) => publish(name)))).flat());
  const requests = new Set<string>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const path = new URL(request.url).pathname;
    requests.add(path);
    const type = path.endsWith(".json") ? "application/json" : "text/typescript";
    const answer = answers.get(path);
    if (answer === undefined) return new Response(null, { status: 404 });
    return new Response(answer, { headers: { "content-type": type } });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    requests,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** All that the registry answers about the package in a folder, by path. */
async function publish(folder: string): Promise<[path: string, answer: string][]> {
  const base = new URL(`${folder}/`, LINKS);
  const { name, version, exports } = JSON.parse(
    await Deno.readTextFile(new URL("deno.json", base)),
  );
  const files: [path: string, text: string][] = [];
  const manifest: Record<string, { size: number; checksum: string }> = {};
  for await (const file of Deno.readDir(base)) {
    const bytes = await Deno.readFile(new URL(file.name, base));
    files.push([`/${name}/${version}/${file.name}`, new TextDecoder().decode(bytes)]);
    manifest[`/${file.name}`] = { size: bytes.length, checksum: `sha256-${await sha256(bytes)}` };
  }
  return [
    [`/${name}/meta.json`, JSON.stringify({ name, versions: { [version]: {} } })],
    [`/${name}/${version}_meta.json`, JSON.stringify({ manifest, exports })],
    ...files,
  ];
}
