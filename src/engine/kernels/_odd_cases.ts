/**
 * The cases that stock kernels of the WASM backend get wrong without saying so.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { isList } from "../../arrays/is_list.ts";
import type { KernelInputs } from "./kernel_function.ts";

/** Tells whether a kernel must not be given a case. */
type OddCase = (inputs: KernelInputs, attrs: object | undefined) => boolean;

/** What the stock kernels take. */
interface Input {
  readonly x: tf.TensorInfo;
}

/** By the kernel's name in tfjs, which knows its inputs and attributes. */
const CASES: Readonly<Record<string, (inputs: never, attrs: never) => boolean>> = {
  // Of more dimensions than one, the first is taken for that of a batch.
  Bincount: ({ x }: Input) => x.shape.length !== 1,
  // Values are not reduced to 0 and 1.
  Cast: (_: Input, { dtype }: tf.CastAttrs) => dtype === "bool",
  Fill: (_: unknown, { dtype }: tf.FillAttrs) => dtype === "string",
  Slice: isPastEnd,
};

/** Kernels that share the memory of their input, whatever it holds. */
const VIEWS: ReadonlySet<string> = new Set(["ExpandDims", "Reshape"]);

/**
 * Tells which cases a stock kernel must not be given.
 *
 * @param name The kernel's name in tfjs.
 * @returns A function that tells whether the kernel gets a case wrong.
 */
export function oddCases(name: string): OddCase {
  const isOdd = CASES[name] as OddCase | undefined;
  const isView = VIEWS.has(name);
  return (inputs, attrs) => !isView && holdsNoNumbers(inputs) || isOdd?.(inputs, attrs) === true;
}

/** Strings have no place in the backend's memory, and complex numbers are floats there. */
function holdsNoNumbers(inputs: KernelInputs): boolean {
  for (const name in inputs) {
    const input = (inputs as Exclude<KernelInputs, readonly unknown[]>)[name];
    if (input && (isList(input) ? input.some(isNoNumber) : isNoNumber(input))) return true;
  }
  return false;
}

function isNoNumber({ dtype }: tf.TensorInfo): boolean {
  return dtype === "string" || dtype === "complex64";
}

function isPastEnd({ x }: Input, { begin, size }: tf.SliceAttrs): boolean {
  const sizes = [size].flat();
  return [begin].flat().some((start, axis) =>
    start + Math.max(sizes[axis] ?? 0, 0) > (x.shape[axis] ?? 0)
  );
}
