/**
 * tfjs's kernel registry, for the backend `wasm`.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { asWasmBackend, type WasmBackend } from "../wasm_heap.ts";

/** A kernel: from tensors and attributes to a tensor. */
export type Compute<Inputs, Attributes> = (
  backend: WasmBackend,
  inputs: Inputs,
  attributes: Attributes,
) => tf.TensorInfo;

/**
 * Registers a kernel, in place of the one that is there.
 *
 * @param kernelName Its name in tfjs.
 * @param compute What it computes.
 */
export function replaceKernel<Inputs, Attributes>(
  kernelName: string,
  compute: Compute<Inputs, Attributes>,
): void {
  if (tf.getKernel(kernelName, "wasm")) tf.unregisterKernel(kernelName, "wasm");
  tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc: kernelFunction(compute) });
}

/**
 * Registers a kernel that leaves some of its cases to the stock one.
 *
 * @param kernelName Its name in tfjs.
 * @param wrap Makes the new kernel of the stock one.
 */
export function wrapKernel<Inputs, Attributes>(
  kernelName: string,
  wrap: (stock: Compute<Inputs, Attributes>) => Compute<Inputs, Attributes>,
): void {
  const config = tf.getKernel(kernelName, "wasm");
  if (!config) throw new Error(`Cannot prepare backend "wasm": it has no kernel "${kernelName}"`);
  // tfjs declares the kernel's function by another type than the one it calls.
  const stock = config.kernelFunc as unknown as (call: object) => tf.TensorInfo;
  const compute = wrap((backend, inputs, attrs) => stock({ inputs, attrs, backend }));
  tf.unregisterKernel(kernelName, "wasm");
  // The stock kernel's set-up stays: each new backend runs it.
  tf.registerKernel({ ...config, kernelFunc: kernelFunction(compute) });
}

function kernelFunction<Inputs, Attributes>(
  compute: Compute<Inputs, Attributes>,
): tf.KernelConfig["kernelFunc"] {
  // tfjs types every kernel's inputs and attributes as maps of anything.
  return ({ inputs, attrs, backend }) =>
    compute(asWasmBackend(backend), inputs as Inputs, attrs as Attributes);
}

/**
 * Runs a kernel that gives one tensor.
 *
 * @param name Its name in tfjs.
 * @param backend The backend.
 * @param inputs Its tensors.
 * @param attrs Its attributes.
 * @returns The tensor, which the caller owns.
 */
export function runKernel(
  name: string,
  backend: WasmBackend,
  inputs: Readonly<Record<string, tf.TensorInfo>>,
  attrs: Readonly<Record<string, string>> = {},
): tf.TensorInfo {
  const kernel = tf.getKernel(name, "wasm");
  const [result] = kernel ? [kernel.kernelFunc({ inputs, backend, attrs })].flat() : [];
  if (!result) throw new Error(`Cannot compute on backend "wasm": it has no kernel "${name}"`);
  return result;
}
