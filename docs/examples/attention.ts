/**
 * A layer, a loss and a metric of one's own. Each worker imports this module, so it holds definitions alone: what it does
 * besides, every worker would do.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** What {@linkcode SelfAttention} is made from. */
export interface SelfAttentionArgs {
  readonly name?: string;
  /** Size of queries and keys. */
  readonly units: number;
  /** Seed of the initial weights. @default random */
  readonly seed?: number;
}

/**
 * Scaled dot-product attention of a sequence to itself, `softmax(Q·Kᵀ / √d)·V` (Vaswani et al., "Attention Is All You
 * Need", equation 1). Input and output: `[samples, steps, width]`.
 */
export class SelfAttention extends tf.layers.Layer {
  static readonly className = "SelfAttention";
  readonly #args: SelfAttentionArgs;
  #weights: tf.LayerVariable[] = [];

  constructor(args: SelfAttentionArgs) {
    super({ ...args });
    this.#args = args;
  }

  override build(inputShape: tf.Shape): void {
    const width = inputShape.at(-1) ?? 1;
    const { units, seed } = this.#args;
    const sizes = { query: units, key: units, value: width };
    this.#weights = Object.entries(sizes).map(([name, size], i) => {
      const own = seed === undefined ? {} : { seed: seed + i };
      return this.addWeight(name, [width, size], "float32", tf.initializers.glorotUniform(own));
    });
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [x] = [inputs].flat() as [tf.Tensor];
      const [samples, steps, width] = x.shape as [number, number, number];
      const [query, key, value] = this.#weights.map((weight) =>
        tf.matMul(x.reshape([samples * steps, width]), weight.read()).reshape([samples, steps, -1])
      ) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const scores = tf.matMul(query, key, false, true).div(Math.sqrt(this.#args.units));
      return tf.matMul(tf.softmax(scores), value);
    });
  }

  /** Everything that the constructor takes: a worker builds the layer from it. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#args };
  }
}

tf.serialization.registerClass(SelfAttention);

/**
 * The binary cross-entropy, with less weight on what is right already: `−(1−p)²·ln p`, p the probability of the target
 * (Lin et al., "Focal Loss for Dense Object Detection", 2017).
 *
 * @returns The loss of each sample. Shape: `[samples]`.
 */
export function focalLoss(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const right = tf.sub(1, tf.abs(tf.sub(targets, outputs))).clipByValue(1e-7, 1);
    const losses = tf.square(tf.sub(1, right)).mul(tf.log(right)).neg();
    return losses.mean([1, 2]);
  });
}

/**
 * Whether all steps of a sequence are right.
 *
 * @returns 1 or 0 for each sample. Shape: `[samples]`.
 */
export function wholeAccuracy(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.equal(targets, outputs.greater(0.5).toFloat()).all([1, 2]).toFloat());
}
