/**
 * Matrix products by a BLAS library of the machine, called through Deno's foreign function interface on the memory of
 * tfjs's WASM heap.
 *
 * @module
 */
import type { Product, ProductEngine } from "./product_engine.ts";
import type { WasmBackend } from "./wasm_heap.ts";

/** How a system calls its BLAS libraries, the usual one first, and how it installs one. */
interface System {
  readonly libraries: readonly string[];
  readonly advice: string;
}

const LINUX: System = {
  libraries: [
    "libopenblas.so.0",
    "libopenblas.so",
    "libmkl_rt.so.2",
    "libmkl_rt.so",
    "libcblas.so.3",
    "libcblas.so",
    "libblas.so.3",
  ],
  advice: 'install OpenBLAS, for instance with "apt-get install libopenblas0"',
};

const SYSTEMS: Partial<Record<typeof Deno.build.os, System>> = {
  linux: LINUX,
  darwin: {
    libraries: ["/System/Library/Frameworks/Accelerate.framework/Accelerate", "libopenblas.dylib"],
    advice: "Accelerate is part of macOS",
  },
  windows: {
    libraries: ["libopenblas.dll", "openblas.dll", "mkl_rt.2.dll"],
    advice: "install OpenBLAS, and put the folder of its library on PATH",
  },
};

/** Names of constants in C's interface to BLAS. */
const ROW_MAJOR = 101;
const NO_TRANSPOSE = 111;
const TRANSPOSE = 112;

const SYMBOLS = {
  cblas_sgemm: {
    parameters: [
      "i32",
      "i32",
      "i32",
      "i32",
      "i32",
      "i32",
      "f32",
      "buffer",
      "i32",
      "buffer",
      "i32",
      "f32",
      "buffer",
      "i32",
    ],
    result: "void",
  },
  openblas_set_num_threads: { parameters: ["i32"], result: "void", optional: true },
  MKL_Set_Num_Threads: { parameters: ["i32"], result: "void", optional: true },
} as const;

/** A library that is open. */
export type Blas = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

/**
 * Opens the machine's BLAS library, and keeps it to one thread: each worker is a thread already.
 *
 * @returns Its functions.
 * @throws {Deno.errors.NotFound} If no library with C's interface to BLAS is installed.
 * @throws {Deno.errors.NotCapable} If the library may not be used.
 */
export function openBlas(): Blas {
  const { libraries, advice } = SYSTEMS[Deno.build.os] ?? LINUX;
  for (const library of libraries) {
    try {
      const { symbols } = Deno.dlopen(library, SYMBOLS);
      symbols.openblas_set_num_threads?.(1);
      symbols.MKL_Set_Num_Threads?.(1);
      return symbols;
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) throw error;
    }
  }
  throw new Deno.errors.NotFound(
    `Cannot start backend "blas": found none of ${libraries.join(", ")}; ${advice}`,
  );
}

/**
 * Joins a library to a backend's memory.
 *
 * @param blas The library.
 * @param backend The backend whose memory holds the matrices.
 * @param finish Applies bias and activation.
 * @returns The engine.
 */
export function createBlasEngine(
  blas: Blas,
  { wasm }: WasmBackend,
  finish: ProductEngine["finish"],
): ProductEngine {
  return {
    multiply({ transposeA, transposeB, rows, columns, inner, a, b, out }: Product): void {
      blas.cblas_sgemm(
        ROW_MAJOR,
        transposeA ? TRANSPOSE : NO_TRANSPOSE,
        transposeB ? TRANSPOSE : NO_TRANSPOSE,
        rows,
        columns,
        inner,
        1,
        wasm.HEAPU8.subarray(a),
        transposeA ? rows : inner,
        wasm.HEAPU8.subarray(b),
        transposeB ? inner : columns,
        0,
        wasm.HEAPU8.subarray(out),
        columns,
      );
    },
    finish,
  };
}
