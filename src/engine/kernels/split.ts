/**
 * Splitting a tensor, as the gates of a recurrent layer are told apart in every step: the stock kernel of the WASM
 * backend slices value by value.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { FLOAT_BYTES } from "../wasm_heap.ts";
import { registerOwn } from "./_registry.ts";
import type { OwnKernel, ShapedTensor } from "./own_kernel.ts";

interface Attributes {
  readonly numOrSizeSplits: number | readonly number[];
  readonly axis: number;
}

const SPLIT: OwnKernel<Attributes, "x"> = {
  name: "SplitV",
  outputShapes({ x }, attributes): number[][] | undefined {
    const axis = axisOf(x, attributes);
    const sizes = sizesOf(x, attributes);
    // Of one part tfjs wants a list all the same.
    if (x.dtype !== "float32" || sizes.length < 2) return undefined;
    return sizes.map((size) => x.shape.with(axis, size));
  },
  bind(engine, { x }, outputs, attributes): () => void {
    const axis = axisOf(x, attributes);
    const rows = tf.util.sizeFromShape(x.shape.slice(0, axis));
    const behind = tf.util.sizeFromShape(x.shape.slice(axis + 1));
    const columns = (x.shape[axis] ?? 0) * behind;
    let first = 0;
    const parts = outputs.map(({ address, shape }) => {
      const part = {
        from: x.address + first * FLOAT_BYTES,
        size: (shape[axis] ?? 0) * behind,
        address,
      };
      first += part.size;
      return part;
    });
    return () => {
      for (const { from, size, address } of parts) {
        engine.copyColumns(from, rows, columns, size, address);
      }
    };
  },
};

/** Puts the kernel into tfjs's registry. */
export function registerSplit(): void {
  registerOwn(SPLIT);
}

function axisOf({ shape }: ShapedTensor, { axis }: Attributes): number {
  return tf.util.parseAxisParam(axis, [...shape])[0] ?? 0;
}

function sizesOf(x: ShapedTensor, attributes: Attributes): number[] {
  const { numOrSizeSplits } = attributes;
  // It reads the shape alone, and refuses what does not add up.
  const sizes = typeof numOrSizeSplits === "number" ? numOrSizeSplits : [...numOrSizeSplits];
  return tf.backend_util.prepareSplitSize(x as tf.TensorInfo, sizes, axisOf(x, attributes));
}
