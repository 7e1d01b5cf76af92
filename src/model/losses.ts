/**
 * Losses by name, or of one's own: of each sample, and as means over samples.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { fusedCrossEntropy } from "../engine/kernels/softmax_cross_entropy.ts";
import * as formulas from "./_loss_formulas.ts";
import { findName } from "./_names.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The names of the losses, spelled as tfjs spells them; it lacks `sumOfSquares` and `huber`. Their formulas, for the
 * targets t and outputs y of one sample:
 * - `categoricalCrossentropy`: `−Σ t·ln y`, t one-hot
 * - `sparseCategoricalCrossentropy`: the same, t the number of a class
 * - `binaryCrossentropy`: mean of `−t·ln y − (1−t)·ln(1−y)`
 * - `meanSquaredError`: mean of `(y−t)²`
 * - `sumOfSquares`: `½ Σ (y−t)²`, whose gradient is `y − t`
 * - `meanAbsoluteError`: mean of `|y−t|`
 * - `huber`: mean of `½(y−t)²` up to `|y−t| = 1`, of `|y−t| − ½` beyond it
 * - `meanAbsolutePercentageError`: mean of `100·|t−y|/|t|`
 * - `meanSquaredLogarithmicError`: mean of `(ln(1+t) − ln(1+y))²`
 * - `hinge`, `squaredHinge`: mean of `max(0, 1 − t·y)`, and of its square, t −1 or 1
 * - `categoricalHinge`: `max(0, 1 + max((1−t)·y) − Σ t·y)`, t one-hot
 * - `logcosh`: mean of `ln cosh(y−t)`
 * - `kullbackLeiblerDivergence`: `Σ t·ln(t/y)`
 * - `poisson`: mean of `y − t·ln y`
 * - `cosineProximity`: `−Σ t·y / (‖t‖·‖y‖)`
 */
export const LOSSES = [
  "categoricalCrossentropy",
  "sparseCategoricalCrossentropy",
  "binaryCrossentropy",
  "meanSquaredError",
  "sumOfSquares",
  "meanAbsoluteError",
  "huber",
  "meanAbsolutePercentageError",
  "meanSquaredLogarithmicError",
  "hinge",
  "squaredHinge",
  "categoricalHinge",
  "logcosh",
  "kullbackLeiblerDivergence",
  "poisson",
  "cosineProximity",
] as const;

/** Name of a loss. */
export type LossName = typeof LOSSES[number];

/** Compares targets with outputs: both of shape `[samples, ...output]`. */
export type Comparison = (targets: Tensor, outputs: Tensor) => Tensor;

/** A loss or a metric of one's own: its mean is what counts, be it given for each sample or for all of them. */
export interface OwnFunction {
  /** What its values are called. */
  readonly name: string;
  readonly compute: Comparison;
}

/** Compares the targets of each sample with its outputs. Result: `[samples]`. */
export type SampleComparison = (targets: tf.Tensor, outputs: tf.Tensor) => tf.Tensor1D;

/**
 * The mean loss over the samples of a batch.
 *
 * @param loss The loss.
 * @returns A function of targets and outputs that gives a scalar.
 */
export function lossFunction(loss: LossName | OwnFunction): Comparison {
  const each = eachOf(loss);
  return (targets, outputs) => tf.tidy(() => tf.mean(each(targets, outputs)));
}

/**
 * The loss of each sample of a batch, whose mean {@linkcode lossFunction} gives; for weights of samples and of classes.
 * Where a sample has several vectors of outputs, as a sequence does, its loss is their mean.
 *
 * @param loss The loss; one of one's own has to give values of each sample.
 * @returns A function of targets and outputs that gives a tensor of shape `[samples]`.
 */
export function lossPerSample(loss: LossName | OwnFunction): SampleComparison {
  const each = eachOf(loss);
  return (targets, outputs) => meansOfSamples(() => each(targets, outputs), outputs);
}

/**
 * Cross-entropy of class targets against logits, fused with the softmax: its gradient is `softmax(z) − t`
 * (Bishop, "Pattern Recognition and Machine Learning", equation 4.109), and no logarithm of zero can arise.
 *
 * @param targets One-hot classes, or class numbers. Shape: `[samples, ..., classes]`, or without the classes.
 * @param logits What the softmax would be given. Shape: `[samples, ..., classes]`.
 * @returns The mean over the samples, a scalar.
 */
export function softmaxCrossEntropy(targets: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const classes = formulas.classVectors(targets, logits);
    const losses = fusedCrossEntropy(classes, logits);
    return losses ? tf.mean(losses) : tf.losses.softmaxCrossEntropy(classes, logits);
  });
}

/**
 * {@linkcode softmaxCrossEntropy} of each sample.
 *
 * @param targets As there.
 * @param logits As there.
 * @returns Shape: `[samples]`.
 */
