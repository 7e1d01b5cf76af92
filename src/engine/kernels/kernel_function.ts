/**
 * Kernels as tfjs's registry holds them. tfjs declares their functions by another type than the one that it calls: the
 * casts are here.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { isList } from "../../arrays/is_list.ts";

/** Inputs of a kernel by name: some are lists, and some may be left out. */
export type NamedInputs<Tensor = tf.TensorInfo> = Readonly<
  Record<string, Tensor | readonly Tensor[] | undefined>
>;

/** Inputs of a kernel, by name or in a list. */
export type KernelInputs = NamedInputs | readonly tf.TensorInfo[];

/** What a kernel computes. */
export type KernelFunction = (call: {
  readonly inputs: KernelInputs;
  readonly attrs: object | undefined;
  readonly backend: object;
}) => tf.TensorInfo | tf.TensorInfo[];

/**
 * Finds a kernel.
 *
 * @param name Its name in tfjs.
 * @param backendName Whose it is.
 * @returns What it computes, if there is one.
 */
export function kernelFunction(
  name: string,
  backendName: "wasm" | "cpu" = "wasm",
): KernelFunction | undefined {
  return tf.getKernel(name, backendName)?.kernelFunc as unknown as KernelFunction | undefined;
}

/**
 * Registers a kernel for the WASM backend, in place of one that is there, whose set-up stays: each new backend runs it.
 *
 * @param kernelName Its name in tfjs.
 * @param compute What it computes.
 */
export function replaceKernel(kernelName: string, compute: KernelFunction): void {
  const known = tf.getKernel(kernelName, "wasm");
  if (known) tf.unregisterKernel(kernelName, "wasm");
  const kernelFunc = compute as unknown as tf.KernelFunc;
  tf.registerKernel({ ...known, kernelName, backendName: "wasm", kernelFunc });
}

/**
 * Makes something of every tensor of a kernel's inputs.
 *
 * @param inputs The inputs, by name.
 * @param map Is given each tensor.
 * @returns The same names and lists with what it gives.
 */
export function mapInputs<From, To>(
  inputs: NamedInputs<From>,
  map: (tensor: From) => To,
): Record<string, To | To[] | undefined> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, given]) => [
      name,
      isList<From | undefined, From>(given) ? given.map(map) : given && map(given),
    ]),
  );
}
