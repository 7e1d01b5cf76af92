/**
 * NPY files: one array each, as NumPy writes it (NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays").
 *
 * @module
 */
import { sizeOfShape } from "../../arrays/shape.ts";
import { bytesOf, type ElementType, readValues } from "./elements.ts";
import { fromColumnMajor } from "./_column_major.ts";
import type { NumberArray } from "./number_array.ts";

const MAGIC = [0x93, ...new TextEncoder().encode("NUMPY")];
const LARGEST_VERSION = 3;
/** Bytes before the size of the header: the magic, and two of the version. */
const PREAMBLE = MAGIC.length + 2;

/** How a value is stored, by the kind and size that NumPy names it by. */
const TYPES: Readonly<Record<string, ElementType>> = {
  b1: "boolean",
  u1: "uint8",
  i1: "int8",
  u2: "uint16",
  i2: "int16",
  u4: "uint32",
  i4: "int32",
  u8: "uint64",
  i8: "int64",
  f2: "float16",
  f4: "float32",
  f8: "float64",
};

/** What arrays hold that are not of numbers, by the kind that NumPy names it by. */
const NO_NUMBERS: Readonly<Record<string, string>> = {
  O: "Python objects",
  S: "texts",
  a: "texts",
  U: "texts",
  T: "texts",
  V: "records",
  M: "dates",
  m: "spans of time",
  c: "complex numbers",
};

/**
 * Whether bytes begin as an NPY file does.
 *
 * @param bytes The bytes.
 * @returns Whether they do.
 */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * Parses an NPY file of numbers.
 *
 * @param bytes The whole file.
 * @param file The file's name, for messages.
 * @returns The array, in C order whatever the file's is; single bytes in C order are a view on `bytes`.
 * @throws {SyntaxError} If it is not a whole NPY file.
 * @throws {TypeError} If it holds anything but numbers of up to 64 bits.
 * @throws {RangeError} If there is a whole number that is too large to be exact.
 */
export function parseNpy(bytes: Uint8Array, file: string): NumberArray {
  const { header, data } = splitHeader(bytes, file);
  const { type, littleEndian } = parseDescription(header, file);
  const shape = parseShape(header, file);
  const [, order] = /["']fortran_order["']\s*:\s*(True|False)\b/.exec(header) ?? [];
  if (order === undefined) throw npyError(file, "its header does not say the order of its axes");
  const expected = sizeOfShape(shape) * bytesOf(type);
  if (expected !== data.length) {
    const state = data.length > expected ? "too long" : "too short";
    throw npyError(
      file,
      `expected ${expected} bytes of data for shape [${shape}], got ${data.length}: the file is ${state}`,
    );
  }
  const array = { source: file, shape, ...read(data, type, littleEndian, file) };
  return order === "True" ? fromColumnMajor(array) : array;
}

function splitHeader(bytes: Uint8Array, file: string): { header: string; data: Uint8Array } {
  if (!isNpy(bytes)) throw npyError(file, "expected the bytes that every NPY file begins with");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[MAGIC.length] ?? 0;
  if (version < 1 || version > LARGEST_VERSION) {
    throw npyError(file, `expected version 1, 2 or 3 of the format, got ${version}`);
  }
  const start = PREAMBLE + (version === 1 ? 2 : 4);
  if (bytes.length < start) throw npyError(file, "the file ends in its header");
  const length = version === 1 ? view.getUint16(PREAMBLE, true) : view.getUint32(PREAMBLE, true);
  if (bytes.length < start + length) throw npyError(file, "the file ends in its header");
  return {
    header: new TextDecoder().decode(bytes.subarray(start, start + length)),
    data: bytes.subarray(start + length),
  };
}

function parseDescription(
  header: string,
  file: string,
): { type: ElementType; littleEndian: boolean } {
  const [, list, text = ""] = /["']descr["']\s*:\s*(?:(\[)|["']([^"']*)["'])/.exec(header) ?? [];
  if (list !== undefined) throw noNumbers(file, "records");
  const [, order, name = "", kind = ""] = /^([<>=|]?)((.)\d*)/.exec(text) ?? [];
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  if (type !== undefined) return { type, littleEndian: order !== ">" };
  if (Object.hasOwn(NO_NUMBERS, kind)) throw noNumbers(file, `${NO_NUMBERS[kind]}`);
  throw text === ""
    ? npyError(file, "its header does not say the type of its values")
    : noNumbers(file, `dtype ${JSON.stringify(text)}`);
}

function parseShape(header: string, file: string): number[] {
  const [, list] = /["']shape["']\s*:\s*\(([^)]*)\)/.exec(header) ?? [];
  // A tuple of one has a comma after it; Python 2 wrote sizes with an L.
  const sizes = list?.split(",").map((size) => size.trim()).filter((size) => size !== "");
  if (!sizes?.every((size) => /^\d+L?$/.test(size))) {
    throw npyError(file, "its header does not say the shape of its array");
  }
  return sizes.map((size) => Number.parseInt(size));
}

function read(
  data: Uint8Array,
  type: ElementType,
  littleEndian: boolean,
  file: string,
): Pick<NumberArray, "data" | "kind"> {
  try {
    return readValues(data, type, littleEndian);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`Cannot read NPY file "${file}": ${error.message}`);
  }
}

function noNumbers(file: string, got: string): TypeError {
  return new TypeError(
    `Cannot read NPY file "${file}": expected numbers of up to 64 bits, got ${got}`,
  );
}

function npyError(file: string, problem: string): SyntaxError {
  return new SyntaxError(`Cannot read NPY file "${file}": ${problem}`);
}
