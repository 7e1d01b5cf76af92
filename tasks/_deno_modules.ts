/**
 * Bundling of what is no npm package from where Deno itself finds it: a name of deno.json may lead to files of the
 * project, to a package of JSR in Deno's cache, or to any address.
 *
 * @module
 */
import type { Loader, OnLoadResult, Plugin } from "esbuild";
import { type Graph, graphOf, type Module } from "./_module_graph.ts";

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
