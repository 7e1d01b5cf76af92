/**
 * Values between two bounds, of which a hard sigmoid is made. The stock kernel of the WASM backend puts a bound in the
 * place of NaN, and tfjs's gradient takes five passes over memory where this one takes one.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { sizeOfShape } from "../../arrays/shape.ts";
import { registerMasking } from "./_masking.ts";
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

const CLIP_GRADIENT: OwnKernel<tf.ClipByValueAttrs, "dy" | "x"> = {
  name: "ClipByValueGrad",
  outputShapes: ({ x }) => [[...x.shape]],
  bind(engine, { dy, x }, [out], { clipValueMin, clipValueMax }): () => void {
    const size = sizeOfShape(x.shape);
    const into = out.address;
    return () => engine.stopOutside(dy.address, x.address, clipValueMin, clipValueMax, size, into);
  },
};

/** Puts the kernels into tfjs's registry, and has tfjs use the gradient. */
export function registerClip(): void {
  registerOwn(CLIP);
  registerMasking(CLIP.name, CLIP_GRADIENT);
}
