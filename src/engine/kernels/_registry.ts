/**
 * tfjs's kernel registry, for the backend `wasm`.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { engineOf } from "../engines.ts";
import { asWasmBackend, type WasmBackend } from "../wasm_heap.ts";
import { kernelFunction, type KernelInputs, replaceKernel } from "./kernel_function.ts";
import { type Inputs, type OwnKernel, type PlacedTensor, placeOf } from "./own_kernel.ts";

/** A kernel: from tensors and attributes to tensors. */
export type Compute<Tensors, Attributes> = (
  backend: WasmBackend,
  inputs: Tensors,
  attributes: Attributes,
) => tf.TensorInfo | tf.TensorInfo[];

/** The kernels of ours by their names in tfjs. */
const OWN = new Map<string, OwnKernel>();

/**
 * Finds a kernel of ours.
 *
 * @param name Its name in tfjs.
 * @returns The kernel, if there is one.
 */
export function ownKernel(name: string): OwnKernel | undefined {
  return OWN.get(name);
}

/**
 * Puts a kernel of ours into the registry.
 *
 * @param kernel The kernel.
 * @param otherwise Computes the cases that it leaves. @default the kernel of that name that is there
 */
export function registerOwn<Attributes, Required extends string, Optional extends string = never>(
  kernel: OwnKernel<Attributes, Required, Optional>,
  otherwise?: Compute<Inputs<tf.TensorInfo, Required, Optional>, Attributes>,
): void {
  const { name } = kernel;
  wrapKernel<Inputs<tf.TensorInfo, Required, Optional>, Attributes>(
    name,
    (stock) => (backend, inputs, attributes) => {
      const outputs = computeOwn(backend, kernel, inputs, attributes);
      if (!outputs) return (otherwise ?? stock)(backend, inputs, attributes);
      const [only, ...more] = outputs;
      // tfjs tells kernels of one output from others.
      return only && more.length === 0 ? only : outputs;
    },
  );
  // Whoever finds it by its name gives it what a kernel of that name is given.
  OWN.set(name, kernel as unknown as OwnKernel);
}

/**
 * Computes a kernel of ours on tensors of tfjs.
 *
 * @param backend The backend.
 * @param kernel The kernel.
 * @param inputs Its tensors.
 * @param attributes Its attributes.
 * @returns Its outputs; nothing if it leaves the case to another.
 */
export function computeOwn<Attributes, Required extends string, Optional extends string>(
  backend: WasmBackend,
  kernel: OwnKernel<Attributes, Required, Optional>,
  inputs: Inputs<tf.TensorInfo, Required, Optional>,
  attributes: Attributes,
): tf.TensorInfo[] | undefined {
  const shapes = kernel.outputShapes(inputs, attributes);
  if (!shapes) return undefined;
  const outputs = shapes.map((shape) => backend.makeOutput(shape, "float32"));
  const given: Record<string, PlacedTensor> = {};
  for (const [name, input] of Object.entries<tf.TensorInfo | undefined>(inputs)) {
    if (input) given[name] = placeOf(backend, input);
  }
  const [first, ...more] = outputs.map((output) => placeOf(backend, output));
  if (!first) return undefined;
  const placed = given as Inputs<PlacedTensor, Required, Optional>;
  kernel.bind(engineOf(backend), placed, [first, ...more], attributes)();
  return outputs;
}

/**
 * Registers a kernel that leaves some of its cases to the stock one.
 *
 * @param kernelName Its name in tfjs.
 * @param wrap Makes the new kernel of the stock one, which throws where there is none.
 */
export function wrapKernel<Tensors, Attributes>(
  kernelName: string,
  wrap: (stock: Compute<Tensors, Attributes>) => Compute<Tensors, Attributes>,
): void {
  const stock = kernelFunction(kernelName);
  const compute = wrap((backend, inputs, attrs) => {
    if (stock) return stock({ inputs: inputs as KernelInputs, attrs: attrs as object, backend });
    throw new Error(`Cannot compute on backend "wasm": kernel "${kernelName}" refuses its inputs`);
  });
  // Whoever wraps a kernel knows what it is given.
  replaceKernel(
    kernelName,
    ({ inputs, attrs, backend }) =>
      compute(asWasmBackend(backend), inputs as Tensors, attrs as Attributes),
  );
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
  attrs: object = {},
): tf.TensorInfo {
  const kernel = kernelFunction(name);
  const [result] = kernel ? [kernel({ inputs, backend, attrs })].flat() : [];
  if (!result) throw new Error(`Cannot compute on backend "wasm": it has no kernel "${name}"`);
  return result;
}
