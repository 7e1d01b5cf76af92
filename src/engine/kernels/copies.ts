/**
 * Kernels that need not copy: tfjs counts references to a tensor's values, and its operators never write into them, so
 * that a tensor of the same values and type can share them. The stock kernels of the WASM backend copy.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { wrapKernel } from "./_registry.ts";
import type { Inputs } from "./own_kernel.ts";

/** Puts the kernels into tfjs's registry. */
export function registerCopies(): void {
  sharing<"x", unknown>("Identity", ({ x }) => x.dtype === "string" ? undefined : x);
  sharing<"x", { dtype: tf.DataType }>(
    "Cast",
    ({ x }, { dtype }) => x.dtype === dtype ? x : undefined,
  );
}

/**
 * Has a kernel share an input where that is what it gives.
 *
 * @param name Its name in tfjs.
 * @param same The input that it gives; nothing where it computes.
 */
export function sharing<Required extends string, Attributes>(
  name: string,
  same: (inputs: Inputs<tf.TensorInfo, Required>, attributes: Attributes) =>
    | tf.TensorInfo
    | undefined,
): void {
  wrapKernel<Inputs<tf.TensorInfo, Required>, Attributes>(
    name,
    (stock) => (backend, inputs, attributes) => {
      const shared = same(inputs, attributes);
      if (shared === undefined) return stock(backend, inputs, attributes);
      const { dataId, shape, dtype } = shared;
      backend.incRef(dataId);
      return { dataId, shape, dtype };
    },
  );
}
