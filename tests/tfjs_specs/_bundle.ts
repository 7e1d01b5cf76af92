/**
 * Bundles tfjs and the operator tests that tfjs-core carries in its npm package into one module, so that the tests
 * and the engine under test share one tfjs. tfjs-core's modules name each other without extensions, which a bundler
 * resolves and Deno does not.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
// Imported so that Deno has fetched what is resolved by name below.
import "jasmine-core/package.json" with { type: "json" };
import config from "../../deno.json" with { type: "json" };
import { BANNER, npmPackages, TFJS } from "../../tasks/_npm_packages.ts";

/** Where {@linkcode bundle} left what a run needs. */
export interface Bundle {
  /** tfjs, its WASM backend, jasmine and the specs: one module. */
  readonly module: URL;
  /** The project's import map, but with every tfjs import pointed at the module. */
  readonly importMap: URL;
}

const ENTRY = `
  import jasmineRequire from "jasmine-core/lib/jasmine-core/jasmine.js";
  export * from "@tensorflow/tfjs";
  export * from "@tensorflow/tfjs-backend-wasm";
  export { setTestEnvs } from "@tensorflow/tfjs-core/dist/jasmine_util.js";
  export const startJasmine = () => {
    const jasmine = jasmineRequire.core(jasmineRequire);
    const env = jasmine.getEnv();
    Object.assign(globalThis, jasmineRequire.interface(jasmine, env), { jasmine });
    return env;
  };
  export const defineSpecs = () => import("@tensorflow/tfjs-core/dist/tests.js");
`;

/**
 * Writes the bundle.
 *
 * @param folder Where to write it: an existing folder.
 * @returns The files of the bundle.
 */
export async function bundle(folder: string): Promise<Bundle> {
  // Loaded here, since it reads the environment as it loads: a plain `deno test` may not.
  const esbuild = await import("esbuild");
  const module = join(folder, "tfjs_specs.js");
  try {
    await esbuild.build({
      stdin: { contents: ENTRY, resolveDir: import.meta.dirname ?? "." },
      outfile: module,
      bundle: true,
      format: "esm",
      platform: "node",
      mainFields: ["module", "main"],
      // tfjs-core calls its tests free of side effects: without this they are dropped.
      ignoreAnnotations: true,
      banner: { js: BANNER },
      logLevel: "error",
      plugins: [npmPackages],
    });
  } finally {
    await esbuild.stop();
  }
  const importMap = join(folder, "import_map.json");
  await Deno.writeTextFile(importMap, JSON.stringify(mapTo(pathToFileURL(module))));
  return { module: pathToFileURL(module), importMap: pathToFileURL(importMap) };
}

function mapTo(module: URL): { imports: Record<string, string> } {
  const imports: Record<string, string> = {};
  // deno.json lets a name stand for the package's files too; an import map wants a line for these.
  for (const [name, target] of Object.entries(config.imports)) {
    const [, scheme, rest] = /^(npm|jsr):(.*)$/.exec(target) ?? [];
    if (!scheme) continue;
    imports[name] = target;
    imports[`${name}/`] = `${scheme}:/${rest}/`;
  }
  for (const name of [TFJS, `${TFJS}-backend-wasm`]) {
    imports[name] = module.href;
    // For the files that the engine resolves by name.
    imports[`${name}/`] = new URL(".", import.meta.resolve(`${name}/package.json`)).href;
  }
  return { imports };
}
