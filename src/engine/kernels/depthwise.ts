/**
 * Depthwise convolution and its two gradients, which the WASM backend lacks. The stock convolution is as fast, but pads
 * otherwise where strides are longer than filters, and writes past its output where sizes are rounded up.
 *
 * @module
 */
import type { Windows } from "../windows.ts";
import { registerOwn } from "./_registry.ts";
import { type ConvolutionAttributes, convolutionInfo, windowsOf } from "./_windows.ts";
import type { OwnKernel } from "./own_kernel.ts";

interface InputAttributes extends ConvolutionAttributes {
  readonly inputShape: readonly number[];
}

interface FilterAttributes extends ConvolutionAttributes {
  readonly filterShape: readonly number[];
}

const DEPTHWISE: OwnKernel<ConvolutionAttributes, "x" | "filter"> = {
  name: "DepthwiseConv2dNative",
  outputShapes: ({ x, filter }, attributes) => [
    convolutionInfo(x.shape, filter.shape, attributes, true).outShape,
  ],
  bind(engine, { x, filter }, [out], attributes): () => void {
    const [windows, multiplier] = depthwiseWindows(x.shape, filter.shape, out.shape, attributes);
    const into = out.address;
    return () => engine.depthwise(windows, multiplier, x.address, filter.address, into);
  },
};

const INPUT_GRADIENT: OwnKernel<InputAttributes, "dy" | "filter"> = {
  name: "DepthwiseConv2dNativeBackpropInput",
  outputShapes: (_, { inputShape }) => [[...inputShape]],
  bind(engine, { dy, filter }, [dx], attributes): () => void {
    const [windows, multiplier] = depthwiseWindows(dx.shape, filter.shape, dy.shape, attributes);
    const into = dx.address;
    return () =>
      engine.depthwiseInputGradient(windows, multiplier, dy.address, filter.address, into);
  },
};

const FILTER_GRADIENT: OwnKernel<FilterAttributes, "x" | "dy"> = {
  name: "DepthwiseConv2dNativeBackpropFilter",
  outputShapes: (_, { filterShape }) => [[...filterShape]],
  bind(engine, { x, dy }, [dFilter], attributes): () => void {
    const [windows, multiplier] = depthwiseWindows(x.shape, dFilter.shape, dy.shape, attributes);
    const into = dFilter.address;
    return () => engine.depthwiseFilterGradient(windows, multiplier, x.address, dy.address, into);
  },
};

/** Puts the kernels into tfjs's registry. */
export function registerDepthwise(): void {
  registerOwn(DEPTHWISE);
  registerOwn(INPUT_GRADIENT);
  registerOwn(FILTER_GRADIENT);
}

/** The windows, and the number of filters that each channel has. */
function depthwiseWindows(
  images: readonly number[],
  filter: readonly number[],
  out: readonly number[],
  attributes: ConvolutionAttributes,
): [windows: Windows, multiplier: number] {
  const info = convolutionInfo(images, filter, attributes, true);
  return [windowsOf(info, out), filter[3] ?? 1];
}
