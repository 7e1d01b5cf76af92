/**
 * Windows over images, as tfjs's attributes describe them.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Windows } from "../heap_engine.ts";

/** What tfjs's conversions ask for. */
export type ImageShape = [number, number, number, number];

/** Attributes that say where windows lie. */
export interface WindowAttributes {
  readonly strides: [number, number] | number;
  readonly pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/** Attributes of pooling. */
export interface PoolAttributes extends WindowAttributes {
  readonly filterSize: [number, number] | number;
}

/**
 * Lays out the windows of pooling.
 *
 * @param shape Shape of the images.
 * @param attributes Where the windows lie.
 * @returns What tfjs knows of them.
 */
export function poolInfo(
  shape: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: PoolAttributes,
): tf.backend_util.Conv2DInfo {
  const images = [...shape] as ImageShape;
  return tf.backend_util.computePool2DInfo(images, filterSize, strides, 1, pad, dimRoundingMode);
}

/** Attributes of a depthwise convolution. */
export interface DepthwiseAttributes extends WindowAttributes {
  readonly dilations?: [number, number] | number | null;
}

/**
 * Lays out the windows of a depthwise convolution.
 *
 * @param shape Shape of the images.
 * @param filter Shape of the filter.
 * @param attributes Where the windows lie.
 * @returns What tfjs knows of them.
 */
export function depthwiseInfo(
  shape: readonly number[],
  filter: readonly number[],
  { strides, dilations, pad, dimRoundingMode }: DepthwiseAttributes,
): tf.backend_util.Conv2DInfo {
  return tf.backend_util.computeConv2DInfo(
    [...shape] as ImageShape,
    [...filter] as ImageShape,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    true,
  );
}

/**
 * Describes windows to the engine.
 *
 * @param info What tfjs knows of them.
 * @param out The shape of what they give, which a gradient knows better: tfjs tells it of no rounding.
 * @returns The same in numbers.
 */
export function windowsOf(info: tf.backend_util.Conv2DInfo, out: readonly number[]): Windows {
  const { batchSize, inHeight, inWidth, inChannels, padInfo } = info;
  const [, outHeight = 0, outWidth = 0] = out;
  return [
    batchSize,
    inHeight,
    inWidth,
    inChannels,
    outHeight,
    outWidth,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    padInfo.top,
    padInfo.left,
  ];
}
