/**
 * Reading numbers from what tfjs takes for a tensor: tensors, typed arrays, and lists within lists.
 *
 * @module
 */
import { sizeOfShape } from "../arrays/shape.ts";
import type { SampleArray } from "../dataset/sample_array.ts";
import type { Tensor } from "../model/tensor.ts";
import { isTensor, kindOf } from "./_values.ts";
import type { NestedNumbers, SampleValues } from "./values.ts";

/** Numbers one after another, in a type that samples are stored in. */
export type Stored = SampleArray["data"];

/** Numbers, with the shape of all of them where the values have one. */
export interface Numbers {
  readonly data: Stored;
  readonly shape?: readonly number[];
}

/**
 * Reads numbers.
 *
 * @param values The values.
 * @returns The numbers; those of a typed array that samples are stored in share its memory.
 * @throws {TypeError} If the values are something else, or lists differ in length.
 */
export function numbersOf(values: SampleValues): Numbers {
  if (isTensor(values)) return { data: valuesOfTensor(values), shape: values.shape };
  if (ArrayBuffer.isView(values)) return { data: storedOf(values) };
  const shape = shapeOf(values);
  const data = new Float32Array(sizeOfShape(shape));
  if (fill(data, values, shape) === data.length) return { data, shape };
  throw new TypeError("Cannot use these numbers: expected lists of one length, got others");
}

function valuesOfTensor(tensor: Tensor): Stored {
  if (tensor.dtype === "string" || tensor.dtype === "complex64") throw unusable(tensor);
  return tensor.dataSync<"float32" | "int32" | "bool">();
}

function storedOf(values: ArrayBufferView): Stored {
  switch (values.constructor.name) {
    case "Float32Array":
    case "Int32Array":
    case "Uint8Array":
      return values as Stored;
    case "Uint8ClampedArray":
      return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    case "Int8Array":
    case "Int16Array":
    case "Uint16Array":
      return Int32Array.from(values as Int16Array);
    case "Uint32Array":
    case "Float64Array":
    case "Float16Array":
      return Float32Array.from(values as Float64Array);
    default:
      throw unusable(values);
  }
}

function unusable(given: unknown): TypeError {
  return new TypeError(
    `Cannot use these numbers: expected a tensor, a typed array of 32 bits or less, Float64Array ` +
      `or lists of numbers, got ${kindOf(given)}`,
  );
}

function shapeOf(values: NestedNumbers): number[] {
  const shape: number[] = [];
  for (let list: unknown = values; Array.isArray(list); list = list[0]) shape.push(list.length);
  return shape;
}

/** Copies nested lists, and counts what it copied: NaN where a list is not of the shape's length. */
function fill(data: Float32Array, values: unknown, shape: readonly number[], from = 0): number {
  const [size, ...rest] = shape;
  if (size === undefined) {
    if (typeof values !== "number") throw unusable(values);
    data[from] = values;
    return 1;
  }
  if (!Array.isArray(values) || values.length !== size) return NaN;
  const stride = sizeOfShape(rest);
  return values.reduce(
    (count: number, one, i) => count + fill(data, one, rest, from + i * stride),
    0,
  );
}
