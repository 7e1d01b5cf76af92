/**
 * Bundles the commands and their workers into plain modules, with the files that they read beside them: what a
 * compiled program holds in place of whole npm packages.
 *
 * @module
 */
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureDir } from "@std/fs/ensure-dir";
import { catalog, type DatasetName } from "../src/dataset/catalog.ts";
import { denoModules } from "./_deno_modules.ts";
import { BANNER, npmPackages } from "./_npm_packages.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** Read at run time from beside the code. */
const FILES = [
  join(ROOT, "src/engine/gemm/gemm_relaxed.wasm"),
  join(ROOT, "src/engine/gemm/gemm_simd.wasm"),
  join(ROOT, "src/engine/vectors/vectors.wasm"),
  join(ROOT, "bench/ceiling.wasm"),
  join(ROOT, "bench/_rounds.py"),
  join(ROOT, "bench/_samples.py"),
  join(ROOT, "bench/keras_training.py"),
  join(ROOT, "bench/pandas_reading.py"),
  join(ROOT, "bench/torch_training.py"),
  join(ROOT, "src/web/page.css"),
  join(ROOT, "src/web/page.html"),
  join(ROOT, "src/web/page.js"),
];
/** The same, out of packages. */
const PACKAGE_FILES = [
  "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm",
  "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm",
];

/** What is bundled, by the name of its bundle. */
const ENTRIES: Readonly<Record<string, string>> = {
  main: join(ROOT, "tasks/main.ts"),
  worker: join(ROOT, "src/parallel/worker.ts"),
  decode_worker: join(ROOT, "src/dataset/images/decode_worker.ts"),
  part_worker: join(ROOT, "src/dataset/csv/part_worker.ts"),
  stock_worker: join(ROOT, "bench/_stock_worker.ts"),
};

/**
 * Writes the bundle.
 *
 * @param folder Where to: an empty folder.
 * @returns The module that a program starts with; it needs all of the folder.
 */
export async function bundleCommands(folder: string): Promise<string> {
  // Loaded here, since it reads the environment as it loads.
  const esbuild = await import("esbuild");
  try {
    await esbuild.build({
      entryPoints: ENTRIES,
      outdir: folder,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      mainFields: ["module", "main"],
      minify: true,
      keepNames: true,
      banner: { js: BANNER },
      // Deno 2.4 does not say so in a worker.
      define: { "Deno.build.standalone": "true" },
      logLevel: "error",
      plugins: [await denoModules(Object.values(ENTRIES)), npmPackages],
    });
  } finally {
    await esbuild.stop();
  }
  const packaged = PACKAGE_FILES.map((file) => fileURLToPath(import.meta.resolve(file)));
  for (const file of [...FILES, ...packaged]) {
    await Deno.copyFile(file, join(folder, `${basename(file)}.bin`));
  }
  return join(folder, "main.js");
}

/**
 * Writes the files of a data set, compressed.
 *
 * @param name The data set.
 * @param from The folder of its raw files.
 * @param folder Where to; a folder of the data set's name is made in it.
 */
export async function compressDataset(
  name: DatasetName,
  from: string,
  folder: string,
): Promise<void> {
  await ensureDir(join(folder, name));
  for (const file of catalog[name].files) {
    const raw = await Deno.open(join(from, file.name));
    const zipped = raw.readable.pipeThrough(new CompressionStream("gzip"));
    await Deno.writeFile(join(folder, name, `${file.name}.gz`), zipped);
  }
}
