/**
 * tfjs's convolutions and their gradients for its WASM backend, which lacks the gradient of a filter on planes.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Convolution } from "../heap_engine.ts";
import { activationOf, type FinishAttributes, isOneForEachColumn } from "./_finish.ts";
import { registerOwn } from "./_registry.ts";
import {
  type ConvolutionAttributes,
  type FindWindows,
  windowsInSpace,
  windowsOnPlanes,
} from "./_windows.ts";
import type { OwnKernel, ShapedTensor } from "./own_kernel.ts";

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
      const convolution = place(
        find,
        attributes,
        {
          images: x.address,
          filter: filter.address,
          result: result.address,
        },
        x.shape,
        filter.shape,
      );
      return () => engine.convolve(convolution, UNFINISHED);
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
    const convolution = place(
      windowsOnPlanes,
      attributes,
      {
        images: x.address,
        filter: filter.address,
        result: result.address,
      },
      x.shape,
      filter.shape,
    );
    const finish = {
      bias: bias?.address,
      activation: activationOf(attributes) ?? "linear",
      alpha: attributes.leakyreluAlpha ?? 0,
    };
    return () => engine.convolve(convolution, finish);
  },
};

function filterGradient(name: string, find: FindWindows): OwnKernel<FilterAttributes, "x" | "dy"> {
  return {
    name,
    outputShapes: ({ x, dy }, attributes) =>
      shapesIf(
        [x, dy],
        find(x.shape, attributes.filterShape, attributes) && attributes.filterShape,
      ),
    bind(engine, { x, dy }, [filter], attributes): () => void {
      const convolution = place(
        find,
        attributes,
        {
          images: x.address,
          filter: filter.address,
          result: dy.address,
        },
        x.shape,
        filter.shape,
      );
      return () => engine.filterGradient(convolution);
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
      shapesIf(
        [dy, filter],
        find(attributes.inputShape, filter.shape, attributes) && attributes.inputShape,
      ),
    bind(engine, { dy, filter }, [images], attributes): () => void {
      const convolution = place(
        find,
        attributes,
        {
          images: images.address,
          filter: filter.address,
          result: dy.address,
        },
        images.shape,
        filter.shape,
      );
      return () => engine.imageGradient(convolution);
    },
  };
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
  addresses: Pick<Convolution, "images" | "filter" | "result">,
  images: readonly number[],
  filter: readonly number[],
): Convolution {
  const found = find(images, filter, attributes);
  if (!found) throw new Error("Cannot convolve: the kernel leaves this case to another");
  const { windows, filters } = found;
  return { windows, filters, ...addresses };
}
