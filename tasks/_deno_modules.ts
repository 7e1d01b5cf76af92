/**
 * Bundling of what is no npm package from where Deno itself finds it: a name of deno.json may lead to files of the
 * project, to a package of JSR in Deno's cache, or to any address.
 *
 * @module
 */
import { dirname } from "node:path";
import type { Loader, OnLoadResult, Plugin } from "esbuild";

/** What `deno info --json` says of a module. */
interface Module {
  readonly specifier: string;
  readonly mediaType?: string;
  /** Its file; packages of npm and what is built in have none. */
  readonly local?: string;
  /** Bytes of its source; what Deno knows of a download follows them in the file. */
  readonly size?: number;
  readonly dependencies?: readonly Dependency[];
}

interface Dependency {
  /** As it is written in the code. */
  readonly specifier: string;
  /** Where it leads; absent where only types are imported. */
  readonly code?: { readonly specifier?: string };
}

interface Graph {
  readonly modules: readonly Module[];
  readonly redirects: Readonly<Record<string, string>>;
}

/** A file of the graph. */
interface Source {
  readonly module: Module;
  /** The files that its imports lead to, by what is written in the code. */
  readonly imports: ReadonlyMap<string, string>;
}

/** By media type; the rest is JavaScript. */
const LOADERS: Readonly<Record<string, Loader>> = {
  TypeScript: "ts",
  TSX: "tsx",
  JSX: "jsx",
  Json: "json",
};

/**
 * Asks Deno where all imports lead.
 *
 * @param entries The modules that are bundled: absolute paths.
 * @returns What resolves the imports of these modules, and of all that they import, but for packages of npm.
 * @throws {Error} If Deno cannot find a module.
 */
export async function denoModules(entries: readonly string[]): Promise<Plugin> {
  const sources = new Map((await Promise.all(entries.map(graphOf))).flatMap(sourcesOf));
  return {
    name: "deno-modules",
    setup(build): void {
      build.onResolve({ filter: /./ }, ({ path, importer, kind }) => {
        const file = kind === "entry-point" ? path : sources.get(importer)?.imports.get(path);
        return file === undefined ? undefined : { path: file };
      });
      // Files in Deno's cache have no extension.
      build.onLoad({ filter: /(?:^|[/\\])[^./\\]+$/ }, ({ path }) => load(path, sources.get(path)));
    },
  };
}

async function graphOf(entry: string): Promise<Graph> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", entry],
    cwd: dirname(entry),
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  if (success) return JSON.parse(decoder.decode(stdout));
  const [, reason = "no reason given"] = /^error: (.*)$/m.exec(decoder.decode(stderr)) ?? [];
  throw new Error(`Cannot find what "${entry}" imports: ${reason}`);
}

function sourcesOf({ modules, redirects }: Graph): [file: string, source: Source][] {
  const files = new Map(modules.map(({ specifier, local }) => [specifier, local]));
  const fileOf = (specifier = ""): string | undefined =>
    files.get(redirects[specifier] ?? specifier);
  return modules.flatMap((module) => {
    if (module.local === undefined) return [];
    const imports = (module.dependencies ?? []).flatMap(({ specifier, code }) => {
      const file = fileOf(code?.specifier);
      return file === undefined ? [] : [[specifier, file] as const];
    });
    return [[module.local, { module, imports: new Map(imports) }]];
  });
}

async function load(path: string, source: Source | undefined): Promise<OnLoadResult | undefined> {
  if (!source) return undefined;
  const { mediaType = "", size } = source.module;
  const contents = (await Deno.readFile(path)).subarray(0, size);
  return { contents, loader: LOADERS[mediaType] ?? "js" };
}
