/**
 * Reading the pictures that a command is given.
 *
 * @module
 */
import { decodePicture } from "../src/dataset/images/decode.ts";
import type { Picture } from "../src/dataset/images/picture.ts";
import { kindOfFolder } from "./_saved_model.ts";

/** What stands for standard input in place of a file. */
export const STANDARD_INPUT = "-";

/**
 * Reads a PNG or JPEG picture.
 *
 * @param file Its path, or `-` for standard input.
 * @returns The picture.
 * @throws {Error} If there is none; the message says what there is.
 */
export async function readPicture(file: string): Promise<Picture> {
  if (file === STANDARD_INPUT) {
    const response = new Response(Deno.stdin.readable);
    return await decodePicture(await response.bytes(), "standard input");
  }
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(file);
  } catch (cause) {
    throw new Error(
      `Cannot read "${file}": expected a PNG or JPEG picture, got ${await gotOf(file)}`,
      { cause },
    );
  }
  return await decodePicture(bytes, file);
}

/** What there is where no file could be read. */
async function gotOf(path: string): Promise<string> {
  try {
    const { isDirectory } = await Deno.stat(path);
    return isDirectory ? await kindOfFolder(path) : "a file that cannot be read";
  } catch (error) {
    return error instanceof Deno.errors.NotFound
      ? "no file of this name"
      : "a file that cannot be read";
  }
}
