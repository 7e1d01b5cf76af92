/**
 * Depthwise convolution and its two gradients, which the WASM backend lacks. The stock convolution is as fast, but pads
 * otherwise where strides are longer than filters, and writes past its output where sizes are rounded up.
 *
 * @module
 */
import type { DepthwiseWindows } from "../heap_engine.ts";
import { registerOwn } from "./_registry.ts";
import { type DepthwiseAttributes, depthwiseInfo, windowsOf } from "./_windows.ts";
import type { OwnKernel } from "./own_kernel.ts";

interface InputAttributes extends DepthwiseAttributes {
  readonly inputShape: readonly number[];
}

interface FilterAttributes extends DepthwiseAttributes {
  readonly filterShape: readonly number[];
}

const DEPTHWISE: OwnKernel<DepthwiseAttributes, "x" | "filter"> = {
  name: "DepthwiseConv2dNative",
  outputShapes: ({ x, filter }, attributes) => [
    depthwiseInfo(x.shape, filter.shape, attributes).outShape,
  ],
  bind(engine, { x, filter }, [out], attributes): () => void {
    const windows = depthwiseWindows(x.shape, filter.shape, out.shape, attributes);
    const into = out.address;
    return () => engine.depthwise(x.address, filter.address, into, ...windows);
  },
};

const INPUT_GRADIENT: OwnKernel<InputAttributes, "dy" | "filter"> = {
  name: "DepthwiseConv2dNativeBackpropInput",
  outputShapes: (_, { inputShape }) => [[...inputShape]],
  bind(engine, { dy, filter }, [dx], attributes): () => void {
    const windows = depthwiseWindows(dx.shape, filter.shape, dy.shape, attributes);
    const into = dx.address;
    return () => engine.depthwiseInputGradient(dy.address, filter.address, into, ...windows);
  },
};

const FILTER_GRADIENT: OwnKernel<FilterAttributes, "x" | "dy"> = {
  name: "DepthwiseConv2dNativeBackpropFilter",
  outputShapes: (_, { filterShape }) => [[...filterShape]],
  bind(engine, { x, dy }, [dFilter], attributes): () => void {
    const windows = depthwiseWindows(x.shape, dFilter.shape, dy.shape, attributes);
    const into = dFilter.address;
    return () => engine.depthwiseFilterGradient(x.address, dy.address, into, ...windows);
  },
};

/** Puts the kernels into tfjs's registry. */
export function registerDepthwise(): void {
  registerOwn(DEPTHWISE);
  registerOwn(INPUT_GRADIENT);
  registerOwn(FILTER_GRADIENT);
}

function depthwiseWindows(
  images: readonly number[],
  filter: readonly number[],
  out: readonly number[],
  attributes: DepthwiseAttributes,
): DepthwiseWindows {
  const info = depthwiseInfo(images, filter, attributes);
  const { dilationHeight, dilationWidth } = info;
  return [filter[3] ?? 1, dilationHeight, dilationWidth, ...windowsOf(info, out)];
}
