import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals } from "@std/assert";
import { type ActivationName, ACTIVATIONS, useBackend } from "tandem";
import { needs } from "../_permissions.ts";

type Scalar = (z: number) => number;

const sigmoid: Scalar = (z) => 1 / (1 + Math.exp(-z));
const softplus: Scalar = (z) => Math.log1p(Math.exp(z));
/** Constants of Klambauer and others, "Self-Normalizing Neural Networks", 2017. */
const [SCALE, ALPHA] = [1.0507009873554805, 1.6732632423543772];

/** The error function by its series, which converges for every z. */
function erf(z: number): number {
  // Beyond 4 what is left of 1 is below 2·10⁻⁸, and the series loses more than that to rounding.
  if (Math.abs(z) > 4) return Math.sign(z);
  let term = z;
  let sum = z;
  for (let n = 1; n < 60; n++) {
    term *= -z * z / n;
    sum += term / (2 * n + 1);
  }
  return 2 / Math.sqrt(Math.PI) * sum;
}

/** Each activation of one number in float64, from its definition; softmax is tested beside the losses. */
const FORMULAS: Readonly<Record<Exclude<ActivationName, "softmax">, Scalar>> = {
  relu: (z) => Math.max(0, z),
  sigmoid,
  tanh: Math.tanh,
  linear: (z) => z,
  elu: (z) => z > 0 ? z : Math.exp(z) - 1,
  selu: (z) => SCALE * (z > 0 ? z : ALPHA * (Math.exp(z) - 1)),
  relu6: (z) => Math.min(6, Math.max(0, z)),
  softplus,
  softsign: (z) => z / (1 + Math.abs(z)),
  hardSigmoid: (z) => Math.min(1, Math.max(0, 0.2 * z + 0.5)),
  swish: (z) => z * sigmoid(z),
  mish: (z) => z * Math.tanh(softplus(z)),
  gelu: (z) => z / 2 * (1 + erf(z / Math.SQRT2)),
};

/** Away from the corners of the piecewise ones. */
const POINTS = [-7.3, -3.1, -2.2, -0.9, -0.3, 0.2, 0.7, 1.4, 2.9, 6.5];
const H = 1e-5;

for (const backend of ["wasm", "cpu"] as const) {
  for (const name of ACTIVATIONS.filter((name) => name !== "softmax")) {
    Deno.test({
      name:
        `${name} and its gradient agree with the formula and its finite differences on "${backend}"`,
      ignore: !needs("read"),
      fn: async () => {
        await useBackend(backend);
        const apply = (z: tf.Tensor): tf.Tensor =>
          tf.layers.activation({ activation: name }).apply(z) as tf.Tensor;
        const z = tf.tensor1d(POINTS);
        const values = apply(z).dataSync();
        const slopes = tf.grad((given: tf.Tensor) => tf.sum(apply(given)))(z).dataSync();
        const formula = FORMULAS[name];
        POINTS.forEach((point, i) => {
          assertAlmostEquals(values[i] ?? NaN, formula(point), 1e-5, `at ${point}`);
          const slope = (formula(point + H) - formula(point - H)) / (2 * H);
          assertAlmostEquals(slopes[i] ?? NaN, slope, 1e-5, `slope at ${point}`);
        });
        tf.disposeVariables();
      },
    });
  }
}
