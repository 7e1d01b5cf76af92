/**
 * Pooling and its gradients: the stock gradients of the WASM backend take ten to forty times as long, and its pooling is
 * wrong where a window lies in the padding.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { registerOwn } from "./_registry.ts";
import { type PlanesInfo, type PoolAttributes, poolInfo, windowsOf } from "./_windows.ts";
import { sharing } from "./copies.ts";
import type { OwnKernel, ShapedTensor } from "./own_kernel.ts";

const MAX_POOL = pooling("MaxPool", "maxPool");
const AVERAGE_POOL = pooling("AvgPool", "averagePool");

const MAX_POOL_GRADIENT: OwnKernel<PoolAttributes, "dy" | "input" | "output"> = {
  name: "MaxPoolGrad",
  outputShapes: ({ input }, attributes) => gradientShapes(input, attributes),
  bind(engine, { dy, input, output }, [dx], attributes): () => void {
    const windows = windowsOf(poolInfo(input.shape, attributes), dy.shape);
    const [x, y, into] = [input.address, output.address, dx.address];
    return () => engine.maxPoolGradient(windows, dy.address, x, y, into);
  },
};

const AVERAGE_POOL_GRADIENT: OwnKernel<PoolAttributes, "dy" | "input"> = {
  name: "AvgPoolGrad",
  outputShapes: ({ input }, attributes) => gradientShapes(input, attributes),
  bind(engine, { dy, input }, [dx], attributes): () => void {
    const windows = windowsOf(poolInfo(input.shape, attributes), dy.shape);
    const into = dx.address;
    return () => engine.averagePoolGradient(windows, dy.address, into);
  },
};

/** Puts the kernels into tfjs's registry. */
export function registerPools(): void {
  for (const { name } of [MAX_POOL, AVERAGE_POOL]) {
    sharing<"x", PoolAttributes>(
      name,
      ({ x }, attributes) => isCopy(poolInfo(x.shape, attributes)) ? x : undefined,
    );
  }
  for (const { name } of [MAX_POOL_GRADIENT, AVERAGE_POOL_GRADIENT]) {
    sharing<"dy" | "input", PoolAttributes>(
      name,
      ({ dy, input }, attributes) => isCopy(poolInfo(input.shape, attributes)) ? dy : undefined,
    );
  }
  registerOwn(MAX_POOL);
  registerOwn(AVERAGE_POOL);
  registerOwn(MAX_POOL_GRADIENT);
  registerOwn(AVERAGE_POOL_GRADIENT);
}

function pooling(
  name: string,
  compute: "maxPool" | "averagePool",
): OwnKernel<PoolAttributes, "x"> {
  return {
    name,
    outputShapes({ x }, attributes): number[][] | undefined {
      const info = poolInfo(x.shape, attributes);
      return isOwn(x, info) ? [info.outShape] : undefined;
    },
    bind(engine, { x }, [out], attributes): () => void {
      const windows = windowsOf(poolInfo(x.shape, attributes), out.shape);
      const into = out.address;
      return () => engine[compute](windows, x.address, into);
    },
  };
}

function gradientShapes(input: ShapedTensor, attributes: PoolAttributes): number[][] | undefined {
  return isOwn(input, poolInfo(input.shape, attributes)) ? [[...input.shape]] : undefined;
}

function isOwn({ dtype }: ShapedTensor, info: PlanesInfo): boolean {
  return dtype === "float32" && !isCopy(info);
}

/**
 * Where windows of one value give an image of the same size tfjs takes it for the same image, wherever they lie. The
 * gradient of that is what it is given; that of tfjs's "cpu" goes to where the windows lie.
 */
function isCopy({ filterHeight, filterWidth, inShape, outShape }: PlanesInfo): boolean {
  return filterHeight === 1 && filterWidth === 1 && tf.util.arraysEqual(inShape, outShape);
}
