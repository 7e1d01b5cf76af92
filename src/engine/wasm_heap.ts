/**
 * What tandem uses of tfjs's WASM backend beyond its public types: its memory, and where in it a tensor lies. The one
 * place that knows of them.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";

/** Bytes of a float. */
export const FLOAT_BYTES = 4;

/** The WASM backend as its kernels see it. */
export interface WasmBackend {
  readonly wasm: {
    readonly asm: { readonly memory: WebAssembly.Memory };
    readonly HEAPU8: Uint8Array<ArrayBuffer>;
    /** Allocates bytes, aligned to 16. May grow the memory: views of it die. */
    _malloc(bytes: number): number;
  };
  readonly dataIdMap: { get(dataId: tf.DataId): { readonly memoryOffset: number } };
  /** Makes a tensor, whose values are whatever its memory holds. */
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  /** Takes one more reference to a tensor's values. */
  incRef(dataId: tf.DataId): void;
  /** Gives back one reference to a tensor's values. */
  disposeData(dataId: tf.DataId): boolean;
}

/**
 * Takes a backend for the WASM one.
 *
 * @param backend The backend that tfjs hands to a kernel of `wasm`, or `tf.backend()`.
 * @returns The same backend.
 */
export function asWasmBackend(backend: unknown): WasmBackend {
  return backend as WasmBackend;
}

/**
 * Finds a tensor.
 *
 * @param backend The backend that holds it.
 * @param tensor The tensor.
 * @returns The byte offset of its values in the backend's memory.
 */
export function addressOf(backend: WasmBackend, { dataId }: tf.TensorInfo): number {
  return backend.dataIdMap.get(dataId).memoryOffset;
}

/**
 * Views the values of a float tensor where they lie.
 *
 * @param backend The backend that holds it.
 * @param tensor The tensor, of type float32.
 * @param size Number of values.
 * @returns A view that holds until the backend's memory grows.
 */
export function viewOf(
  backend: WasmBackend,
  tensor: tf.TensorInfo,
  size: number,
): Float32Array<ArrayBuffer> {
  return new Float32Array(backend.wasm.HEAPU8.buffer, addressOf(backend, tensor), size);
}
