/**
 * Bundling of npm packages out of Deno's cache, which has no node_modules folder for esbuild to find.
 *
 * @module
 */
import { createRequire, isBuiltin } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin, PluginBuild } from "esbuild";
// Imported so that Deno has fetched what is resolved by name below.
import "@tensorflow/tfjs/package.json" with { type: "json" };
import "@tensorflow/tfjs-backend-wasm/package.json" with { type: "json" };
import config from "../deno.json" with { type: "json" };

/** The package whose parts must all be one copy. */
export const TFJS = "@tensorflow/tfjs";

/** tfjs, which takes Deno for Node, loads Node's modules as CommonJS does. */
export const BANNER = `
  import { createRequire } from "node:module";
  const { dirname: __dirname, filename: __filename } = import.meta;
  const require = createRequire(__filename);
`;

/** Resolves packages by name. */
export const npmPackages: Plugin = { name: "npm-packages", setup: resolvePackages };

function resolvePackages(build: PluginBuild): void {
  build.onResolve({ filter: /^[@a-z]/ }, ({ path, importer, kind, pluginData }) => {
    if (pluginData === resolvePackages) return undefined;
    if (isBuiltin(path)) return { path: `node:${path.replace(/^node:/, "")}`, external: true };
    const [, name = path, rest = ""] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(path) ?? [];
    const folder = folderOf(name, importer);
    // Where a package says what may be imported from it, only a resolver that reads that knows the file.
    if (!folder || (rest && name in config.imports && !rest.includes("."))) {
      const file = fileOf(path, name, importer);
      return file === undefined ? { path, external: true } : { path: file };
    }
    return build.resolve(folder + rest, { kind, resolveDir: folder, pluginData: resolvePackages });
  });
}

/** Folder of a package, or `undefined` where the package does not show it, or is not installed. */
function folderOf(name: string, importer: string): string | undefined {
  // The parts of tfjs are found from tfjs, so that there is one of each; others from whoever asks for them.
  const from = name.startsWith(TFJS)
    ? fileURLToPath(import.meta.resolve(`${TFJS}/package.json`))
    : importer;
  const manifest = `${name}/package.json`;
  return attempt(() =>
    dirname(
      name in config.imports
        ? fileURLToPath(import.meta.resolve(manifest))
        : createRequire(from).resolve(manifest),
    )
  );
}

/** File that an import leads to, or `undefined` for an optional dependency that is not installed. */
function fileOf(path: string, name: string, importer: string): string | undefined {
  return attempt(() =>
    name in config.imports
      ? fileURLToPath(import.meta.resolve(path))
      : createRequire(importer).resolve(path)
  );
}

function attempt(resolve: () => string): string | undefined {
  try {
    return resolve();
  } catch {
    return undefined;
  }
}
