/**
 * tfjs's convolutions and their gradients for its WASM backend, which lacks the gradient of a filter on planes.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type Convolution, countWindows } from "../windows.ts";
import type { HeapEngine } from "../heap_engine.ts";
import { takeChannelsFirst } from "./_channels_first.ts";
import { activationOf, type FinishAttributes, isOneForEachColumn } from "./_finish.ts";
import { registerOwn } from "./_registry.ts";
import {
  type ConvolutionAttributes,
  type ConvolutionShape,
  type FindWindows,
  windowsInSpace,
  windowsOnPlanes,
} from "./_windows.ts";
import type { OwnKernel, PlacedTensor, ShapedTensor } from "./own_kernel.ts";

interface FilterAttributes extends ConvolutionAttributes {
  readonly filterShape: readonly number[];
}

interface ImageAttributes extends ConvolutionAttributes {
  readonly inputShape: readonly number[];
}

/** Puts the kernels into tfjs's registry. */
export function registerConvolutions(): void {
  registerOwn(FUSED_CONVOLUTION);
  registerOwn(convolution("Conv2D", windowsOnPlanes));
  registerOwn(filterGradient("Conv2DBackpropFilter", windowsOnPlanes));
  registerOwn(imageGradient("Conv2DBackpropInput", windowsOnPlanes));
  takeChannelsFirst("Conv2D", ["x"], true);
  takeChannelsFirst("Conv2DBackpropFilter", ["x", "dy"], false);
  takeChannelsFirst("Conv2DBackpropInput", ["dy"], true);
  registerOwn(convolution("Conv3D", windowsInSpace));
  registerOwn(filterGradient("Conv3DBackpropFilterV2", windowsInSpace));
  registerOwn(imageGradient("Conv3DBackpropInputV2", windowsInSpace));
}

const UNFINISHED = { bias: undefined, activation: "linear", alpha: 0 } as const;

function convolution(
  name: string,
  find: FindWindows,
): OwnKernel<ConvolutionAttributes, "x" | "filter"> {
  return {
    name,
    outputShapes: ({ x, filter }, attributes) =>
      shapesIf([x, filter], find(x.shape, filter.shape, attributes)?.result),
    bind(engine, { x, filter }, [result], attributes): () => void {
      const convolution = place(find, attributes, { images: x, filter, result });
      return bindConvolution(engine, convolution, UNFINISHED);
    },
  };
}

/** A convolution, then a bias, then an activation. */
const FUSED_CONVOLUTION: OwnKernel<
  ConvolutionAttributes & FinishAttributes,
  "x" | "filter",
  "bias" | "preluActivationWeights"
> = {
  name: "FusedConv2D",
  outputShapes({ x, filter, bias }, attributes): number[][] | undefined {
    const result = windowsOnPlanes(x.shape, filter.shape, attributes)?.result;
    const inOnePass = activationOf(attributes) !== undefined &&
      (bias === undefined || isOneForEachColumn(bias, result));
    return inOnePass ? shapesIf([x, filter], result) : undefined;
  },
  bind(engine, { x, filter, bias }, [result], attributes): () => void {
    const convolution = place(windowsOnPlanes, attributes, { images: x, filter, result });
    const finish = {
      bias: bias?.address,
      activation: activationOf(attributes) ?? "linear",
      alpha: attributes.leakyreluAlpha ?? 0,
    };
    return bindConvolution(engine, convolution, finish);
  },
};

function filterGradient(name: string, find: FindWindows): OwnKernel<FilterAttributes, "x" | "dy"> {
  return {
    name,
    outputShapes: ({ x, dy }, attributes) =>
      fitsResult(dy, find(x.shape, attributes.filterShape, attributes))
        ? shapesIf([x, dy], attributes.filterShape)
        : undefined,
    bind(engine, { x, dy }, [filter], attributes): () => void {
      const convolution = place(find, attributes, { images: x, filter, result: dy });
      if (!isPointwise(convolution)) return () => engine.filterGradient(convolution);
      const { channels, filters, positions } = sizesOf(convolution);
      const product = {
        transposeA: true,
        transposeB: false,
        rows: channels,
        columns: filters,
        inner: positions,
        a: x.address,
        b: dy.address,
        out: filter.address,
      };
      return () => engine.multiply(product);
    },
  };
}

function imageGradient(
  name: string,
  find: FindWindows,
): OwnKernel<ImageAttributes, "dy" | "filter"> {
  return {
    name,
    outputShapes: ({ dy, filter }, attributes) =>
      fitsResult(dy, find(attributes.inputShape, filter.shape, attributes))
        ? shapesIf([dy, filter], attributes.inputShape)
        : undefined,
    bind(engine, { dy, filter }, [images], attributes): () => void {
      const convolution = place(find, attributes, { images, filter, result: dy });
      if (!isPointwise(convolution)) return () => engine.imageGradient(convolution);
      const { channels, filters, positions } = sizesOf(convolution);
      const product = {
        transposeA: false,
        transposeB: true,
        rows: positions,
        columns: channels,
        inner: filters,
        a: dy.address,
        b: filter.address,
        out: images.address,
      };
      return () => engine.multiply(product);
    },
  };
}

type ConvolutionFinish = Parameters<HeapEngine["convolve"]>[1];

function bindConvolution(
  engine: HeapEngine,
  convolution: Convolution,
  finish: ConvolutionFinish,
): () => void {
  if (!isPointwise(convolution)) return () => engine.convolve(convolution, finish);
  const { channels, filters, positions } = sizesOf(convolution);
  const product = {
    transposeA: false,
    transposeB: false,
    rows: positions,
    columns: filters,
    inner: channels,
    a: convolution.images,
    b: convolution.filter,
    out: convolution.result,
  };
  const finished = { matrix: convolution.result, rows: positions, columns: filters, ...finish };
  return () => {
    engine.multiply(product);
    engine.finish(finished);
  };
}

/** Whether each window is one position, in their order: then images are the matrix of windows. */
function isPointwise({ windows: { filter, strides, image, out } }: Convolution): boolean {
  return [...filter, ...strides].every((size) => size === 1) &&
    image.every((size, axis) => size === out[axis]);
}

function sizesOf(
  { windows, filters }: Convolution,
): { channels: number; filters: number; positions: number } {
  return { channels: windows.channels, filters, positions: countWindows(windows) };
}

/** tfjs takes a gradient that is larger than the result was, and reads a part of it. */
function fitsResult({ shape }: ShapedTensor, found: ConvolutionShape | undefined): boolean {
  return found !== undefined && tf.util.arraysEqual([...shape], found.result);
}

/** Only floats are convolved here, and where there is nothing to sum the stock kernels know what to do. */
function shapesIf(
  operands: readonly ShapedTensor[],
  shape: readonly number[] | undefined,
): number[][] | undefined {
  const fits = operands.every((operand) =>
    operand.dtype === "float32" && tf.util.sizeFromShape([...operand.shape]) > 0
  );
  return fits && shape ? [[...shape]] : undefined;
}

function place(
  find: FindWindows,
  attributes: ConvolutionAttributes,
  { images, filter, result }: Readonly<Record<"images" | "filter" | "result", PlacedTensor>>,
): Convolution {
  const found = find(images.shape, filter.shape, attributes);
  if (!found) throw new Error("Cannot convolve: the kernel leaves this case to another");
  const { windows, filters } = found;
  return {
    windows,
    filters,
    images: images.address,
    filter: filter.address,
    result: result.address,
  };
}
