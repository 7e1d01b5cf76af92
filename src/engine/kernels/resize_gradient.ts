/**
 * The gradient of enlarging images by whole factors, as UpSampling2D does: the sum over every window of copies. The
 * stock kernel of the WASM backend searches for each value's copies, and that of "cpu" takes them from the wrong image
 * where there are several.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { registerOwn } from "./_registry.ts";
import { poolInfo, windowsOf } from "./_windows.ts";
import type { OwnKernel, ShapedTensor } from "./own_kernel.ts";

interface Attributes {
  readonly alignCorners: boolean;
}

const RESIZE_GRADIENT: OwnKernel<Attributes, "dy" | "images"> = {
  name: "ResizeNearestNeighborGrad",
  outputShapes({ dy, images }, { alignCorners }): number[][] | undefined {
    const whole = factorsOf(images, dy).every((factor) => Number.isInteger(factor));
    return dy.dtype === "float32" && whole && !alignCorners ? [[...images.shape]] : undefined;
  },
  bind(engine, { dy, images }, [out]): () => void {
    const factors = factorsOf(images, dy);
    const info = poolInfo(dy.shape, { filterSize: factors, strides: factors, pad: "valid" });
    const windows = windowsOf(info, images.shape);
    const size = tf.util.sizeFromShape([...images.shape]);
    const [share, into] = [1 / (factors[0] * factors[1]), out.address];
    return () => {
      engine.averagePool(windows, dy.address, into);
      engine.divideValues(into, size, share, into);
    };
  },
};

/** Puts the kernel into tfjs's registry. */
export function registerResizeGradient(): void {
  registerOwn(RESIZE_GRADIENT);
}

function factorsOf(images: ShapedTensor, dy: ShapedTensor): [number, number] {
  const [, height = 0, width = 0] = images.shape;
  const [, tall = 0, wide = 0] = dy.shape;
  return [tall / height, wide / width];
}
