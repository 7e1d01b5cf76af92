/**
 * The weights of a model at places that do not change, so that what computes with them can be replayed.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { overwriteTensor } from "../engine/tensors.ts";
import type { LayerWeight } from "./topology.ts";

/** Weights whose values are written in place. */
export class FixedWeights {
  readonly #weights: readonly LayerWeight[];
  /** The values of each weight, also after a layer has given it others. */
  readonly tensors: readonly tf.Tensor[];
  /** Parts of flat vectors, so that writing them time and again leaves no garbage. */
  readonly #parts = new WeakMap<Float32Array, readonly Float32Array[]>();

  /**
   * Fixes weights.
   *
   * @param weights The weights of a model.
   */
  constructor(weights: readonly LayerWeight[]) {
    this.#weights = weights;
    this.tensors = tf.tidy(() => weights.map((weight) => tf.keep(weight.read().clone())));
  }

  /**
   * Sets the weights from a flat vector, one after another.
   *
   * @param values The values; they are copied. Shape: `[countValues(weights)]`.
   */
  write(values: Float32Array): void {
    const parts = this.#partsOf(values);
    for (let i = 0; i < this.tensors.length; i++) {
      const tensor = this.tensors[i];
      const part = parts[i];
      const weight = this.#weights[i];
      if (!tensor || !part || !weight) continue;
      overwriteTensor(tensor, part);
      const variable = weight.read() as tf.Variable;
      // Layers give moving statistics new tensors.
      if (variable.dataId !== tensor.dataId) variable.assign(tensor);
    }
  }

  /** Gives up the places; the weights keep their values. */
  dispose(): void {
    for (const tensor of this.tensors) tensor.dispose();
  }

  #partsOf(values: Float32Array): readonly Float32Array[] {
    const known = this.#parts.get(values);
    if (known) return known;
    let offset = 0;
    const parts = this.tensors.map(({ size }) => values.subarray(offset, offset += size));
    this.#parts.set(values, parts);
    return parts;
  }
}
