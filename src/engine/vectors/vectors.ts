/**
 * SIMD arithmetic on the flat vectors of a training step: a WebAssembly module that works in the memory that all
 * workers share. Its source is AssemblyScript, in `assembly/`; `deno task build:gemm` builds it.
 *
 * @module
 */
import { readBeside } from "../../files/beside.ts";

/** What one update of Adam reads, writes and multiplies with; all arrays of one length, in the module's memory. */
export interface AdamUpdate {
  readonly gradient: Float32Array;
  readonly weights: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
  readonly nextWeights: Float32Array;
  readonly nextMean: Float32Array;
  readonly nextSquare: Float32Array;
  readonly beta1: number;
  readonly beta2: number;
  /** Step size over the first moment's bias correction. */
  readonly rate: number;
  /** One over the second moment's bias correction. */
  readonly unbias: number;
  readonly epsilon: number;
}

/** Arithmetic on arrays that lie in one shared memory. */
export interface Vectors {
  /** Adds up rows, in their order, which lie at even distances. All are of the length of `out`. */
  sumRows(rows: readonly Float32Array[], out: Float32Array): void;
  /** Writes the next weights and moments. */
  adam(update: AdamUpdate): void;
}

interface VectorExports {
  sumRows(rows: number, count: number, stride: number, size: number, out: number): void;
  adam(size: number, ...addressesThenConstants: number[]): void;
}

/**
 * Joins the module to a memory.
 *
 * @param memory The shared memory in which every array lies.
 * @returns The arithmetic; nothing if this machine cannot run the module.
 */
export async function loadVectors(memory: WebAssembly.Memory): Promise<Vectors | undefined> {
  const bytes = await readBeside(new URL("./vectors.wasm", import.meta.url));
  if (!WebAssembly.validate(bytes)) return undefined;
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  const vectors = instance.exports as unknown as VectorExports;
  return {
    sumRows(rows, out): void {
      const [first = out, second = first] = rows;
      const stride = second.byteOffset - first.byteOffset;
      vectors.sumRows(first.byteOffset, rows.length, stride, out.length, out.byteOffset);
    },
    adam(update): void {
      const { beta1, beta2 } = update;
      vectors.adam(
        update.gradient.length,
        update.gradient.byteOffset,
        update.weights.byteOffset,
        update.mean.byteOffset,
        update.square.byteOffset,
        update.nextWeights.byteOffset,
        update.nextMean.byteOffset,
        update.nextSquare.byteOffset,
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        update.rate,
        update.unbias,
        update.epsilon,
      );
    },
  };
}
