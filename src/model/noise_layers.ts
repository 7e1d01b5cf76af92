/**
 * Layers that draw random numbers in every step: they draw them in kernels, so that a step with them can be replayed.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { drawsInKernels, randomMask, randomUniform } from "../engine/kernels/random.ts";

type Layer = tf.layers.Layer;
type Call = Layer["call"];

/** What layers hold that draw numbers, and layers that hold others. */
interface Parts {
  readonly rate?: number;
  readonly stddev?: number;
  readonly noiseShape?: readonly (number | null)[] | null;
  readonly layers?: readonly Layer[];
  readonly layer?: Layer;
}

/** What a layer makes of its input in training. */
type Noise = (x: tf.Tensor, parts: Parts) => tf.Tensor;

/** Constants of the activation that alpha dropout is made for (Klambauer et al., "Self-Normalizing Neural Networks", 2017). */
const SELU_ALPHA = 1.6732632423543772848170429916717;
const SELU_SCALE = 1.0507009873554804934193349852946;

const NOISES: Readonly<Record<string, Noise>> = {
  Dropout(x, { rate = 0, noiseShape }): tf.Tensor {
    return tf.mul(x, randomMask(shapeOfNoise(x, noiseShape), rate, 1 / (1 - rate)));
  },
  SpatialDropout1D(x, { rate = 0 }): tf.Tensor {
    // A channel goes for all steps of a sequence at once.
    const [samples = 1, , channels = 1] = x.shape;
    return tf.mul(x, randomMask([samples, 1, channels], rate, 1 / (1 - rate)));
  },
  GaussianNoise: (x, { stddev = 0 }) => tf.add(x, tf.mul(randomNormal(x.shape), stddev)),
  GaussianDropout(x, { rate = 0 }): tf.Tensor {
    const deviation = Math.sqrt(rate / (1 - rate));
    return tf.mul(x, tf.add(tf.mul(randomNormal(x.shape), deviation), 1));
  },
  AlphaDropout(x, { rate = 0, noiseShape }): tf.Tensor {
    const low = -SELU_ALPHA * SELU_SCALE;
    const kept = randomMask(shapeOfNoise(x, noiseShape), rate, 1);
    const dropped = tf.add(tf.mul(x, kept), tf.mul(tf.sub(1, kept), low));
    // Mean and variance stay what they were.
    const scale = ((1 - rate) * (1 + rate * low ** 2)) ** -0.5;
    return tf.add(tf.mul(dropped, scale), -scale * low * rate);
  },
};

/**
 * Has the layers of a model draw their random numbers in kernels, where the current backend has them.
 *
 * @param model The model, or a layer that holds others.
 */
export function drawInKernels(model: Layer): void {
  if (!drawsInKernels()) return;
  const { layers, layer } = model as unknown as Parts;
  for (const inner of [...layers ?? [], ...layer ? [layer] : []]) drawInKernels(inner);
  const noise = NOISES[model.getClassName()];
  if (!noise) return;
  const stock: Call = model.call.bind(model);
  model.call = (inputs, options): tf.Tensor | tf.Tensor[] => {
    const [x] = [inputs].flat();
    const { rate, stddev } = model as unknown as Parts;
    const draws = stddev !== undefined || (rate !== undefined && rate > 0 && rate < 1);
    if (!x || !draws || !options["training"]) return stock(inputs, options);
    return tf.tidy(() => noise(x, model as unknown as Parts));
  };
}

/** Numbers of mean 0 and variance 1, by the transform of Box and Muller ("A Note on the Generation of Random Normal Deviates", 1958). */
function randomNormal(shape: readonly number[]): tf.Tensor {
  // 1 - u is never zero.
  const radius = tf.sqrt(tf.mul(tf.log(tf.sub(1, randomUniform(shape))), -2));
  return tf.mul(radius, tf.cos(tf.mul(randomUniform(shape), 2 * Math.PI)));
}

function shapeOfNoise(x: tf.Tensor, shape: Parts["noiseShape"]): number[] {
  return shape?.map((size, axis) => size ?? x.shape[axis] ?? 1) ?? x.shape;
}
