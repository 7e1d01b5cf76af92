/**
 * Configuration files.
 *
 * @module
 */
import { readText } from "../files/read_text.ts";

/**
 * Reads a configuration file.
 *
 * @param path Path of the file.
 * @returns The file's value, for `resolveConfig`.
 * @throws {RangeError} If there is no such file, or it does not hold JSON.
 */
export async function readConfigFile(path: string): Promise<{ path: string; value: unknown }> {
  let text: string;
  try {
    text = await readText(path);
  } catch (cause) {
    throw new RangeError(`Cannot use config "${path}": expected a file that can be read`, {
      cause,
    });
  }
  try {
    return { path, value: JSON.parse(text) };
  } catch (cause) {
    throw new RangeError(`Cannot use config "${path}": expected JSON`, { cause });
  }
}
