/**
 * What the networks that are built here have in common: what every one of them can be told.
 *
 * @module
 */
import type { OptionNames } from "../options.ts";
import type { ActivationName } from "./activations.ts";
import type { InitializerName } from "./initializers.ts";
import type { LossName } from "./losses.ts";
import type { MetricName } from "./metrics.ts";

/** What every network that is built here can be told. */
export interface NetworkOptions {
  /** Number of classes. */
  readonly outputSize: number;
  /** What each hidden layer applies to its sums. @default "relu", or what the network was published with */
  readonly activation?: ActivationName;
  /** What the last layer applies. @default "softmax" */
  readonly outputActivation?: ActivationName;
  /** What training makes small. @default "categoricalCrossentropy" */
  readonly loss?: LossName;
  /** What it is measured by besides the loss. @default ["accuracy"] */
  readonly metrics?: readonly MetricName[];
  /** What the weights of a layer start from. @default "glorotUniform" */
  readonly initializer?: InitializerName;
  /** What the sum of the absolute weights is multiplied by and added to the loss, 0 or more. @default 0 */
  readonly l1?: number;
  /** What the sum of the squared weights is multiplied by and added to the loss, 0 or more. @default 0 */
  readonly l2?: number;
  /** Seed of the initial weights; each layer derives one of its own. @default 1 */
  readonly seed?: number;
  /** Adam's step size. @default 0.001 */
  readonly learningRate?: number;
}

/** The names of those options. */
export const NETWORK_NAMES: OptionNames<NetworkOptions> = {
  outputSize: true,
  activation: true,
  outputActivation: true,
  loss: true,
  metrics: true,
  initializer: true,
  l1: true,
  l2: true,
  seed: true,
  learningRate: true,
};
