/**
 * What a user may define: a layer, a regularizer, a constraint, losses and metrics. Workers import this module.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** `y = x·W·scale`, W being made and penalised by classes of its own. */
export class Scaled extends tf.layers.Layer {
  static readonly className: string = "Scaled";
  readonly #units: number;
  readonly #scale: number;
  #weight: tf.LayerVariable | undefined;

  constructor(args: { units: number; scale: number; name?: string }) {
    super(args);
    this.#units = args.units;
    this.#scale = args.scale;
  }

  override build(inputShape: tf.Shape): void {
    const shape = [inputShape.at(-1) ?? 1, this.#units];
    const initializer = tf.initializers.glorotUniform({ seed: 3 });
    this.#weight = this.addWeight("weight", shape, "float32", initializer);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return [...inputShape.slice(0, -1), this.#units];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x] = [inputs].flat();
    const weight = this.#weight?.read();
    if (!x || !weight) throw new TypeError("Cannot scale: the layer was not built");
    return tf.tidy(() => tf.matMul(x, weight).mul(this.#scale));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), units: this.#units, scale: this.#scale };
  }
}

/** A layer that tells only its name of what it was made from. */
export class Forgetful extends Scaled {
  static override readonly className = "Forgetful";

  constructor({ units = 1 }: { units?: number }) {
    super({ units, scale: 1 });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {};
  }
}

/** A penalty of `rate · Σ w⁴`. */
export class Quartic extends tf.serialization.Serializable {
  static readonly className = "Quartic";
  readonly #rate: number;

  constructor({ rate }: { rate: number }) {
    super();
    this.#rate = rate;
  }

  apply(weight: tf.Tensor): tf.Scalar {
    return tf.tidy(() => tf.sum(tf.pow(weight, 4)).mul(this.#rate).asScalar());
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { rate: this.#rate };
  }
}

/** Starts from one value. */
export class Same extends tf.serialization.Serializable {
  static readonly className = "Same";
  readonly #value: number;

  constructor({ value }: { value: number }) {
    super();
    this.#value = value;
  }

  apply(shape: number[]): tf.Tensor {
    return tf.fill(shape, this.#value);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { value: this.#value };
  }
}

/** Leaves weights as they are. */
export class Free extends tf.serialization.Serializable {
  static readonly className = "Free";

  apply(weight: tf.Tensor): tf.Tensor {
    return weight.clone();
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {};
  }
}

for (const own of [Scaled, Forgetful, Quartic, Same, Free]) {
  // tfjs declares every class as one that takes no arguments.
  tf.serialization.registerClass(
    own as unknown as Parameters<typeof tf.serialization.registerClass>[0],
  );
}

/** A loss of each sample: `[samples]`. */
export function fourthPower(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mean(tf.pow(tf.sub(targets, outputs), 4), -1));
}

/** A loss of all samples: one number. */
export const meanFourthPower = (targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor =>
  tf.tidy(() => tf.mean(tf.pow(tf.sub(targets, outputs), 4)));

/** A metric of each value: `[samples, outputs]`. */
export function nearAccuracy(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.less(tf.abs(tf.sub(targets, outputs)), 0.5));
}

/** A metric of all samples, which depends on how they are put together. */
export const largestError = (targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor =>
  tf.tidy(() => tf.max(tf.abs(tf.sub(targets, outputs))));

/** A loss that is no function of tensors. */
export const untrue = (): number => 1;
