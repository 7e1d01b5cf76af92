/**
 * Pictures for tests, and folders of them.
 *
 * @module
 */
import { dirname } from "node:path";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { bytesOfBase64 } from "../../_base64.ts";
import { JPEGS } from "./_jpegs.ts";

/** A colour: red, green and blue, and how far it covers. */
export type Colour = readonly [red: number, green: number, blue: number, cover?: number];

/** The colour of a place: one number is of grey. */
export type Paint = (x: number, y: number) => number | Colour;

/**
 * Makes a PNG file.
 *
 * @param height Height in pixels.
 * @param width Width in pixels.
 * @param at The colour of each pixel.
 * @returns The file's bytes.
 */
export function png(height: number, width: number, at: Paint): Uint8Array<ArrayBuffer> {
  const picture = new PNG({ width, height });
  for (let i = 0; i < width * height; i++) {
    const paint = at(i % width, Math.floor(i / width));
    const [red, green, blue, cover = 255] = typeof paint === "number"
      ? [paint, paint, paint]
      : paint;
    picture.data.set([red, green, blue, cover], 4 * i);
  }
  return new Uint8Array(PNG.sync.write(picture));
}

/**
 * A JPEG file that Pillow wrote.
 *
 * @param name What is special about it.
 * @returns The file's bytes.
 */
export function jpeg(name: keyof typeof JPEGS): Uint8Array<ArrayBuffer> {
  return bytesOfBase64(JPEGS[name].file);
}

/**
 * Writes files, and the folders that they are in.
 *
 * @param folder The folder of all.
 * @param files Their bytes, or their text, by their paths from it.
 */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const file = `${folder}/${path}`;
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeFile(
      file,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
  }
}

/**
 * Makes grey pictures of 2 x 2, ten of each of two classes.
 *
 * @returns Their bytes by their paths; their tone tells which one each is.
 */
export function pictures(): Record<string, Uint8Array> {
  const named = ["cat", "dog"].flatMap((name, label) =>
    Array.from({ length: 10 }, (_, i) => [`${name}/${i}.png`, png(2, 2, () => 100 * label + i)])
  );
  return Object.fromEntries(named);
}
