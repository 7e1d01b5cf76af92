/**
 * Ways between tensors and plain arrays with one copy each.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { engineOf, hasEngine } from "./engines.ts";
import { addressOf, asWasmBackend, lasting, viewOf, writeFloats } from "./wasm_heap.ts";

/**
 * Shows a tensor's values where they lie.
 *
 * @param tensor The tensor, of type float32.
 * @returns The values, which may be overwritten; they are there until the tensor is disposed or another is made.
 */
export function viewTensor(tensor: tf.Tensor): Float32Array {
  if (tf.getBackend() === "wasm") return viewOf(asWasmBackend(tf.backend()), tensor, tensor.size);
  // The cpu backend gives the array that it keeps.
  return tensor.dataSync<"float32">();
}

/**
 * Shows the values of a tensor that stays where it is, time and again.
 *
 * @param tensor The tensor, of type float32.
 * @returns A function that gives the view of {@linkcode viewTensor}; a new one only once memory has grown.
 */
export function viewerOf(tensor: tf.Tensor): () => Float32Array {
  return lasting(() => viewTensor(tensor));
}

/**
 * Copies a tensor's values.
 *
 * @param tensor The tensor, of type float32.
 * @param into Is overwritten. Shape: `[tensor.size]`.
 */
export function readTensor(tensor: tf.Tensor, into: Float32Array): void {
  into.set(viewTensor(tensor));
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

/** Bytes that are turned into floats in place of being copied one by one. */
export interface ByteTensor {
  /** Floats, each a byte times the scale. */
  readonly floats: tf.Tensor;
  /** Shows the bytes, to be overwritten. They are there until a tensor is made. */
  bytes(): Uint8Array;
  /** Turns the bytes into the floats. */
  convert(): void;
  dispose(): void;
}

/**
 * Makes a tensor whose values are written as bytes.
 *
 * @param scale What a byte is multiplied by.
 * @param shape The tensor's shape.
 * @returns The tensor and its bytes.
 */
export function byteTensor(scale: number, shape: number[]): ByteTensor {
  const floats = tf.keep(tf.zeros(shape));
  if (tf.getBackend() !== "wasm" || !hasEngine()) {
    const bytes = new Uint8Array(floats.size);
    return {
      floats,
      bytes: () => bytes,
      convert(): void {
        const values = viewTensor(floats);
        for (let i = 0; i < bytes.length; i++) values[i] = (bytes[i] ?? 0) * scale;
      },
      dispose: () => floats.dispose(),
    };
  }
  // tfjs's only type of one byte.
  const raw = tf.keep(tf.zeros(shape, "bool"));
  const backend = asWasmBackend(tf.backend());
  return {
    floats,
    bytes: lasting(() =>
      new Uint8Array(backend.wasm.HEAPU8.buffer, addressOf(backend, raw), floats.size)
    ),
    convert(): void {
      engineOf(backend).scaleBytes(
        addressOf(backend, raw),
        floats.size,
        scale,
        addressOf(backend, floats),
      );
    },
    dispose: () => tf.dispose([floats, raw]),
  };
}

/**
 * Overwrites a tensor's values in place.
 *
 * @param tensor The tensor, of type float32.
 * @param values The values; they are copied. Shape: `[tensor.size]`.
 */
export function overwriteTensor(tensor: tf.Tensor, values: Float32Array): void {
  if (tf.getBackend() === "wasm") writeFloats(asWasmBackend(tf.backend()), tensor, values);
  else viewTensor(tensor).set(values);
}
