/**
 * Kernels that need not copy: tfjs counts references to a tensor's values, and its operators never write into them, so
 * that a tensor of the same values and type can share them. The stock kernels of the WASM backend copy.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { wrapKernel } from "./_registry.ts";

interface Input {
  readonly x: tf.TensorInfo;
}

/** Puts the kernels into tfjs's registry. */
export function registerCopies(): void {
  sharing("Identity", ({ x }) => x.dtype !== "string");
  sharing<{ dtype: tf.DataType }>("Cast", ({ x }, { dtype }) => x.dtype === dtype);
}

/**
 * Has a kernel share its input where that is what it gives.
 *
 * @param name Its name in tfjs.
 * @param same Whether it is.
 */
export function sharing<Attributes>(
  name: string,
  same: (inputs: Input, attributes: Attributes) => boolean,
): void {
  wrapKernel<Input, Attributes>(name, (stock) => (backend, inputs, attributes) => {
    if (!same(inputs, attributes)) return stock(backend, inputs, attributes);
    const { dataId, shape, dtype } = inputs.x;
    backend.incRef(dataId);
    return { dataId, shape, dtype };
  });
}
