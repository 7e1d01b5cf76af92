/**
 * Initial weights by name. For a layer with n inputs and m outputs, the variance of a weight is:
 * - `glorotUniform`, `glorotNormal`: `2/(n+m)` (Glorot and Bengio, "Understanding the difficulty of training deep
 *   feedforward neural networks", 2010, equations 12 and 16)
 * - `heUniform`, `heNormal`: `2/n` (He et al., "Delving Deep into Rectifiers", 2015, equation 10)
 * - `leCunUniform`, `leCunNormal`: `1/n` (LeCun et al., "Efficient BackProp", 1998, equation 16)
 * - `randomUniform`: `0.05²/3`, from −0.05 to 0.05
 * - `randomNormal`: `0.05²`
 * - `truncatedNormal`: `0.05²` before all that lies beyond twice the deviation of 0.05 is drawn again
 * - `orthogonal`: columns of length 1 at right angles to each other (rows, where a layer widens), the Q of the QR
 *   decomposition of normal numbers (Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep linear
 *   neural networks", 2014); it takes seconds for a layer of several hundred by several hundred
 * - `zeros`, `ones`: 0; all units of a hidden layer then stay the same for ever
 *
 * A uniform distribution of variance v reaches from `−√(3v)` to `√(3v)`. `glorotNormal`, `heNormal` and `leCunNormal`
 * draw again what lies beyond twice their deviation, as Keras does.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { unknownName } from "./_names.ts";

/** The names of the initializers, as tfjs spells them. */
export const INITIALIZERS = [
  "glorotUniform",
  "glorotNormal",
  "heUniform",
  "heNormal",
  "leCunUniform",
  "leCunNormal",
  "randomUniform",
  "randomNormal",
  "truncatedNormal",
  "orthogonal",
  "zeros",
  "ones",
] as const;

/** Name of an initializer. */
export type InitializerName = typeof INITIALIZERS[number];

/** What draws initial weights: an initializer of tfjs. */
export type Initializer = ReturnType<typeof tf.initializers.zeros>;

/**
 * Variance of a standard normal distribution that is cut off at −2 and 2: `1 − 4φ(2) / (2Φ(2) − 1)` (Johnson, Kotz and
 * Balakrishnan, "Continuous Univariate Distributions", volume 1, section 10.1). Keras divides by it; tfjs does not, and
 * its normal initializers fall short of their papers' variances.
 */
const TRUNCATED_VARIANCE = 0.7737413035499232;

/**
 * Makes an initializer.
 *
 * @param name Its name.
 * @param seed A whole number, 1 or more, that the weights depend on. Layers of one shape need seeds of their own, or
 * they start with the same weights.
 * @returns What a layer takes as `kernelInitializer`.
 * @throws {RangeError} If there is no such initializer.
 */
export function createInitializer(name: InitializerName, seed: number): Initializer {
  switch (name) {
    case "glorotUniform":
      return tf.initializers.glorotUniform({ seed });
    case "glorotNormal":
      return normal(1, "fanAvg", seed);
    case "heUniform":
      return tf.initializers.heUniform({ seed });
    case "heNormal":
      return normal(2, "fanIn", seed);
    case "leCunUniform":
      return tf.initializers.leCunUniform({ seed });
    case "leCunNormal":
      return normal(1, "fanIn", seed);
    case "randomUniform":
      return tf.initializers.randomUniform({ minval: -0.05, maxval: 0.05, seed });
    case "randomNormal":
      return tf.initializers.randomNormal({ mean: 0, stddev: 0.05, seed });
    case "truncatedNormal":
      return tf.initializers.truncatedNormal({ mean: 0, stddev: 0.05, seed });
    case "orthogonal":
      return tf.initializers.orthogonal({ gain: 1, seed });
    case "zeros":
      return tf.initializers.zeros();
    case "ones":
      return tf.initializers.ones();
  }
  throw unknownName("initializer", name, INITIALIZERS);
}

function normal(scale: number, mode: "fanIn" | "fanAvg", seed: number): Initializer {
  return tf.initializers.varianceScaling({
    scale: scale / TRUNCATED_VARIANCE,
    mode,
    distribution: "normal",
    seed,
  });
}
