/**
 * Telling apart what `fit` takes.
 *
 * @module
 */
import { isRecord } from "../is_record.ts";
import type { Tensor } from "../model/tensor.ts";
import type { NestedNumbers, SampleValues } from "./values.ts";

/** Whether a value is a tensor, of whichever copy of tfjs. */
export function isTensor(given: unknown): given is Tensor {
  return isRecord(given) && typeof given["dataSync"] === "function";
}

/** Whether a value is the values of one input or output. */
export function isValues(given: unknown): given is SampleValues {
  return isTensor(given) || ArrayBuffer.isView(given) || isNested(given);
}

/**
 * Whether a value is a list of numbers, or of such lists.
 *
 * @param given Any value.
 * @returns Whether it is, as far as its first number shows.
 */
export function isNested(given: unknown): given is NestedNumbers {
  return Array.isArray(given) && (typeof given[0] === "number" || isNested(given[0]));
}

/** What a value is, for a message. */
export function kindOf(given: unknown): string {
  if (isTensor(given)) return `a tensor of ${given.dtype}`;
  if (Array.isArray(given)) return given.length === 0 ? "an empty list" : "a list";
  if (!isRecord(given)) return given === null ? "null" : typeof given;
  return given.constructor?.name ?? "object";
}
