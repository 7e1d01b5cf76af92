/**
 * The values of arrays, out of their bytes.
 *
 * @module
 */
import type { NumberArray, NumberValues } from "./number_array.ts";

/** How a value is stored. */
export type ElementType =
  | "boolean"
  | "uint8"
  | "int8"
  | "uint16"
  | "int16"
  | "uint32"
  | "int32"
  | "uint64"
  | "int64"
  | "float16"
  | "float32"
  | "float64";

/** What is known of a type. */
interface Element {
  readonly kind: NumberArray["kind"];
  /** Size of a value in bytes. */
  readonly bytes: number;
  /** Makes values of bytes whose order is this machine's. */
  readonly values: (buffer: ArrayBufferLike, offset: number, length: number) => NumberValues;
}

const ELEMENTS: Readonly<Record<ElementType, Element>> = {
  boolean: {
    kind: "boolean",
    bytes: 1,
    values: (...view) => new Uint8Array(...view).map((byte) => Math.sign(byte)),
  },
  uint8: { kind: "integer", bytes: 1, values: (...view) => new Uint8Array(...view) },
  int8: { kind: "integer", bytes: 1, values: (...view) => new Int8Array(...view) },
  uint16: { kind: "integer", bytes: 2, values: (...view) => new Uint16Array(...view) },
  int16: { kind: "integer", bytes: 2, values: (...view) => new Int16Array(...view) },
  uint32: { kind: "integer", bytes: 4, values: (...view) => new Uint32Array(...view) },
  int32: { kind: "integer", bytes: 4, values: (...view) => new Int32Array(...view) },
  uint64: {
    kind: "integer",
    bytes: 8,
    values: (...view) => convert(new BigUint64Array(...view), Float64Array, exact),
  },
  int64: {
    kind: "integer",
    bytes: 8,
    values: (...view) => convert(new BigInt64Array(...view), Float64Array, exact),
  },
  float16: {
    kind: "float",
    bytes: 2,
    values: (...view) => convert(new Uint16Array(...view), Float32Array, float16),
  },
  float32: { kind: "float", bytes: 4, values: (...view) => new Float32Array(...view) },
  float64: { kind: "float", bytes: 8, values: (...view) => new Float64Array(...view) },
};

/**
 * Tells how much room a value takes.
 *
 * @param type How it is stored.
 * @returns Its size in bytes.
 */
export function bytesOf(type: ElementType): number {
  return ELEMENTS[type].bytes;
}

/**
 * Reads values.
 *
 * @param bytes Their bytes, a whole number of values.
 * @param type How each is stored.
 * @param littleEndian Whether its first byte is its least, as on every machine that Deno runs on.
 * @returns The values and what they are; a view on `bytes` where they are stored as this machine has them.
 * @throws {RangeError} If there is a whole number that is too large to be exact.
 */
export function readValues(
  bytes: Uint8Array,
  type: ElementType,
  littleEndian: boolean,
): Pick<NumberArray, "data" | "kind"> {
  const { kind, bytes: size, values } = ELEMENTS[type];
  const aligned = bytes.byteOffset % size === 0;
  const swapped = size > 1 && !littleEndian;
  const native = swapped ? reversed(bytes, size) : aligned ? bytes : bytes.slice();
  return { kind, data: values(native.buffer, native.byteOffset, native.length / size) };
}

/** A copy in which the bytes of each value are in the other order. */
function reversed(bytes: Uint8Array, size: number): Uint8Array {
  const copy = new Uint8Array(bytes.length);
  for (let start = 0; start < bytes.length; start += size) {
    for (let i = 0; i < size; i++) copy[start + i] = bytes[start + size - 1 - i] ?? 0;
  }
  return copy;
}

/** Many times faster than `from`, which asks an iterator for each value. */
function convert<Value, Into extends Float32Array | Float64Array>(
  from: ArrayLike<Value>,
  Values: new (length: number) => Into,
  one: (value: Value, index: number) => number,
): Into {
  const into = new Values(from.length);
  for (let i = 0; i < into.length; i++) into[i] = one(from[i] as Value, i);
  return into;
}

function exact(value: bigint, index: number): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new RangeError(`expected whole numbers below 2^53, got ${value} at index ${index}`);
}

const FRACTION_BITS = 10;
const FRACTION = 1 << FRACTION_BITS;
const LARGEST_EXPONENT = 31;
const BIAS = 15;

/** The number that half precision stores (IEEE 754, binary16). */
function float16(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = bits >> FRACTION_BITS & LARGEST_EXPONENT;
  const fraction = bits & (FRACTION - 1);
  if (exponent === LARGEST_EXPONENT) return fraction === 0 ? sign * Infinity : NaN;
  // Numbers too small for a leading 1 have the exponent of the smallest that has one.
  const leading = exponent === 0 ? fraction : FRACTION + fraction;
  return sign * leading * 2 ** (Math.max(exponent, 1) - BIAS - FRACTION_BITS);
}
