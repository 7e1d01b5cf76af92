/**
 * The SIMD matrix product with a memory of its own, and what its results are compared with.
 *
 * @module
 */
import { assert } from "@std/assert";
import { compileGemm, createGemm, type GemmBuild } from "../../src/engine/gemm/gemm.ts";
import type { HeapEngine } from "../../src/engine/heap_engine.ts";
import { randomStream } from "../../src/parallel/random.ts";

/** The smallest memory that the builds accept: 16 MiB. */
const PAGES = 256;

/** An engine with a memory of its own. */
export class Bench {
  readonly memory = new WebAssembly.Memory({ initial: PAGES });
  readonly engine: HeapEngine;
  readonly #fill: number;
  #next = 64;

  /** @param fill What the engine's own memory is full of at first. */
  constructor(module: WebAssembly.Module, fill = 0) {
    this.#fill = fill;
    this.engine = createGemm(module, this.memory, (bytes) => this.#allocate(bytes));
  }

  /** Copies values into the memory, and returns their address. */
  place(values: Float32Array): number {
    const address = this.#allocate(values.byteLength);
    this.view(address, values.length).set(values);
    return address;
  }

  view(address: number, size: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, size);
  }

  #allocate(bytes: number): number {
    const address = this.#next;
    // Three floats between blocks: nothing may depend on an address's alignment.
    this.#next += bytes + 12;
    new Float32Array(this.memory.buffer, address, bytes >> 2).fill(this.#fill);
    return address;
  }
}

export async function requireModule(build: GemmBuild): Promise<WebAssembly.Module> {
  const module = await compileGemm(build);
  assert(module, `this machine does not run build "${build}"`);
  return module;
}

export function draw(size: number, seed: number): Float32Array {
  const random = randomStream(seed, size);
  return Float32Array.from({ length: size }, () => random() * 2 - 1);
}

export interface Shape {
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The product in float64, and for each value the sum of the magnitudes, which rounding errors grow with. */
export function reference(
  { rows, columns, inner, transposeA, transposeB }: Shape,
  a: Float32Array,
  b: Float32Array,
): { values: Float64Array; magnitudes: Float64Array } {
  const values = new Float64Array(rows * columns);
  const magnitudes = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let p = 0; p < inner; p++) {
      const left = a[transposeA ? p * rows + i : i * inner + p] ?? NaN;
      for (let j = 0; j < columns; j++) {
        const term = left * (b[transposeB ? j * inner + p : p * columns + j] ?? NaN);
        values[i * columns + j] = (values[i * columns + j] ?? NaN) + term;
        magnitudes[i * columns + j] = (magnitudes[i * columns + j] ?? NaN) + Math.abs(term);
      }
    }
  }
  return { values, magnitudes };
}
