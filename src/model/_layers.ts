/**
 * Layers of the networks that are built here, each with what goes with it. A network counts its layers with a kernel
 * from 1: the number is part of a layer's name, and of its seed.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { ActivationName } from "./activations.ts";
import { createInitializer } from "./initializers.ts";
import type { NetworkOptions } from "./network.ts";
import { TASK_DEFAULTS } from "./task_defaults.ts";

type Layer = tf.layers.Layer;
type DenseArgs = Parameters<typeof tf.layers.dense>[0];
type ConvArgs = Parameters<typeof tf.layers.conv2d>[0];

/** What a layer is told besides its size. */
export interface LayerOptions
  extends Pick<NetworkOptions, "initializer" | "l1" | "l2" | "seed" | "activation"> {
  /** Normalise the sums over the batch, before the activation. @default false */
  readonly batchNorm?: boolean;
}

/**
 * Makes a hidden dense layer.
 *
 * @param number Its number.
 * @param args Its size, and that of the input where it is the first.
 * @param options What else it is told.
 * @returns The layer, and what follows it.
 */
export function denseLayers(number: number, args: DenseArgs, options: LayerOptions): Layer[] {
  const kernel = { ...kernelArgs(number, options), ...args };
  return activated(
    number,
    options,
    (own) => tf.layers.dense({ name: `dense_${number}`, ...kernel, ...own }),
  );
}

/**
 * Makes a convolution.
 *
 * @param number Its number.
 * @param args Its size, and that of the input where it is the first.
 * @param options What else it is told.
 * @returns The layer, and what follows it.
 */
export function convLayers(number: number, args: ConvArgs, options: LayerOptions): Layer[] {
  const kernel = { ...kernelArgs(number, options), ...args };
  return activated(
    number,
    options,
    (own) => tf.layers.conv2d({ name: `conv_${number}`, ...kernel, ...own }),
  );
}

/**
 * Makes the last layer.
 *
 * @param number Its number.
 * @param options What the network is told.
 * @param args The size of the input, where it is the first layer, too.
 * @returns A dense layer.
 */
export function outputLayer(
  number: number,
  options: NetworkOptions,
  args: Partial<DenseArgs> = {},
): Layer {
  const { outputSize: units, outputActivation: activation = DEFAULT_OUTPUT } = options;
  const kernel = kernelArgs(number, options);
  return tf.layers.dense({ name: `dense_${number}`, ...kernel, ...args, units, activation });
}

const DEFAULT_OUTPUT = TASK_DEFAULTS.classification.outputActivation;

/** What all layers with a kernel are told alike. */
function kernelArgs(
  number: number,
  { initializer = "glorotUniform", seed = 1, l1 = 0, l2 = 0 }: LayerOptions,
): Pick<DenseArgs, "kernelInitializer" | "kernelRegularizer"> {
  return {
    kernelInitializer: createInitializer(initializer, seed * 1000 + number),
    ...(l1 > 0 || l2 > 0 ? { kernelRegularizer: tf.regularizers.l1l2({ l1, l2 }) } : {}),
  };
}

/** A layer that applies its activation, or leaves that to one that follows batch normalisation. */
function activated(
  number: number,
  { activation = "relu", batchNorm = false }: LayerOptions,
  make: (own: { activation: ActivationName; useBias: boolean }) => Layer,
): Layer[] {
  if (!batchNorm) return [make({ activation, useBias: true })];
  return [
    make({ activation: "linear", useBias: false }),
    tf.layers.batchNormalization({ name: `batch_norm_${number}` }),
    tf.layers.activation({ name: `activation_${number}`, activation }),
  ];
}
