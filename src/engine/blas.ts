/**
 * Matrix products by a BLAS library of the machine, called through Deno's foreign function interface on the memory of
 * tfjs's WASM heap.
 *
 * @module
 */
import { convolveBy, type MultiplyInto } from "./blas_convolution.ts";
import type { HeapEngine } from "./heap_engine.ts";
import type { WasmBackend } from "./wasm_heap.ts";

/** Where a system keeps its BLAS libraries, and how it gets one. */
interface System {
  /** Folders, in the order in which they are looked through. */
  readonly folders: readonly string[];
  /** Names, the usual one first: OpenBLAS, Intel's MKL, any library with C's interface to BLAS. */
  readonly names: readonly string[];
  readonly advice: string;
}

const LINUX: System = {
  folders: [
    `/usr/lib/${Deno.build.arch}-linux-gnu`,
    "/usr/lib64",
    "/usr/lib",
    "/usr/local/lib",
    "/opt/intel/oneapi/mkl/latest/lib",
  ],
  names: [
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
    folders: [
      "/System/Library/Frameworks/Accelerate.framework",
      "/opt/homebrew/opt/openblas/lib",
      "/usr/local/opt/openblas/lib",
    ],
    names: ["Accelerate", "libopenblas.dylib"],
    advice: 'Accelerate is part of macOS; OpenBLAS comes with "brew install openblas"',
  },
  windows: {
    folders: [],
    names: ["libopenblas.dll", "openblas.dll", "mkl_rt.2.dll"],
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
 * Where a library is looked for: the folders to allow with --allow-ffi, and each path in them.
 *
 * @returns Both, in the order in which they are tried.
 */
export function blasPlaces(): { folders: readonly string[]; paths: readonly string[] } {
  const { folders, names } = SYSTEMS[Deno.build.os] ?? LINUX;
  return { folders, paths: folders.flatMap((folder) => names.map((name) => `${folder}/${name}`)) };
}

/**
 * Opens the machine's BLAS library, and keeps it to one thread: each worker is a thread already.
 *
 * @returns Its functions.
 * @throws {Deno.errors.NotFound} If no library with C's interface to BLAS is installed where it may be opened.
 * @throws {Deno.errors.NotCapable} If no library may be opened.
 */
export function openBlas(): Blas {
  const { folders, names, advice } = SYSTEMS[Deno.build.os] ?? LINUX;
  let refused = 0;
  // A bare name leaves the search to the system, which Deno allows only to a program that may open any library.
  const candidates = [...blasPlaces().paths, ...names];
  for (const path of candidates) {
    try {
      const { symbols } = Deno.dlopen(path, SYMBOLS);
      symbols.openblas_set_num_threads?.(1);
      symbols.MKL_Set_Num_Threads?.(1);
      return symbols;
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) refused++;
    }
  }
  if (refused === candidates.length) {
    throw new Deno.errors.NotCapable(
      'Cannot start backend "blas": it may not open a library; "deno task train:native" allows it',
    );
  }
  throw new Deno.errors.NotFound(
    `Cannot start backend "blas": found none of ${names.join(", ")}` +
      `${folders.length > 0 ? ` in ${folders.join(", ")}` : ""}; ${advice}`,
  );
}

/**
 * Joins a library to a backend's memory.
 *
 * @param blas The library.
 * @param backend The backend whose memory holds the matrices.
 * @param engine Computes all but the products.
 * @returns The engine.
 */
export function createBlasEngine(
  blas: Blas,
  backend: WasmBackend,
  engine: HeapEngine,
): HeapEngine {
  const { wasm } = backend;
  const multiply: MultiplyInto = (product, accumulate) => {
    const { transposeA, transposeB, rows, columns, inner, a, b, out } = product;
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
      accumulate ? 1 : 0,
      wasm.HEAPU8.subarray(out),
      columns,
    );
  };
  return {
    ...engine,
    ...convolveBy(multiply, backend, engine),
    multiply: (product) => multiply(product, false),
  };
}