export function softmaxCrossEntropyPerSample(targets: tf.Tensor, logits: tf.Tensor): tf.Tensor1D {
  const each = (): tf.Tensor => {
    const classes = formulas.classVectors(targets, logits);
    return fusedCrossEntropy(classes, logits) ??
      tf.losses.softmaxCrossEntropy(classes, logits, undefined, 0, tf.Reduction.NONE);
  };
  return meansOfSamples(each, logits);
}

/**
 * Binary cross-entropy of each sample against logits, fused with the sigmoid: the mean over the outputs of
 * `softplus(z) − t·z`, whose gradient is `σ(z) − t` (Bishop, equation 4.91), and no logarithm of zero can arise.
 *
 * @param targets Shape: `[samples, ..., n]`.
 * @param logits What the sigmoid would be given. Shape: `[samples, ..., n]`.
 * @returns Shape: `[samples]`.
 */
export function sigmoidCrossEntropyPerSample(targets: tf.Tensor, logits: tf.Tensor): tf.Tensor1D {
  return meansOfSamples(() => tf.softplus(logits).sub(tf.mul(targets, logits)), logits);
}

/**
 * The activation of the last layer that a loss can be fused with.
 *
 * @param loss Name of the loss; there is none for one of one's own.
 * @returns The activation, if there is one.
 */
export function fusedActivation(loss: LossName | object): "softmax" | "sigmoid" | undefined {
  switch (loss) {
    case "categoricalCrossentropy":
    case "sparseCategoricalCrossentropy":
      return "softmax";
    case "binaryCrossentropy":
      return "sigmoid";
    default:
      return undefined;
  }
}

/**
 * What `model.compile` takes for a loss: the name where tfjs knows it, else a function, which
 * {@linkcode lossNameOf} finds again.
 *
 * @param name Name of the loss.
 * @returns A name or a function.
 */
export function compilableLoss(name: LossName): string | Comparison {
  return name === "huber" || name === "sumOfSquares" ? formulas[name] : name;
}

/**
 * Finds the loss that a model was compiled with.
 *
 * @param given What `model.loss` holds: a name, or a function of tf.losses, of tf.metrics or of
 * {@linkcode compilableLoss}.
 * @returns Its name, if it has one here.
 */
export function lossNameOf(given: unknown): LossName | undefined {
  return typeof given === "string"
    ? findName(given, LOSSES, LOSS_ALIASES)
    : FUNCTION_NAMES.get(given);
}

const EACH: Readonly<Record<LossName, Comparison>> = {
  categoricalCrossentropy: tf.metrics.categoricalCrossentropy,
  sparseCategoricalCrossentropy: formulas.sparseCategoricalCrossentropy,
  binaryCrossentropy: tf.metrics.binaryCrossentropy,
  meanSquaredError: tf.metrics.meanSquaredError,
  sumOfSquares: formulas.sumOfSquares,
  meanAbsoluteError: tf.metrics.meanAbsoluteError,
  huber: formulas.huber,
  meanAbsolutePercentageError: formulas.meanAbsolutePercentageError,
  meanSquaredLogarithmicError: formulas.meanSquaredLogarithmicError,
  hinge: formulas.hinge,
  squaredHinge: formulas.squaredHinge,
  categoricalHinge: formulas.categoricalHinge,
  logcosh: formulas.logcosh,
  kullbackLeiblerDivergence: formulas.kullbackLeiblerDivergence,
  poisson: formulas.poisson,
  cosineProximity: tf.metrics.cosineProximity,
};

function eachOf(loss: LossName | OwnFunction): Comparison {
  return typeof loss === "string" ? EACH[loss] : loss.compute;
}

const LOSS_ALIASES: Readonly<Record<string, LossName>> = {
  mse: "meanSquaredError",
  mae: "meanAbsoluteError",
  mape: "meanAbsolutePercentageError",
  msle: "meanSquaredLogarithmicError",
  kld: "kullbackLeiblerDivergence",
  kldivergence: "kullbackLeiblerDivergence",
  cosine: "cosineProximity",
  cosinesimilarity: "cosineProximity",
  huberloss: "huber",
};

const FUNCTION_NAMES: ReadonlyMap<unknown, LossName> = new Map<unknown, LossName>([
  ...LOSSES.map((name) => [EACH[name], name] as const),
  [tf.metrics.meanAbsolutePercentageError, "meanAbsolutePercentageError"],
  [tf.losses.meanSquaredError, "meanSquaredError"],
  [tf.losses.absoluteDifference, "meanAbsoluteError"],
  [tf.losses.huberLoss, "huber"],
]);

/** Reduces what remains of each sample: from `[samples, ...]` to `[samples]`. */
function meansOfSamples(each: () => tf.Tensor, outputs: tf.Tensor): tf.Tensor1D {
  return tf.tidy(() => {
    const values = each();
    return tf.mean(values.reshape([outputs.shape[0] ?? 1, -1]), 1) as tf.Tensor1D;
  });
}
