/**
 * Ways between tensors and plain arrays with one copy each.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { engineOf, hasEngine } from "./engines.ts";
import { addressOf, asWasmBackend, viewOf } from "./wasm_heap.ts";

/**
 * Copies a tensor's values.
 *
 * @param tensor The tensor, of type float32.
 * @param into Is overwritten. Shape: `[tensor.size]`.
 */
export function readTensor(tensor: tf.Tensor, into: Float32Array): void {
  if (tf.getBackend() !== "wasm") into.set(tensor.dataSync());
  else into.set(viewOf(asWasmBackend(tf.backend()), tensor, tensor.size));
}

/**
 * Makes a tensor of values, which may lie in shared memory.
 *
 * @param values The values; they are copied.
 * @param shape The tensor's shape.
 * @returns The tensor, of type float32.
 */
export function tensorOf(values: Float32Array, shape: number[]): tf.Tensor {
  // The WASM backend copies into its heap; the cpu backend would keep the array itself.
  return tf.tensor(tf.getBackend() === "wasm" ? values : values.slice(), shape, "float32");
}

/**
 * Makes a tensor of bytes, each times a scale.
 *
 * @param bytes The bytes; they are copied.
 * @param scale What a byte is multiplied by.
 * @param shape The tensor's shape.
 * @returns The tensor, of type float32.
 */
export function tensorOfBytes(bytes: Uint8Array, scale: number, shape: number[]): tf.Tensor {
  if (tf.getBackend() !== "wasm" || !hasEngine()) {
    return tf.tensor(Float32Array.from(bytes, (byte) => byte * scale), shape, "float32");
  }
  const backend = asWasmBackend(tf.backend());
  // tfjs's only type of one byte.
  const raw = backend.makeOutput([bytes.length], "bool");
  const out = backend.makeOutput(shape, "float32");
  const [from, to] = [addressOf(backend, raw), addressOf(backend, out)];
  backend.wasm.HEAPU8.set(bytes, from);
  engineOf(backend).scaleBytes(from, bytes.length, scale, to);
  backend.disposeData(raw.dataId);
  return tf.engine().makeTensorFromTensorInfo(out);
}
