/**
 * A kernel of ours. It is prepared on addresses once and computed any number of times, so that it serves tfjs, whose
 * tensors lie elsewhere each time, and plans, whose tensors never move.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { HeapEngine } from "../heap_engine.ts";
import { addressOf, type WasmBackend } from "../wasm_heap.ts";

/** A tensor, wherever it lies. */
export interface ShapedTensor {
  readonly shape: readonly number[];
  readonly dtype: tf.DataType;
}

/** A tensor at its address. */
export interface PlacedTensor extends ShapedTensor {
  /** Where its values lie, in bytes. */
  readonly address: number;
}

/** Inputs of a kernel by name. */
export type Inputs<Tensor, Required extends string, Optional extends string = never> =
  & Readonly<Record<Required, Tensor>>
  & { readonly [Name in Optional]?: Tensor | undefined };

/** Outputs of a kernel, of which there is at least one. */
export type Outputs = readonly [PlacedTensor, ...PlacedTensor[]];

/** A kernel of ours, whose outputs are floats. */
export interface OwnKernel<
  Attributes = unknown,
  Required extends string = string,
  Optional extends string = never,
> {
  /** Its name in tfjs. */
  readonly name: string;
  /** The shape of each output; nothing for a case that the kernel leaves to another. */
  outputShapes(
    inputs: Inputs<ShapedTensor, Required, Optional>,
    attributes: Attributes,
  ): number[][] | undefined;
  /** Prepares the computation, and gives what makes it: it allocates next to nothing. */
  bind(
    engine: HeapEngine,
    inputs: Inputs<PlacedTensor, Required, Optional>,
    outputs: Outputs,
    attributes: Attributes,
  ): () => void;
}

/**
 * Finds a tensor.
 *
 * @param backend The backend that holds it.
 * @param tensor The tensor.
 * @returns The same tensor with its address.
 */
export function placeOf(backend: WasmBackend, tensor: tf.TensorInfo): PlacedTensor {
  const { shape, dtype } = tensor;
  return { address: addressOf(backend, tensor), shape, dtype };
}
