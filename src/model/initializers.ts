/**
 * What the weights of a layer start from.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/**
 * The names of the initialisers, as tfjs spells them. Their distributions, for a layer with n inputs and m outputs:
 * - `glorotUniform`: uniform within ±√(6/(n+m)); `glorotNormal`: normal with variance 2/(n+m) (Glorot and Bengio,
 *   "Understanding the difficulty of training deep feedforward neural networks", 2010, equation 16)
 * - `heUniform`: uniform within ±√(6/n); `heNormal`: normal with variance 2/n (He and others, "Delving Deep into
 *   Rectifiers", 2015, equation 10)
 * - `leCunUniform`: uniform within ±√(3/n); `leCunNormal`: normal with variance 1/n (LeCun and others, "Efficient
 *   BackProp", 1998, section 4.6)
 * - `randomUniform`: uniform within ±0.05; `randomNormal`: normal with deviation 0.05; `truncatedNormal`: the same, drawn
 *   again beyond two deviations
 * - `orthogonal`: orthogonal rows or columns (Saxe and others, "Exact solutions to the nonlinear dynamics of learning in
 *   deep linear neural networks", 2014)
 * - `zeros`, `ones`
 *
 * The normal distributions of Glorot, He and LeCun are cut off at two deviations, as in Keras; tfjs does not widen them
 * for that, so their variance is 0.774 of what the formula says.
 */
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

/** Name of an initialiser. */
export type InitializerName = typeof INITIALIZERS[number];

/** An initialiser of tfjs. */
export type Initializer = ReturnType<typeof tf.initializers.zeros>;

/**
 * Makes an initialiser.
 *
 * @param name Its name.
 * @param seed Seed of what it draws; layers of one shape need one each, or they start from the same weights.
 * @returns The initialiser.
 */
export function createInitializer(name: InitializerName, seed: number): Initializer {
  switch (name) {
    case "randomUniform":
      return tf.initializers.randomUniform({ minval: -0.05, maxval: 0.05, seed });
    case "randomNormal":
      return tf.initializers.randomNormal({ mean: 0, stddev: 0.05, seed });
    case "truncatedNormal":
      return tf.initializers.truncatedNormal({ mean: 0, stddev: 0.05, seed });
    case "orthogonal":
      return tf.initializers.orthogonal({ seed });
    case "zeros":
      return tf.initializers.zeros();
    case "ones":
      return tf.initializers.ones();
    default:
      return tf.initializers[name]({ seed });
  }
}
