/**
 * What a layer applies to its sums.
 *
 * @module
 */

/** The names of the activations, as tfjs spells them; `linear` is the identity. */
export const ACTIVATIONS = [
  "relu",
  "sigmoid",
  "tanh",
  "linear",
  "softmax",
  "elu",
  "selu",
  "relu6",
  "softplus",
  "softsign",
  "hardSigmoid",
  "swish",
  "mish",
  "gelu",
] as const;

/** Name of an activation. */
export type ActivationName = typeof ACTIVATIONS[number];
