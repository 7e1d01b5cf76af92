/**
 * The sum over a tensor's first or middle dimensions, of which the first is the gradient of every bias: the stock kernel
 * of the WASM backend transposes first.
 *
 * @module
 */
import { registerOwn } from "./_registry.ts";
import { bindSums, reducedShape, type ReductionAttributes, sizesAround } from "./_reduction.ts";
import type { OwnKernel } from "./own_kernel.ts";

const SUM: OwnKernel<ReductionAttributes, "x"> = {
  name: "Sum",
  outputShapes({ x }, attributes): number[][] | undefined {
    const sizes = sizesAround(x.shape, attributes.axis);
    const fits = x.dtype === "float32" && sizes !== undefined && sizes.columns > 1;
    return fits ? [reducedShape(x.shape, attributes)] : undefined;
  },
  bind(engine, { x }, [out], { axis }): () => void {
    const sizes = sizesAround(x.shape, axis);
    return sizes ? bindSums(engine, x, sizes, out) : () => {};
  },
};

/** Puts the kernel into tfjs's registry. */
export function registerSum(): void {
  registerOwn(SUM);
}
