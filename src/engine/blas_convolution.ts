/**
 * Convolutions by a BLAS library: windows are gathered into a block of rows, which is then multiplied.
 *
 * @module
 */
import type { HeapEngine, Product } from "./heap_engine.ts";
import { FLOAT_BYTES, type WasmBackend } from "./wasm_heap.ts";
import { type Convolution, countWindows, imageBytes, windowSize } from "./windows.ts";

/** A product that may be added to what is there. */
export type MultiplyInto = (product: Product, accumulate: boolean) => void;

/** Floats of a block, which stays in the second cache; and the fewest windows that are worth a call. */
const BLOCK = 1 << 17;
const FEWEST = 32;

/** What a gathered window may overwrite behind the last one. */
const SLACK_BYTES = 16;

type Convolve = Pick<HeapEngine, "convolve" | "filterGradient" | "imageGradient">;

/**
 * Makes convolutions of products.
 *
 * @param multiply The product.
 * @param backend The backend whose memory holds the operands.
 * @param engine Gathers and scatters windows, and finishes results.
 * @returns The convolution and its gradients.
 */
export function convolveBy(
  multiply: MultiplyInto,
  { wasm }: WasmBackend,
  engine: HeapEngine,
): Convolve {
  let rows = 0;
  let reserved = 0;

  /** Memory for blocks of a size, which one call needs at a time. */
  function reserve(values: number): number {
    if (values <= reserved) return rows;
    if (rows !== 0) wasm._free(rows);
    rows = wasm._malloc(values * FLOAT_BYTES + SLACK_BYTES) >>> 0;
    reserved = values;
    return rows;
  }

  /** Calls for each block of windows, with the block's part of the result. */
  function forEachBlock(
    { windows, filters, result }: Convolution,
    visit: (block: Block) => void,
  ): void {
    const size = windowSize(windows);
    const all = countWindows(windows);
    const most = Math.max(Math.floor(BLOCK / size), FEWEST);
    const rows = reserve(Math.min(most, all) * size);
    for (let first = 0; first < all; first += most) {
      const count = Math.min(most, all - first);
      const part = result + first * filters * FLOAT_BYTES;
      visit({ first, count, rows, size, part });
    }
  }

  return {
    convolve(convolution, finish): void {
      const { windows, filters, images, filter, result } = convolution;
      forEachBlock(convolution, ({ first, count, rows, size, part }) => {
        engine.gatherWindows(windows, images, first, count, rows);
        multiply({
          transposeA: false,
          transposeB: false,
          rows: count,
          columns: filters,
          inner: size,
          a: rows,
          b: filter,
          out: part,
        }, false);
      });
      engine.finish({
        matrix: result,
        rows: countWindows(windows),
        columns: filters,
        ...finish,
      });
    },
    filterGradient(convolution): void {
      const { windows, filters, images, filter } = convolution;
      forEachBlock(convolution, ({ first, count, rows, size, part }) => {
        engine.gatherWindows(windows, images, first, count, rows);
        multiply({
          transposeA: true,
          transposeB: false,
          rows: size,
          columns: filters,
          inner: count,
          a: rows,
          b: part,
          out: filter,
        }, first > 0);
      });
    },
    imageGradient(convolution): void {
      const { windows, filters, images, filter } = convolution;
      wasm.HEAPU8.fill(0, images, images + imageBytes(windows));
      forEachBlock(convolution, ({ first, count, rows, size, part }) => {
        multiply({
          transposeA: false,
          transposeB: true,
          rows: count,
          columns: size,
          inner: filters,
          a: part,
          b: filter,
          out: rows,
        }, false);
        engine.scatterWindows(windows, images, first, count, rows);
      });
    },
  };
}

/** Some windows, and their part of the result. */
interface Block {
  readonly first: number;
  readonly count: number;
  /** Memory for the windows, `[count, size]`. */
  readonly rows: number;
  /** Values of a window. */
  readonly size: number;
  /** `[count, filters]`. */
  readonly part: number;
}
