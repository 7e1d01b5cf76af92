/**
 * NPZ files: zip archives of NPY files, as NumPy's `savez` and `savez_compressed` write them.
 *
 * @module
 */
import { accessBytes, readZipDirectory, readZipMember } from "../zip.ts";
import { parseNpy } from "./npy.ts";
import type { NumberArray } from "./number_array.ts";

const SUFFIX = ".npy";

/**
 * Parses one array of an NPZ file.
 *
 * @param bytes The whole file.
 * @param file The file's name, for messages.
 * @param name Which array; it can be left out where there is one alone.
 * @returns The array.
 * @throws {SyntaxError} If it is not a whole zip archive, or what it holds is no NPY file.
 * @throws {RangeError} If there is no such array, or if several arrays are there and none is named.
 * @throws {TypeError} If the array holds anything but numbers.
 */
export async function parseNpz(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  name?: string,
): Promise<NumberArray> {
  const archive = accessBytes(bytes);
  const members = (await readZipDirectory(archive, file))
    .filter((member) => member.name.endsWith(SUFFIX));
  const names = members.map((member) => member.name.slice(0, -SUFFIX.length));
  if (members.length === 0) throw new SyntaxError(`Cannot read "${file}": it holds no arrays`);
  const index = name === undefined ? 0 : names.indexOf(name);
  const member = members[index];
  if (member === undefined || (name === undefined && members.length > 1)) {
    const example = JSON.stringify(`${file}#${names[0]}`);
    throw new RangeError(
      name === undefined
        ? `Cannot read "${file}": expected the name of an array, such as ${example}, since it holds ${
          list(names)
        }`
        : `Cannot read "${file}": expected one of its arrays ${list(names)}, got ${
          JSON.stringify(name)
        }`,
    );
  }
  return parseNpy(await readZipMember(archive, member, file), `${file}#${names[index]}`);
}

function list(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(", ");
}
