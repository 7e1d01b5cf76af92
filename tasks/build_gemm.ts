/**
 * `deno task build:gemm`: builds the WebAssembly modules of the engine and its benchmark from their AssemblyScript source, byte for byte
 * as they are committed. With --check nothing is written, and a build that differs from its file fails.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import asc from "assemblyscript/asc";

interface Build {
  /** Folder of the output; the source is in its folder "assembly". */
  readonly folder: string;
  readonly source: string;
  readonly output: string;
  readonly options: readonly string[];
}

/**
 * tfjs's heap starts with 256 pages of 64 KiB. The compiler is told so because every access to an address that may lie
 * past the first pages is checked twice.
 */
const HEAP = ["--importMemory", "--initialMemory", "256"];
const SHARED = [
  ...["--importMemory", "--enable", "threads", "--sharedMemory", "--initialMemory", "1"],
  ...["--maximumMemory", "65536"],
];

const BUILDS: readonly Build[] = [
  {
    folder: "src/engine/gemm",
    source: "gemm.ts",
    output: "gemm_relaxed.wasm",
    options: ["--enable", "relaxed-simd", ...HEAP],
  },
  { folder: "src/engine/gemm", source: "gemm.ts", output: "gemm_simd.wasm", options: HEAP },
  {
    folder: "src/engine/vectors",
    source: "vectors.ts",
    output: "vectors.wasm",
    options: SHARED,
  },
  {
    folder: "bench",
    source: "ceiling.ts",
    output: "ceiling.wasm",
    options: ["--enable", "relaxed-simd"],
  },
];

const OPTIONS = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"];

async function build({ folder, source, output, options }: Build): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main([source, "--outFile", output, ...OPTIONS, ...options], {
    readFile: (file) => readSource(`${folder}/assembly/${file}`),
    writeFile: (_file, contents) => {
      if (contents instanceof Uint8Array) binary = contents;
    },
    listFiles: () => [],
  });
  if (error || !binary) throw new Error(`Cannot build "${output}": ${stderr.toString()}`);
  return binary;
}

function projectFile(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}

function readSource(path: string): string | null {
  try {
    return Deno.readTextFileSync(projectFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

const { check } = parseArgs(Deno.args, { boolean: ["check"] });
for (const one of BUILDS) {
  const file = projectFile(`${one.folder}/${one.output}`);
  const bytes = await build(one);
  if (!check) {
    await Deno.writeFile(file, bytes);
    console.error(`Built ${one.output}: ${bytes.length} bytes`);
    continue;
  }
  const committed = await Deno.readFile(file);
  if (committed.length !== bytes.length || committed.some((byte, i) => byte !== bytes[i])) {
    console.error(`${one.output} is not what its source builds: run "deno task build:gemm"`);
    Deno.exit(1);
  }
}
