/**
 * The callbacks of tfjs.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** The hooks around a step. */
export type StepHook = "onBatchBegin" | "onBatchEnd";

/**
 * Whether a callback does something around a step: tfjs's base class has hooks that do nothing.
 *
 * @param callback The callback.
 * @param name Name of the hook.
 * @returns Whether it has a hook of its own.
 */
export function ownsHook(
  callback: { readonly [Name in StepHook]?: unknown },
  name: StepHook,
): boolean {
  return callback[name] !== undefined && callback[name] !== tf.Callback.prototype[name];
}
