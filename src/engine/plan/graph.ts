/**
 * A recording as a graph: the calls that compute anything, over storages that they read and write.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { isList } from "../../arrays/is_list.ts";
import { mapInputs } from "../kernels/kernel_function.ts";
import type { KernelCall, Recording, TensorRecord } from "./record.ts";

/** Memory of one set of values, which tensors of several shapes may share. */
export interface Storage {
  readonly bytes: number;
  /** Which of the given tensors holds the values, if one does. */
  readonly given?: number;
  /** The values, where they are always the same. */
  readonly constant?: Uint8Array;
}

/** A tensor of a call. */
export interface Operand {
  readonly storage: Storage;
  readonly shape: readonly number[];
  readonly dtype: tf.DataType;
}

/** A call of a kernel on storages. */
export type Call = KernelCall<Operand>;

/** What is computed, and what it gives. */
export interface Graph {
  readonly calls: readonly Call[];
  readonly results: readonly (Operand | undefined)[];
}

/**
 * Makes a graph of a recording.
 *
 * @param recording The recording.
 * @param given The tensors that it was given.
 * @param results What the computation gave.
 * @returns The graph; a call that only gave an input another shape is no part of it.
 */
export function graphOf(
  { calls, constants }: Recording,
  given: readonly tf.TensorInfo[],
  results: readonly (tf.TensorInfo | undefined)[],
): Graph {
  const storages = new Map<tf.DataId, Storage>();
  given.forEach((tensor, i) => storages.set(tensor.dataId, { bytes: bytesOf(tensor), given: i }));
  for (const [dataId, constant] of constants) {
    storages.set(dataId, { bytes: constant.length, constant });
  }
  const operandOf = (tensor: TensorRecord): Operand => {
    const { dataId, shape, dtype } = tensor;
    const storage = storages.get(dataId) ?? { bytes: bytesOf(tensor) };
    storages.set(dataId, storage);
    return { storage, shape, dtype };
  };
  const callOf = ({ inputs, outputs, made, ...call }: KernelCall): Call => ({
    ...call,
    inputs: mapInputs(inputs, operandOf),
    outputs: outputs.map(operandOf),
    made: made.map(operandOf),
  });
  return {
    calls: calls.map(callOf).filter((call) => !isView(call)),
    results: results.map((tensor) => tensor && operandOf(tensor)),
  };
}

/** All operands that a call reads. */
export function readsOf({ inputs }: Call): Operand[] {
  return Object.values(inputs).flat().filter((operand) => operand !== undefined);
}

/**
 * Tells whether two graphs compute the same, whatever is given.
 *
 * @param a A graph.
 * @param b Another.
 * @returns Whether calls, attributes, shapes, constants and results are alike.
 */
export function sameGraph(a: Graph, b: Graph): boolean {
  const [one, other] = [describe(a), describe(b)];
  return one.text === other.text &&
    one.constants.every((bytes, i) => equalBytes(bytes, other.constants[i] ?? bytes));
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** A graph as text, in which storages are numbered as they come, and its constants in the order of the text. */
function describe({ calls, results }: Graph): { text: string; constants: Uint8Array[] } {
  const numbers = new Map<Storage, number>();
  const constants: Uint8Array[] = [];
  const operand = (one: Operand | readonly Operand[] | undefined): unknown => {
    if (one === undefined) return null;
    if (isList(one)) return one.map(operand);
    const { storage, shape, dtype } = one;
    const known = numbers.get(storage);
    if (known !== undefined) return [known, shape, dtype];
    numbers.set(storage, numbers.size);
    const { given, constant, bytes } = storage;
    if (constant) constants.push(constant);
    return [given, constant !== undefined, bytes, shape, dtype];
  };
  const text = JSON.stringify([
    calls.map(({ name, attrs, inputs, outputs }) => [
      name,
      attrs,
      Object.entries(inputs).map(([input, tensors]) => [input, operand(tensors)]),
      outputs.map(operand),
    ]),
    results.map(operand),
  ]);
  return { text, constants };
}

/** Whether a call gives its input alone, perhaps in another shape. */
function isView(call: Call): boolean {
  const read = new Set(readsOf(call).map(({ storage }) => storage));
  return call.made.length === 0 && call.outputs.every(({ storage }) => read.has(storage));
}

function bytesOf(
  { shape, dtype }: Pick<tf.TensorInfo, "dtype"> & { shape: readonly number[] },
): number {
  return tf.util.sizeFromShape([...shape]) * tf.util.bytesPerElement(dtype);
}
