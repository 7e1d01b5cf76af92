/**
 * Losses and activations of one vector in float64, from their definitions.
 *
 * @module
 */
import type { LossName } from "../../src/model/losses.ts";

/** Compares the targets of one vector with its outputs. */
export type Reference = (t: readonly number[], y: readonly number[]) => number;

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The mean over the vector of a function of one target and one output. */
function meanOf(each: (t: number, y: number) => number): Reference {
  return (t, y) => sum(y.map((value, i) => each(t[i] ?? NaN, value))) / y.length;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return sum(a.map((value, i) => value * (b[i] ?? NaN)));
}

const crossEntropy: Reference = (t, y) => {
  const total = sum(y);
  return -sum(t.map((target, i) => target * Math.log((y[i] ?? NaN) / total)));
};

/** Every loss, of targets within its range. */
export const REFERENCE_LOSSES: Readonly<Record<LossName, Reference>> = {
  categoricalCrossentropy: crossEntropy,
  sparseCategoricalCrossentropy: crossEntropy,
  binaryCrossentropy: meanOf((t, y) => -t * Math.log(y) - (1 - t) * Math.log(1 - y)),
  meanSquaredError: meanOf((t, y) => (y - t) ** 2),
  sumOfSquares: (t, y) => sum(y.map((value, i) => (value - (t[i] ?? NaN)) ** 2)) / 2,
  meanAbsoluteError: meanOf((t, y) => Math.abs(y - t)),
  huber: meanOf((t, y) => {
    const e = Math.abs(y - t);
    return e <= 1 ? e * e / 2 : e - 0.5;
  }),
  meanAbsolutePercentageError: meanOf((t, y) => 100 * Math.abs((t - y) / t)),
  meanSquaredLogarithmicError: meanOf((t, y) => (Math.log(1 + t) - Math.log(1 + y)) ** 2),
  hinge: meanOf((t, y) => Math.max(0, 1 - t * y)),
  squaredHinge: meanOf((t, y) => Math.max(0, 1 - t * y) ** 2),
  categoricalHinge: (t, y) =>
    Math.max(
      0,
      1 + Math.max(...y.map((value, i) => (1 - (t[i] ?? NaN)) * value)) - dot(t, y),
    ),
  logcosh: meanOf((t, y) => Math.log(Math.cosh(y - t))),
  kullbackLeiblerDivergence: (t, y) =>
    sum(t.map((target, i) => target === 0 ? 0 : target * Math.log(target / (y[i] ?? NaN)))),
  poisson: meanOf((t, y) => y - t * Math.log(y)),
  cosineProximity: (t, y) => -dot(t, y) / Math.sqrt(dot(t, t) * dot(y, y)),
};

/** Activations by the names of tfjs. */
export const REFERENCE_ACTIVATIONS = {
  linear: (z: readonly number[]): number[] => [...z],
  sigmoid: (z: readonly number[]): number[] => z.map((value) => 1 / (1 + Math.exp(-value))),
  tanh: (z: readonly number[]): number[] => z.map(Math.tanh),
  relu: (z: readonly number[]): number[] => z.map((value) => Math.max(0, value)),
  softplus: (z: readonly number[]): number[] => z.map((value) => Math.log(1 + Math.exp(value))),
  softmax: (z: readonly number[]): number[] => {
    const powers = z.map(Math.exp);
    return powers.map((power) => power / sum(powers));
  },
} as const;

/** Name of an activation. */
export type ActivationName = keyof typeof REFERENCE_ACTIVATIONS;

/** What the targets of a loss are. */
export type TargetKind = "classes" | "bits" | "signs" | "positive" | "shares" | "any";

/** The pairs of activation and loss that make sense, and the targets that go with them. */
export const PAIRS: readonly (readonly [LossName, TargetKind, readonly ActivationName[]])[] = [
  ["categoricalCrossentropy", "classes", ["softmax", "sigmoid"]],
  ["sparseCategoricalCrossentropy", "classes", ["softmax", "sigmoid"]],
  ["binaryCrossentropy", "bits", ["sigmoid", "softmax"]],
  ["meanSquaredError", "any", ["linear", "sigmoid", "tanh", "relu", "softplus", "softmax"]],
  ["sumOfSquares", "any", ["linear", "sigmoid", "tanh", "relu", "softplus", "softmax"]],
  ["meanAbsoluteError", "any", ["linear", "sigmoid", "tanh", "relu", "softplus", "softmax"]],
  ["huber", "any", ["linear", "sigmoid", "tanh", "relu", "softplus"]],
  ["meanAbsolutePercentageError", "any", ["linear", "softplus"]],
  ["meanSquaredLogarithmicError", "positive", ["sigmoid", "softplus"]],
  ["hinge", "signs", ["linear", "tanh"]],
  ["squaredHinge", "signs", ["linear", "tanh"]],
  ["categoricalHinge", "classes", ["linear", "softmax"]],
  ["logcosh", "any", ["linear", "sigmoid", "tanh", "relu", "softplus"]],
  ["kullbackLeiblerDivergence", "shares", ["softmax", "sigmoid"]],
  ["poisson", "positive", ["softplus", "sigmoid"]],
  ["cosineProximity", "any", ["linear", "tanh"]],
];
