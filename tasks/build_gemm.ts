/**
 * `deno task build:gemm`: builds the SIMD matrix product from its AssemblyScript source, byte for byte as it is
 * committed. With --check nothing is written, and a build that differs from its file fails.
 *
 * @module
 */
import asc from "assemblyscript/asc";
import { GEMM_BUILDS, type GemmBuild } from "../src/engine/gemm/gemm.ts";

const FOLDER = new URL("../src/engine/gemm/", import.meta.url);
const OUTPUT = "gemm.wasm";

/**
 * Pages of 64 KiB that tfjs's heap has from the start. The compiler is told of them because every access to an
 * address that may lie past the first pages is checked twice.
 */
const INITIAL_PAGES = 256;

const FEATURES: Readonly<Record<GemmBuild, readonly string[]>> = {
  relaxed: ["--enable", "simd", "--enable", "relaxed-simd"],
  simd: ["--enable", "simd"],
};

async function build(name: GemmBuild): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [
      "gemm.ts",
      "--outFile",
      OUTPUT,
      "-O3",
      "--noAssert",
      ...FEATURES[name],
      "--runtime",
      "stub",
      "--importMemory",
      "--initialMemory",
      String(INITIAL_PAGES),
    ],
    {
      readFile: (file) => readSource(file),
      writeFile: (_file, contents) => {
        if (contents instanceof Uint8Array) binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary) throw new Error(`Cannot build "${name}": ${stderr.toString()}`);
  return binary;
}

function readSource(file: string): string | null {
  try {
    return Deno.readTextFileSync(new URL(`assembly/${file}`, FOLDER));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

const check = Deno.args.includes("--check");
for (const name of GEMM_BUILDS) {
  const file = new URL(`gemm_${name}.wasm`, FOLDER);
  const bytes = await build(name);
  if (!check) {
    await Deno.writeFile(file, bytes);
    console.error(`Built gemm_${name}.wasm: ${bytes.length} bytes`);
    continue;
  }
  const committed = await Deno.readFile(file);
  if (committed.length !== bytes.length || committed.some((byte, i) => byte !== bytes[i])) {
    console.error(`gemm_${name}.wasm is not what its source builds: run "deno task build:gemm"`);
    Deno.exit(1);
  }
}
