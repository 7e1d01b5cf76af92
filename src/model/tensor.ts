/**
 * The tensors that losses and metrics take.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";

/** A tensor of tfjs. */
export type Tensor = tf.Tensor;
