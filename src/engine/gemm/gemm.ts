/**
 * The SIMD matrix product, and what a training step needs around it: a WebAssembly module that works in the memory of
 * tfjs's heap. Its source is AssemblyScript, in `assembly/`; `deno task build:gemm` builds it twice.
 *
 * @module
 */
import { readBeside } from "../../files/beside.ts";
import type { FinishedActivation, HeapEngine } from "../heap_engine.ts";
import { lasting } from "../wasm_heap.ts";
import type { WindowEngine, Windows } from "../windows.ts";

/** The builds, the faster one first: with fused multiply-add (relaxed SIMD), and with plain SIMD. */
export const GEMM_BUILDS = ["relaxed", "simd"] as const;

/** Name of a build. */
export type GemmBuild = typeof GEMM_BUILDS[number];

/** Functions that are told of windows by an address. */
type Told<Engine> = {
  [Name in keyof Engine]: Engine[Name] extends (windows: Windows, ...rest: infer Rest) => void
    ? (windows: number, ...rest: Rest) => void
    : never;
};

/** What the module exports. */
interface GemmExports extends
  Omit<
    HeapEngine,
    "multiply" | "finish" | "convolve" | "filterGradient" | "imageGradient" | keyof WindowEngine
  >,
  Told<WindowEngine> {
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
    filters: number,
    images: number,
    dy: number,
    out: number,
    scratch: number,
  ): void;
  imageGradient(
    windows: number,
    filters: number,
    dy: number,
    filter: number,
    out: number,
    scratch: number,
  ): void;
}

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
  const tell = (windows: Windows): number => {
    const { batch, image, channels, filter, out, strides, dilations, padding } = windows;
    view().set([
      batch,
      ...image,
      channels,
      ...filter,
      ...out,
      ...strides,
      ...dilations,
      ...padding,
    ]);
    return words;
  };
  /** Tells a function of the module of windows before it is called. */
  const told = <Rest extends number[]>(
    compute: (windows: number, ...rest: Rest) => void,
  ): (windows: Windows, ...rest: Rest) => void =>
  (windows, ...rest) => compute(tell(windows), ...rest);
  return {
    ...gemm,
    gatherWindows: told(gemm.gatherWindows),
    scatterWindows: told(gemm.scatterWindows),
    maxPool: told(gemm.maxPool),
    averagePool: told(gemm.averagePool),
    maxPoolGradient: told(gemm.maxPoolGradient),
    averagePoolGradient: told(gemm.averagePoolGradient),
    depthwise: told(gemm.depthwise),
    depthwiseInputGradient: told(gemm.depthwiseInputGradient),
    depthwiseFilterGradient: told(gemm.depthwiseFilterGradient),
    multiply({ transposeA, transposeB, rows, columns, inner, a, b, out }): void {
      gemm.multiply(transposeA, transposeB, rows, columns, inner, a, b, out, scratch);
    },
    finish({ matrix, rows, columns, bias, activation, alpha }): void {
      gemm.finish(matrix, rows, columns, bias ?? 0, ACTIVATIONS[activation], alpha);
    },
    convolve({ windows, filters, images, filter, result }, { bias, activation, alpha }): void {
      gemm.convolve(
        tell(windows),
        filters,
        images,
        filter,
        bias ?? 0,
        ACTIVATIONS[activation],
        alpha,
        result,
        scratch,
      );
    },
    filterGradient({ windows, filters, images, filter, result }): void {
      gemm.filterGradient(tell(windows), filters, images, result, filter, scratch);
    },
    imageGradient({ windows, filters, images, filter, result }): void {
      gemm.imageGradient(tell(windows), filters, result, filter, images, scratch);
    },
  };
}
