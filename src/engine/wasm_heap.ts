/**
 * What tandem uses of tfjs's WASM backend beyond its public types: its memory, and where in it a tensor lies. The one
 * place that knows of them.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { sizeOfShape } from "../arrays/shape.ts";

/** Bytes of a float. */
export const FLOAT_BYTES = 4;

/** What the backend knows of a tensor's values. */
export interface HeapData {
  /** The number by which the stock kernels know them. */
  readonly id: number;
  /** Where they lie. */
  readonly memoryOffset: number;
}

/** The WASM backend as its kernels see it. */
export interface WasmBackend {
  readonly wasm: {
    readonly asm: { readonly memory: WebAssembly.Memory };
    readonly HEAPU8: Uint8Array<ArrayBuffer>;
    /** Allocates bytes, aligned to 16. May grow the memory: views of it die. */
    _malloc(bytes: number): number;
    /** Gives bytes back. */
    _free(address: number): void;
    readonly tfjs: {
      /** Tells the stock kernels where a tensor lies. */
      registerTensor(id: number, size: number, address: number): void;
      /** Has the stock kernels forget a tensor, and what they have made of its values. */
      disposeData(id: number): void;
    };
  };
  readonly dataIdMap: {
    get(dataId: tf.DataId): HeapData;
    delete(dataId: tf.DataId): boolean;
  };
  /**
   * Makes a tensor, whose values are whatever its memory holds.
   *
   * @param address Where it lies, if that is somebody else's memory. @default memory of its own
   */
  makeOutput(
    shape: number[],
    dtype: tf.DataType,
    address?: number | null,
    values?: tf.BackendValues,
  ): tf.TensorInfo;
  /** Makes memory of its own for values, which are copied if they are given. */
  write(values: tf.BackendValues | null, shape: number[], dtype: tf.DataType): tf.DataId;
  /** Copies a tensor's values. */
  readSync(dataId: tf.DataId, start?: number, end?: number): tf.BackendValues;
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

/**
 * Keeps a view of a heap as long as its memory is there: once that has grown, the view is empty.
 *
 * @param look Makes the view.
 * @returns A function that gives the view, and makes it anew only when it must.
 */
export function lasting<View extends Float32Array | Int32Array | Uint8Array>(
  look: () => View,
): () => View {
  let view: View | undefined;
  return () => view?.length ? view : view = look();
}

/** The whole memory as floats, of each heap. */
const FLOATS = new WeakMap<WasmBackend["wasm"], () => Float32Array>();

/**
 * Copies floats over the values of a tensor, and leaves no garbage.
 *
 * @param backend The backend that holds it.
 * @param tensor The tensor, of type float32.
 * @param values The values, as many as the tensor has.
 */
export function writeFloats(
  { wasm, dataIdMap }: WasmBackend,
  { dataId }: tf.TensorInfo,
  values: Float32Array,
): void {
  const floats = FLOATS.get(wasm) ?? lasting(() => new Float32Array(wasm.HEAPU8.buffer));
  FLOATS.set(wasm, floats);
  floats().set(values, dataIdMap.get(dataId).memoryOffset / FLOAT_BYTES);
}

/**
 * Makes a tensor in memory that the caller has allocated. To be forgotten, not disposed.
 *
 * @param backend The backend.
 * @param address Where it lies.
 * @param shape Its shape.
 * @param dtype Its type.
 * @returns The tensor.
 */
export function placeTensor(
  backend: WasmBackend,
  address: number,
  shape: readonly number[],
  dtype: tf.DataType,
): tf.TensorInfo {
  return backend.makeOutput([...shape], dtype, address);
}

/**
 * Has a backend forget a tensor of {@linkcode placeTensor}; its memory stays the caller's.
 *
 * @param backend The backend.
 * @param tensor The tensor.
 */
export function forgetTensor(backend: WasmBackend, { dataId }: tf.TensorInfo): void {
  backend.wasm.tfjs.disposeData(backend.dataIdMap.get(dataId).id);
  backend.dataIdMap.delete(dataId);
}

/**
 * Tells the stock kernels that a tensor's values were overwritten: some keep what they have made of the old ones.
 *
 * @param backend The backend.
 * @param tensor The tensor.
 */
export function refreshTensor(backend: WasmBackend, { dataId, shape }: tf.TensorInfo): void {
  const { id, memoryOffset } = backend.dataIdMap.get(dataId);
  backend.wasm.tfjs.disposeData(id);
  backend.wasm.tfjs.registerTensor(id, sizeOfShape(shape), memoryOffset);
}
