/**
 * Telling apart what `fit` takes.
 *
 * @module
 */
import type { Tensor } from "../model/tensor.ts";
import type { SampleValues } from "./sample_values.ts";

/** Whether a value is an object. */
export function isObject(given: unknown): given is Record<string, unknown> {
  return typeof given === "object" && given !== null;
}

/** Whether a value is a tensor, of whichever copy of tfjs. */
export function isTensor(given: unknown): given is Tensor {
  return isObject(given) && typeof given["dataSync"] === "function";
}

/** Whether a value is the values of one input or output. */
export function isValues(given: unknown): given is SampleValues {
  return isTensor(given) || ArrayBuffer.isView(given);
}
