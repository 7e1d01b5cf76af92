/**
 * The rules with constants to start from.
 *
 * @module
 */
import type { OptimizerConfig, OptimizerName } from "./optimizer.ts";

/**
 * Each rule with the constants of its paper, and a rate that suits the multilayer perceptron 784-500-250-100-10 on
 * MNIST in batches of 100 to 1000.
 */
export const DEFAULT_OPTIMIZERS: {
  readonly [Name in OptimizerName]: Extract<OptimizerConfig, { readonly name: Name }>;
} = {
  sgd: { name: "sgd", learningRate: 0.1 },
  momentum: { name: "momentum", learningRate: 0.05, momentum: 0.9 },
  nesterov: { name: "nesterov", learningRate: 0.05, momentum: 0.9 },
  adagrad: { name: "adagrad", learningRate: 0.01, initialAccumulator: 0.1 },
  adadelta: { name: "adadelta", learningRate: 1, rho: 0.95, epsilon: 1e-7 },
  rmsprop: {
    name: "rmsprop",
    learningRate: 0.001,
    decay: 0.9,
    momentum: 0,
    epsilon: 1e-7,
    centered: false,
  },
  adam: { name: "adam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  adamw: {
    name: "adamw",
    learningRate: 0.001,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
    weightDecay: 0.01,
  },
  adamax: {
    name: "adamax",
    learningRate: 0.002,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
    decay: 0,
  },
};

/** The names of the rules. */
export const OPTIMIZERS: readonly OptimizerName[] = Object.values(DEFAULT_OPTIMIZERS)
  .map(({ name }) => name);
