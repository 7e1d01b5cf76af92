/**
 * The sum over a tensor's first dimensions, which is the gradient of every bias: the stock kernel of the WASM backend
 * transposes first.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { engineOf } from "../engines.ts";
import { addressOf } from "../wasm_heap.ts";
import { wrapKernel } from "./_registry.ts";

interface Input {
  readonly x: tf.TensorInfo;
}

interface Attributes {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

/** Puts the kernel into tfjs's registry. */
export function registerSum(): void {
  wrapKernel<Input, Attributes>("Sum", (stock) => (backend, { x }, attributes) => {
    const { axis, keepDims } = attributes;
    const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
    const overFirst = axes.length < x.shape.length && axes.every((axis, i) => axis === i);
    if (x.dtype !== "float32" || axes.length === 0 || !overFirst) {
      return stock(backend, { x }, attributes);
    }
    const kept = x.shape.slice(axes.length);
    const columns = tf.util.sizeFromShape(kept);
    const rows = tf.util.sizeFromShape(x.shape.slice(0, axes.length));
    const out = backend.makeOutput(kept, "float32");
    engineOf(backend).sumColumns(addressOf(backend, x), rows, columns, addressOf(backend, out));
    return keepDims ? { ...out, shape: [...axes.map(() => 1), ...kept] } : out;
  });
}
