/**
 * The SIMD matrix product, and what a training step needs around it: a WebAssembly module that works in the memory of
 * tfjs's heap. Its source is AssemblyScript, in `assembly/`; `deno task build:gemm` builds it twice.
 *
 * @module
 */
import { readBeside } from "../../files/beside.ts";
import { countWindows, type FilterWindows, imageBytes, windowSize } from "../filter_windows.ts";
import type { FinishedActivation, HeapEngine } from "../heap_engine.ts";
import { FLOAT_BYTES, lasting } from "../wasm_heap.ts";

/** The builds, the faster one first: with fused multiply-add (relaxed SIMD), and with plain SIMD. */
export const GEMM_BUILDS = ["relaxed", "simd"] as const;

/** Name of a build. */
export type GemmBuild = typeof GEMM_BUILDS[number];

/** What the module exports. */
interface GemmExports extends
  Omit<
    HeapEngine,
    | "multiply"
    | "finish"
    | "convolve"
    | "filterGradient"
    | "imageGradient"
    | "gatherWindows"
    | "scatterWindows"
  > {
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
  convolve(
    windows: number,
    count: number,
    filters: number,
    images: number,
    filter: number,
    bias: number,
    activation: number,
    alpha: number,
    out: number,
    scratch: number,
  ): void;
  filterGradient(
    windows: number,
    count: number,
    filters: number,
    images: number,
    dy: number,
    out: number,
    scratch: number,
  ): void;
  imageGradient(
    windows: number,
    count: number,
    filters: number,
    dy: number,
    filter: number,
    imageBytes: number,
    out: number,
    scratch: number,
  ): void;
  gatherWindows: VisitWindows;
  scatterWindows: VisitWindows;
}

/** Goes through the values `from` to `to` of some windows, and through rows that lie `stride` bytes apart. */
type VisitWindows = (
  windows: number,
  images: number,
  first: number,
  count: number,
  from: number,
  to: number,
  rows: number,
  stride: number,
) => void;

/** How many numbers the module reads of windows. */
const WINDOW_WORDS = 20;

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
  const scratchBytes = gemm.scratchBytes();
  const scratch = allocate(scratchBytes + WINDOW_WORDS * Int32Array.BYTES_PER_ELEMENT);
  const words = scratch + scratchBytes;
  const view = lasting(() => new Int32Array(memory.buffer, words, WINDOW_WORDS));
  /** Tells the module of windows, and returns where. */
  const tell = (windows: FilterWindows): number => {
    const { batch, image, channels, filter, out, strides, dilations, padding } = windows;
    view().set([
      ...image,
      channels,
      ...filter,
      ...out,
      ...strides,
      ...dilations,
      ...padding,
      batch,
    ]);
    return words;
  };
  return {
    ...gemm,
    multiply({ transposeA, transposeB, rows, columns, inner, a, b, out }): void {
      gemm.multiply(transposeA, transposeB, rows, columns, inner, a, b, out, scratch);
    },
    finish({ matrix, rows, columns, bias, activation, alpha }): void {
      gemm.finish(matrix, rows, columns, bias ?? 0, ACTIVATIONS[activation], alpha);
    },
    convolve({ windows, filters, images, filter, result }, { bias, activation, alpha }): void {
      const count = countWindows(windows);
      const code = ACTIVATIONS[activation];
      gemm.convolve(
        ...[tell(windows), count, filters, images, filter, bias ?? 0, code, alpha] as const,
        ...[result, scratch] as const,
      );
    },
    filterGradient({ windows, filters, images, filter, result }): void {
      const count = countWindows(windows);
      gemm.filterGradient(tell(windows), count, filters, images, result, filter, scratch);
    },
    imageGradient({ windows, filters, images, filter, result }): void {
      const bytes = imageBytes(windows);
      const count = countWindows(windows);
      gemm.imageGradient(tell(windows), count, filters, result, filter, bytes, images, scratch);
    },
    gatherWindows({ windows, images, first, count, rows }): void {
      const size = windowSize(windows);
      gemm.gatherWindows(
        ...[tell(windows), images, first, count, 0, size, rows, size * FLOAT_BYTES] as const,
      );
    },
    scatterWindows({ windows, images, first, count, rows }): void {
      const size = windowSize(windows);
      gemm.scatterWindows(
        ...[tell(windows), images, first, count, 0, size, rows, size * FLOAT_BYTES] as const,
      );
    },
  };
}
