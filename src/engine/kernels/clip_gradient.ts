/**
 * The gradient of clipping, which a hard sigmoid is made of, in one pass over memory, where tfjs's own takes five.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { registerMasking } from "./_masking.ts";
import type { OwnKernel } from "./own_kernel.ts";

interface Attributes {
  readonly clipValueMin: number;
  readonly clipValueMax: number;
}

const CLIP_GRADIENT: OwnKernel<Attributes, "dy" | "x"> = {
  name: "ClipByValueGrad",
  outputShapes: ({ x }) => [[...x.shape]],
  bind(engine, { dy, x }, [out], { clipValueMin, clipValueMax }): () => void {
    const size = tf.util.sizeFromShape([...x.shape]);
    const into = out.address;
    return () => engine.stopOutside(dy.address, x.address, clipValueMin, clipValueMax, size, into);
  },
};

/** Registers the kernel, and has tfjs use it. */
export function registerClipGradient(): void {
  registerMasking("ClipByValue", CLIP_GRADIENT);
}
