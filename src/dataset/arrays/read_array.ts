/**
 * Reads arrays from files of any of the formats that hold them.
 *
 * @module
 */
import { unpacked } from "../gunzip.ts";
import { isZip } from "../zip.ts";
import { parseIdxArray } from "./idx_array.ts";
import { isNpy, parseNpy } from "./npy.ts";
import { parseNpz } from "./npz.ts";
import type { NumberArray } from "./number_array.ts";

/**
 * Reads an array. What is in the file says what it is, not its name.
 *
 * @param path An NPY, NPZ or IDX file, as it is or as `.gz`; `FILE#NAME` is one of several arrays of an NPZ file.
 * @returns The array.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If it is none of these, or is not whole.
 * @throws {RangeError} If an NPZ file has no such array, or several and none is named.
 * @throws {TypeError} If the array holds anything but numbers, or the path is that of a folder.
 */
export async function readArray(path: string): Promise<NumberArray> {
  const { bytes, file, name } = await readNamed(path);
  return await parseArray(bytes, file, name);
}

/**
 * Parses an array.
 *
 * @param packed A whole NPY, NPZ or IDX file, as it is or as `.gz`.
 * @param file The file's name, for messages.
 * @param name Which of the arrays of an NPZ file; it can be left out where there is one alone.
 * @returns The array.
 * @throws {SyntaxError} If it is none of these, or is not whole.
 * @throws {RangeError} If an NPZ file has no such array, or several and none is named.
 * @throws {TypeError} If the array holds anything but numbers.
 */
export async function parseArray(
  packed: Uint8Array<ArrayBuffer>,
  file: string,
  name?: string,
): Promise<NumberArray> {
  const bytes = await unpacked(packed, file);
  if (isZip(bytes)) return await parseNpz(bytes, file, name);
  if (name !== undefined) {
    throw new RangeError(`Cannot read array "${name}" of "${file}": expected an NPZ file`);
  }
  if (isNpy(bytes)) return parseNpy(bytes, file);
  if (bytes[0] === 0 && bytes[1] === 0) return parseIdxArray(bytes, file);
  const got = bytes.length === 0 ? "an empty file" : "something else";
  throw new SyntaxError(`Cannot read "${file}": expected an NPY, NPZ or IDX file, got ${got}`);
}

/** Reads a file; what follows the last "#" names an array, where no file is called that. */
async function readNamed(
  path: string,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; file: string; name?: string }> {
  const at = path.lastIndexOf("#");
  try {
    return { bytes: await Deno.readFile(path), file: path };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound) || at < 0) throw named(error, path);
  }
  const file = path.slice(0, at);
  try {
    return { bytes: await Deno.readFile(file), file, name: path.slice(at + 1) };
  } catch (error) {
    throw named(error, file);
  }
}

function named(error: unknown, file: string): unknown {
  if (error instanceof Deno.errors.IsADirectory) {
    return new TypeError(`Cannot read "${file}": expected an NPY, NPZ or IDX file, got a folder`);
  }
  if (!(error instanceof Deno.errors.NotFound)) return error;
  return new Deno.errors.NotFound(`Cannot read "${file}": there is no such file`);
}
