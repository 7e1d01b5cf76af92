/**
 * The windows of tfjs's convolutions and pooling, on images without and with depth, channels last.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Extent, Windows } from "../windows.ts";

/** Attributes that say where windows lie. */
export interface WindowAttributes {
  readonly strides: Sizes;
  readonly pad: Padding;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/** One size for all axes of an image, or one for each. */
type Sizes = number | [number, number] | [number, number, number];

type Padding = Parameters<typeof tf.backend_util.computeConv2DInfo>[4];

/** Attributes of a convolution; a gradient has no dilations. */
export interface ConvolutionAttributes extends WindowAttributes {
  /** @default 1 */
  readonly dilations?: Sizes | null;
  /** @default "NHWC" */
  readonly dataFormat?: string;
}

/** Attributes of pooling. */
export interface PoolAttributes extends WindowAttributes {
  readonly filterSize: Sizes;
}

/** What tfjs knows of windows on images `[batch, height, width, channels]`. */
export type PlanesInfo = tf.backend_util.Conv2DInfo;

/** What tfjs's conversions ask for. */
type PlanesShape = [number, number, number, number];
type SpaceShape = [number, number, number, number, number];

/**
 * Describes windows to the engine.
 *
 * @param info What tfjs knows of them.
 * @param out The shape of what they give, which a gradient knows better: tfjs tells it of no rounding.
 * @returns The same for the engine.
 */
export function windowsOf(info: PlanesInfo, out: readonly number[] = info.outShape): Windows {
  const [, outHeight = 0, outWidth = 0] = out;
  return {
    batch: info.batchSize,
    image: [1, info.inHeight, info.inWidth],
    channels: info.inChannels,
    filter: [1, info.filterHeight, info.filterWidth],
    out: [1, outHeight, outWidth],
    strides: [1, info.strideHeight, info.strideWidth],
    dilations: [1, info.dilationHeight, info.dilationWidth],
    padding: [0, info.padInfo.top, info.padInfo.left],
  };
}

/**
 * Lays out the windows of pooling.
 *
 * @param images Shape of the images.
 * @param attributes Where the windows lie.
 * @returns What tfjs knows of them.
 */
export function poolInfo(
  images: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: PoolAttributes,
): PlanesInfo {
  return tf.backend_util.computePool2DInfo(
    images as PlanesShape,
    filterSize as [number, number],
    strides as [number, number],
    1,
    pad,
    dimRoundingMode,
  );
}

/**
 * Lays out the windows of a convolution, be it depthwise or not.
 *
 * @param images Shape of the images.
 * @param filter Shape of the filter.
 * @param attributes Where the windows lie.
 * @param depthwise Whether each channel has filters of its own. @default false
 * @returns What tfjs knows of them.
 */
export function convolutionInfo(
  images: readonly number[],
  filter: readonly number[],
  { strides, dilations, pad, dimRoundingMode }: ConvolutionAttributes,
  depthwise = false,
): PlanesInfo {
  return tf.backend_util.computeConv2DInfo(
    images as PlanesShape,
    filter as PlanesShape,
    strides as [number, number],
    (dilations ?? 1) as [number, number],
    pad,
    dimRoundingMode,
    depthwise,
  );
}

/** Windows, and the shape of the result. */
export interface ConvolutionShape {
  readonly windows: Windows;
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
  const { dataFormat = "NHWC" } = attributes;
  if (dataFormat !== "NHWC") return undefined;
  const info = convolutionInfo(images, filter, attributes);
  return { windows: windowsOf(info), filters: info.outChannels, result: info.outShape };
};

/** Windows on images `[batch, depth, height, width, channels]`. */
export const windowsInSpace: FindWindows = (images, filter, attributes) => {
  const { strides, pad, dilations } = attributes;
  const info = tf.backend_util.computeConv3DInfo(
    images as SpaceShape,
    filter as SpaceShape,
    strides as [number, number, number],
    (dilations ?? 1) as [number, number, number],
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
