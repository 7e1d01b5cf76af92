/**
 * The networks that contestants train: perceptrons, and convolutional ones.
 *
 * @module
 */
import { createCnn } from "../src/model/cnn.ts";
import { createMlp } from "../src/model/mlp.ts";
import type { LayersModel } from "../src/model/topology.ts";

/** A classifier of ten classes, in plain data: a worker and a program in Python build it, too. */
export interface Network {
  /** Filters of each convolution, whose windows lie within the image; a pooling of 2 x 2 follows. */
  readonly filters: readonly number[];
  /** Side of the filters. */
  readonly kernelSize: number;
  /** Width of each hidden dense layer. */
  readonly hidden: readonly number[];
  /** Share of the values before each dense layer that a step leaves out, after convolutions. */
  readonly dropout: number;
}

/** Two convolutions and a dense layer, as tutorials build them. */
export const CNN: Network = { filters: [32, 64], kernelSize: 3, hidden: [], dropout: 0.5 };

/** Side of an image. */
export const SIDE = 28;
/** Pixels of an image. */
export const PIXELS = SIDE * SIDE;
/** Number of classes. */
export const CLASSES = 10;

/**
 * A perceptron.
 *
 * @param hidden Width of each hidden layer.
 */
export function perceptron(hidden: readonly number[]): Network {
  return { filters: [], kernelSize: 0, hidden, dropout: 0 };
}

/**
 * How results name a network.
 *
 * @param network The network.
 * @returns Its widths, for instance `784-500-10`, or its layers, for instance `CNN 32x3x3-64x3x3-10`.
 */
export function nameOf({ filters, kernelSize, hidden }: Network): string {
  const dense = [...hidden, CLASSES];
  if (filters.length === 0) return [PIXELS, ...dense].join("-");
  const convolutions = filters.map((count) => `${count}x${kernelSize}x${kernelSize}`);
  return `CNN ${[...convolutions, ...dense].join("-")}`;
}

/**
 * The shape of an image as a network takes it.
 *
 * @param network The network.
 * @returns `[784]`, or `[28, 28, 1]` where it convolves.
 */
export function imageShapeOf({ filters }: Network): number[] {
  return filters.length === 0 ? [PIXELS] : [SIDE, SIDE, 1];
}

/**
 * Builds a network on tfjs's current backend.
 *
 * @param network The network.
 * @returns The model, compiled with cross-entropy and Adam.
 */
export function buildNetwork(network: Network): LayersModel {
  const { filters, kernelSize, hidden, dropout } = network;
  const inputShape = imageShapeOf(network);
  return filters.length === 0
    ? createMlp({ inputSize: PIXELS, hidden: [...hidden], outputSize: CLASSES, dropout })
    : createCnn({ inputShape, filters, kernelSize, hidden, outputSize: CLASSES, dropout });
}

/**
 * The flags by which the Python programs build a network.
 *
 * @param network The network.
 */
export function pythonFlags({ filters, kernelSize, hidden, dropout }: Network): string[] {
  return [
    `--filters=${filters}`,
    `--kernel-size=${kernelSize}`,
    `--hidden=${hidden}`,
    `--dropout=${dropout}`,
  ];
}
