/**
 * Pooling and its gradients: the stock gradients of the WASM backend take ten to forty times as long, and its pooling is
 * wrong where a window lies in the padding.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { registerOwn } from "./_registry.ts";
import { type PoolAttributes, poolInfo, windowsOf } from "./_windows.ts";
import { sharing } from "./copies.ts";
import type { OwnKernel, ShapedTensor } from "./own_kernel.ts";

const MAX_POOL: OwnKernel<PoolAttributes, "x"> = {
  name: "MaxPool",
  outputShapes: ({ x }, attributes) => pooledShapes(x, attributes),
  bind(engine, { x }, [out], attributes): () => void {
    const windows = windowsOf(poolInfo(x.shape, attributes), out.shape);
    const into = out.address;
    return () => engine.maxPool(windows, x.address, into);
  },
};

const AVERAGE_POOL: OwnKernel<PoolAttributes, "x"> = {
  name: "AvgPool",
  outputShapes: ({ x }, attributes) => pooledShapes(x, attributes),
  bind(engine, { x }, [out], attributes): () => void {
    const windows = windowsOf(poolInfo(x.shape, attributes), out.shape);
    const into = out.address;
    return () => engine.averagePool(windows, x.address, into);
  },
};

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
    sharing<PoolInputs, PoolAttributes>(
      name,
      ({ x }, attributes) => isCopy(x, attributes) ? x : undefined,
    );
  }
  for (const { name } of [MAX_POOL_GRADIENT, AVERAGE_POOL_GRADIENT]) {
    sharing<PoolGradientInputs, PoolAttributes>(
      name,
      ({ dy, input }, attributes) => isCopy(input, attributes) ? dy : undefined,
    );
  }
  registerOwn(MAX_POOL);
  registerOwn(AVERAGE_POOL);
  registerOwn(MAX_POOL_GRADIENT);
  registerOwn(AVERAGE_POOL_GRADIENT);
}

interface PoolInputs {
  readonly x: tf.TensorInfo;
}

interface PoolGradientInputs {
  readonly dy: tf.TensorInfo;
  readonly input: tf.TensorInfo;
}

function pooledShapes(x: ShapedTensor, attributes: PoolAttributes): number[][] | undefined {
  return isOwn(x, attributes) ? [poolInfo(x.shape, attributes).outShape] : undefined;
}

function gradientShapes(input: ShapedTensor, attributes: PoolAttributes): number[][] | undefined {
  return isOwn(input, attributes) ? [[...input.shape]] : undefined;
}

function isOwn(images: ShapedTensor, attributes: PoolAttributes): boolean {
  return images.dtype === "float32" && !isCopy(images, attributes);
}

/**
 * Where windows of one value give an image of the same size tfjs takes it for the same image, wherever they lie. The
 * gradient of that is what it is given; that of tfjs's "cpu" goes to where the windows lie.
 */
function isCopy(images: Pick<ShapedTensor, "shape">, attributes: PoolAttributes): boolean {
  const info = poolInfo(images.shape, attributes);
  return info.filterHeight === 1 && info.filterWidth === 1 &&
    tf.util.arraysEqual(info.inShape, info.outShape);
}
