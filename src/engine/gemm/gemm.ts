/**
 * The SIMD matrix product, and what a training step needs around it: a WebAssembly module that works in the memory of
 * tfjs's heap. Its source is AssemblyScript, in `assembly/`; `deno task build:gemm` builds it twice.
 *
 * @module
 */
import { readBeside } from "../../files/beside.ts";
import type { FinishedActivation, HeapEngine } from "../heap_engine.ts";

/** The builds, the faster one first: with fused multiply-add (relaxed SIMD), and with plain SIMD. */
export const GEMM_BUILDS = ["relaxed", "simd"] as const;

/** Name of a build. */
export type GemmBuild = typeof GEMM_BUILDS[number];

/** What the module exports. */
interface GemmExports extends Omit<HeapEngine, "multiply" | "finish"> {
  scratchBytes(): number;
  multiply(
    transposeA: boolean,
    transposeB: boolean,
    rows: number,
    columns: number,
    inner: number,
    a: number,
    b: number,
    out: number,
    scratch: number,
  ): void;
  finish(
    matrix: number,
    rows: number,
    columns: number,
    bias: number,
    activation: number,
    alpha: number,
  ): void;
}

/** The numbers by which the module knows the activations. */
const ACTIVATIONS: Readonly<Record<FinishedActivation, number>> = {
  linear: 0,
  relu: 1,
  relu6: 2,
  leakyrelu: 3,
  sigmoid: 4,
  tanh: 5,
  elu: 6,
};

/**
 * Compiles a build.
 *
 * @param build Which one.
 * @returns The module; nothing if this machine cannot run it.
 */
export async function compileGemm(build: GemmBuild): Promise<WebAssembly.Module | undefined> {
  const bytes = await readBeside(new URL(`./gemm_${build}.wasm`, import.meta.url));
  return WebAssembly.validate(bytes) ? await WebAssembly.compile(bytes) : undefined;
}

/**
 * Joins a build to a memory.
 *
 * @param module A compiled build.
 * @param memory The memory that holds the matrices, 16 MiB or more.
 * @param allocate Gives a number of bytes of that memory, aligned to 16; called once.
 * @returns The engine.
 */
export function createGemm(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  allocate: (bytes: number) => number,
): HeapEngine {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const gemm = exports as unknown as GemmExports;
  const scratch = allocate(gemm.scratchBytes());
  return {
    ...gemm,
    multiply({ transposeA, transposeB, rows, columns, inner, a, b, out }): void {
      gemm.multiply(transposeA, transposeB, rows, columns, inner, a, b, out, scratch);
    },
    finish({ matrix, rows, columns, bias, activation, alpha }): void {
      gemm.finish(matrix, rows, columns, bias ?? 0, ACTIVATIONS[activation], alpha);
    },
  };
}
