/**
 * Values between two bounds. The stock kernel of the WASM backend puts a bound in the place of NaN.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { sizeOfShape } from "../../arrays/shape.ts";
import { registerOwn } from "./_registry.ts";
import type { OwnKernel } from "./own_kernel.ts";

const CLIP: OwnKernel<tf.ClipByValueAttrs, "x"> = {
  name: "ClipByValue",
  outputShapes: ({ x }) => x.dtype === "float32" ? [[...x.shape]] : undefined,
  bind(engine, { x }, [out], { clipValueMin, clipValueMax }): () => void {
    const size = sizeOfShape(x.shape);
    const into = out.address;
    return () => engine.clipValues(x.address, size, clipValueMin, clipValueMax, into);
  },
};

/** Puts the kernel into tfjs's registry. */
export function registerClip(): void {
  registerOwn(CLIP);
}
