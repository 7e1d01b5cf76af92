/**
 * The windows of tfjs's convolutions: on images without and with depth, channels last.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Extent, FilterWindows } from "../filter_windows.ts";

/** Attributes that all convolutions have; a gradient has no dilations. */
export interface ConvolutionAttributes {
  readonly strides: number | [number, number] | [number, number, number];
  readonly pad: Padding;
  readonly dilations?: number | [number, number] | [number, number, number];
  /** @default "NHWC" */
  readonly dataFormat?: string;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

type Padding = Parameters<typeof tf.backend_util.computeConv2DInfo>[4];

/** Windows, and the shape of the result. */
export interface ConvolutionShape {
  readonly windows: FilterWindows;
  readonly filters: number;
  /** `[batch, ...out, filters]` */
  readonly result: number[];
}

/** Finds the windows of a convolution from the shapes of its images and its filter; nothing for another order of axes. */
export type FindWindows = (
  images: readonly number[],
  filter: readonly number[],
  attributes: ConvolutionAttributes,
) => ConvolutionShape | undefined;

/** Windows on images `[batch, height, width, channels]`. */
export const windowsOnPlanes: FindWindows = (images, filter, attributes) => {
  const { strides, pad, dilations = 1, dataFormat = "NHWC", dimRoundingMode } = attributes;
  if (dataFormat !== "NHWC") return undefined;
  const info = tf.backend_util.computeConv2DInfo(
    images as [number, number, number, number],
    filter as [number, number, number, number],
    strides as [number, number],
    dilations as [number, number],
    pad,
    dimRoundingMode,
  );
  return {
    windows: {
      batch: info.batchSize,
      image: [1, info.inHeight, info.inWidth],
      channels: info.inChannels,
      filter: [1, info.filterHeight, info.filterWidth],
      out: [1, info.outHeight, info.outWidth],
      strides: [1, info.strideHeight, info.strideWidth],
      dilations: [1, info.dilationHeight, info.dilationWidth],
      padding: [0, info.padInfo.top, info.padInfo.left],
    },
    filters: info.outChannels,
    result: info.outShape,
  };
};

/** Windows on images `[batch, depth, height, width, channels]`. */
export const windowsInSpace: FindWindows = (images, filter, attributes) => {
  const { strides, pad, dilations = 1 } = attributes;
  const info = tf.backend_util.computeConv3DInfo(
    images as [number, number, number, number, number],
    filter as [number, number, number, number, number],
    strides as [number, number, number],
    dilations as [number, number, number],
    pad as "same" | "valid",
  );
  const extents = (kind: "in" | "filter" | "out" | "stride" | "dilation"): Extent => [
    info[`${kind}Depth`],
    info[`${kind}Height`],
    info[`${kind}Width`],
  ];
  return {
    windows: {
      batch: info.batchSize,
      image: extents("in"),
      channels: info.inChannels,
      filter: extents("filter"),
      out: extents("out"),
      strides: extents("stride"),
      dilations: extents("dilation"),
      padding: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
    },
    filters: info.outChannels,
    result: info.outShape,
  };
};
