/**
 * Chooses and starts what computes: a tfjs backend by name.
 *
 * @module
 */
import { basename } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { readBeside } from "../files/beside.ts";
import { createBlasEngine, openBlas } from "./blas.ts";
import { compileGemm, createGemm, GEMM_BUILDS, type GemmBuild } from "./gemm/gemm.ts";
import { type EngineFactory, onePerHeap, useEngines } from "./engines.ts";
import { registerClip } from "./kernels/clip.ts";
import { registerConvolutions } from "./kernels/convolution.ts";
import { registerCopies } from "./kernels/copies.ts";
import { registerCpuFallback } from "./kernels/cpu_fallback.ts";
import { registerDepthwise } from "./kernels/depthwise.ts";
import { registerEinsum } from "./kernels/einsum.ts";
import { registerMatrixProducts } from "./kernels/matrix_product.ts";
import { registerMean } from "./kernels/mean.ts";
import { registerMissingGradients } from "./kernels/missing_gradients.ts";
import { registerMultiply } from "./kernels/multiply.ts";
import { registerNormalize } from "./kernels/normalize.ts";
import { registerPools } from "./kernels/pool.ts";
import { registerRandom } from "./kernels/random.ts";
import { registerReluGradient } from "./kernels/relu_gradient.ts";
import { registerResizeGradient } from "./kernels/resize_gradient.ts";
import { registerSegmentSum } from "./kernels/segment_sum.ts";
import { registerSoftmaxCrossEntropy } from "./kernels/softmax_cross_entropy.ts";
import { registerSplit } from "./kernels/split.ts";
import { registerSum } from "./kernels/sum.ts";
import { registerTanh } from "./kernels/tanh.ts";
import { registerTile } from "./kernels/tile.ts";

/**
 * The names of the backends. `wasm`, the default, is tfjs's WASM backend with SIMD matrix products of our own;
 * `wasm-simd` is the same without fused multiply-add: slower, with the same bits on every machine. `blas` hands the
 * products to the machine's BLAS library, and needs --allow-ffi. `cpu` is tfjs's own JavaScript.
 */
export const BACKENDS = ["wasm", "wasm-simd", "blas", "cpu"] as const;

/** Name of a backend. */
export type BackendName = typeof BACKENDS[number];

/** tfjs otherwise reads the address as a path, as in Node. */
const FETCH_IT = true;

const SIMD_BINARY = "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm";

let current: BackendName | undefined;
let registered = false;
const factories = new Map<BackendName, EngineFactory>();

/**
 * Starts a backend in this thread, and makes it tfjs's current one.
 *
 * @param name The backend to start.
 * @throws {Error} If the backend cannot start on this machine.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { useBackend } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * await useBackend("wasm");
 * assertEquals(tf.getBackend(), "wasm");
 * ```
 */
export async function useBackend(name: BackendName): Promise<void> {
  tf.enableProdMode();
  registerMissingGradients();
  const tfjsName = name === "cpu" ? "cpu" : "wasm";
  if (current === name && tf.getBackend() === tfjsName) return;
  if (name !== "cpu") {
    const createEngine = factories.get(name) ?? await engineFactory(name);
    if (!tf.engine().registry["wasm"]) await locateWasm();
    if (createEngine) {
      factories.set(name, createEngine);
      useEngines(createEngine);
    }
    registerKernels(createEngine !== undefined);
  }
  if (!await tf.setBackend(tfjsName)) {
    throw new Error(`Cannot start backend "${name}": it does not run on this machine`);
  }
  await tf.ready();
  current = name;
}

/**
 * The backend that tfjs is set to in this thread.
 *
 * @returns Its name here; `wasm` where tfjs was set to none yet, or to one that is not made for training.
 */
export function currentBackend(): BackendName {
  if (tf.getBackend() === "cpu") return "cpu";
  return current === undefined || current === "cpu" ? "wasm" : current;
}

/** What computes in a backend's memory; nothing where this machine runs no build of ours, which leaves tfjs alone. */
async function engineFactory(
  name: Exclude<BackendName, "cpu">,
): Promise<EngineFactory | undefined> {
  const gemm = await gemmFactory(name === "wasm-simd" ? ["simd"] : GEMM_BUILDS);
  if (name !== "blas" || !gemm) return gemm;
  const blas = openBlas();
  return onePerHeap((backend) => createBlasEngine(blas, backend, gemm(backend)));
}

async function gemmFactory(builds: readonly GemmBuild[]): Promise<EngineFactory | undefined> {
  for (const build of builds) {
    const module = await compileGemm(build);
    if (!module) continue;
    return onePerHeap(({ wasm }) =>
      createGemm(module, wasm.asm.memory, (bytes) => wasm._malloc(bytes) >>> 0)
    );
  }
  return undefined;
}

function registerKernels(withOwn: boolean): void {
  if (registered) return;
  registered = true;
  // First: ours leave to it what they do not compute.
  registerCpuFallback();
  if (!withOwn) return;
  registerClip();
  registerConvolutions();
  registerCopies();
  registerDepthwise();
  registerEinsum();
  registerMatrixProducts();
  registerMean();
  registerMultiply();
  registerNormalize();
  registerPools();
  registerRandom();
  registerReluGradient();
  registerResizeGradient();
  registerSegmentSum();
  registerSoftmaxCrossEntropy();
  registerSplit();
  registerSum();
  registerTanh();
  registerTile();
}

/**
 * Loads tfjs's WASM backend, which makes itself tfjs's first choice as it loads: not before somebody asks for it. It is
 * given its binary as a blob: a compiled program holds the file, but cannot fetch it. tfjs wants all three of its
 * builds named; under Deno it asks for the SIMD one alone.
 */
export async function locateWasm(): Promise<void> {
  // A compiled program has no packages: the file lies beside the code.
  const file = Deno.build.standalone
    ? new URL(basename(SIMD_BINARY), import.meta.url)
    : new URL(import.meta.resolve(SIMD_BINARY));
  const bytes = await readBeside(file);
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/wasm" }));
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  setWasmPaths({
    "tfjs-backend-wasm.wasm": url,
    "tfjs-backend-wasm-simd.wasm": url,
    "tfjs-backend-wasm-threaded-simd.wasm": url,
  }, FETCH_IT);
}
