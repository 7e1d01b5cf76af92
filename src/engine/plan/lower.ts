/**
 * A call on fixed addresses: by a kernel of the plan's own where there is one, else by the kernel of tfjs that was
 * recorded, on a backend whose outputs are already placed.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { engineOf } from "../engines.ts";
import { isList } from "../../arrays/is_list.ts";
import { mapInputs } from "../kernels/kernel_function.ts";
import { ownKernel } from "../kernels/_registry.ts";
import type { PlacedTensor } from "../kernels/own_kernel.ts";
import { forgetTensor, placeTensor, refreshTensor, type WasmBackend } from "../wasm_heap.ts";
import type { Call, Operand } from "./graph.ts";

/** A call that can be made again and again. */
export interface Lowered {
  run(): void;
  /** Gives back what it holds. */
  readonly forget?: () => void;
}

/**
 * Prepares a call.
 *
 * @param backend The backend.
 * @param call The call.
 * @param placeOf Where its operands lie.
 * @returns The call, ready to be made.
 */
export function lower(
  backend: WasmBackend,
  call: Call,
  placeOf: (operand: Operand) => PlacedTensor,
): Lowered {
  return bound(backend, call, placeOf) ?? replayed(backend, call, placeOf);
}

/** Prepares a kernel of ours. */
function bound(
  backend: WasmBackend,
  { name, attrs, inputs, takesList, outputs }: Call,
  placeOf: (operand: Operand) => PlacedTensor,
): Lowered | undefined {
  const kernel = ownKernel(name);
  if (!kernel || takesList) return undefined;
  const placed: Record<string, PlacedTensor> = {};
  for (const [input, operand] of Object.entries(inputs)) {
    if (isList(operand)) return undefined;
    if (operand) placed[input] = placeOf(operand);
  }
  const [first, ...more] = outputs.map(placeOf);
  if (!first || !kernel.outputShapes(placed, attrs)) return undefined;
  return { run: kernel.bind(engineOf(backend), placed, [first, ...more], attrs) };
}

/** The kernels of tfjs that keep their weights in an order of their own, by tensor, until the tensor is disposed. */
const KEEP_WEIGHTS: ReadonlySet<string> = new Set([
  "Conv2D",
  "FusedConv2D",
  "FusedDepthwiseConv2D",
  "Prelu",
  "_FusedMatMul",
]);

/** Calls the recorded kernel; whatever it allocates is there already. */
function replayed(
  backend: WasmBackend,
  { name, attrs, inputs, takesList, made, compute }: Call,
  placeOf: (operand: Operand) => PlacedTensor,
): Lowered {
  const tensors: tf.TensorInfo[] = [];
  const tensorAt = (operand: Operand): tf.TensorInfo => {
    const { address, shape, dtype } = placeOf(operand);
    const tensor = placeTensor(backend, address, shape, dtype);
    tensors.push(tensor);
    return tensor;
  };
  const given = mapInputs(inputs, tensorAt);
  const places = made.map(tensorAt);
  let next = 0;
  const take = (shape: readonly number[], dtype: tf.DataType): tf.TensorInfo => {
    const place = places[next++];
    // A kernel may give what it has made another shape.
    if (place && place.dtype === dtype && sameShape(place.shape, shape)) return { ...place };
    // Nobody may be given what is left, who computes in another way then.
    next = places.length;
    throw new Error(`Cannot replay kernel "${name}": it makes other outputs than it did`);
  };
  const placed: WasmBackend = Object.assign(Object.create(backend), {
    makeOutput: (
      shape: number[],
      dtype: tf.DataType,
      _address?: number,
      values?: tf.BackendValues,
    ): tf.TensorInfo => {
      const place = take(shape, dtype);
      if (values) copyInto(backend, place, values);
      return place;
    },
    write: (values: tf.BackendValues | null, shape: number[], dtype: tf.DataType): tf.DataId => {
      const place = take(shape, dtype);
      if (values) copyInto(backend, place, values);
      return place.dataId;
    },
    // Lifetimes were planned.
    disposeData: () => true,
    incRef: () => {},
  });
  const all = Object.values(given).flat().filter((tensor) => tensor !== undefined);
  const again = { inputs: takesList ? all : given, attrs, backend: placed };
  const read = KEEP_WEIGHTS.has(name) ? all : [];
  return {
    run(): void {
      next = 0;
      for (const tensor of read) refreshTensor(backend, tensor);
      compute(again);
    },
    forget: () => tensors.forEach((tensor) => forgetTensor(backend, tensor)),
  };
}

function copyInto(
  { wasm, dataIdMap }: WasmBackend,
  { dataId }: tf.TensorInfo,
  values: tf.BackendValues,
): void {
  const { buffer, byteOffset, byteLength } = values as Uint8Array;
  wasm.HEAPU8.set(
    new Uint8Array(buffer, byteOffset, byteLength),
    dataIdMap.get(dataId).memoryOffset,
  );
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
