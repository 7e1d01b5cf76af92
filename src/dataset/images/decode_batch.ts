/**
 * Reading pictures into memory that threads share, a few at a time.
 *
 * @module
 */
import { join } from "node:path";
import { decodePicture } from "./decode.ts";
import { bytesOf, type Channels, hasColour, type Picture } from "./picture.ts";
import { resized, type Size } from "./resize.ts";

/** What is the same for all pictures. */
export interface DecodePlan {
  /** The folder that their paths begin in. */
  readonly folder: string;
  /** Size of each. */
  readonly size: Size;
  /** Whether pictures of other sizes are scaled to it. */
  readonly scales: boolean;
  /** How many values a pixel has. */
  readonly channels: Channels;
  /** Where the pictures go, one after the other. Shape: `[pictures, ...size, channels]`. */
  readonly memory: SharedArrayBuffer;
}

/** Pictures that follow one another. */
export interface DecodeBatch {
  /** The place of the first one. */
  readonly first: number;
  /** Their paths from the folder. */
  readonly paths: readonly string[];
}

/** A picture that could not be read. */
export interface FailedPicture {
  /** Its place. */
  readonly place: number;
  /** What is wrong with it. */
  readonly reason: string;
}

/** What became of a batch. */
export interface DecodedBatch {
  /** The pictures that could not be read. */
  readonly failed: readonly FailedPicture[];
  /** Whether any picture has colour. */
  readonly coloured: boolean;
  /** A picture of another size, where none is scaled. */
  readonly odd?: { readonly place: number; readonly size: Size };
}

/**
 * Reads, decodes and scales pictures.
 *
 * @param plan What is the same for all.
 * @param batch Which ones.
 * @returns What became of them.
 */
export async function decodeBatch(plan: DecodePlan, batch: DecodeBatch): Promise<DecodedBatch> {
  const { folder, size, channels } = plan;
  const length = size[0] * size[1] * channels;
  const failed: FailedPicture[] = [];
  let coloured = false;
  let odd: DecodedBatch["odd"];
  // Files are read side by side, and decoded one after the other.
  const files = batch.paths.map((path) => Deno.readFile(join(folder, path)));
  for (const file of files) file.catch(() => {});
  for (const [i, path] of batch.paths.entries()) {
    const place = batch.first + i;
    try {
      const bytes = await files[i] ?? new Uint8Array();
      const picture = await decodePicture(bytes, path);
      if (!plan.scales && !isOf(picture, size)) {
        odd ??= { place, size: [picture.height, picture.width] };
        continue;
      }
      coloured ||= hasColour(picture);
      new Uint8Array(plan.memory, place * length, length).set(scaled(picture, size, channels));
    } catch (error) {
      failed.push({ place, reason: reasonOf(error, path) });
    }
  }
  return { failed, coloured, ...(odd ? { odd } : {}) };
}

/**
 * Scales a picture to the size and channels that a model reads.
 *
 * @param picture The picture.
 * @param size The size.
 * @param channels How many values a pixel has.
 * @returns The values, from 0 to 255. Shape: `[...size, channels]`.
 */
export function scaled(picture: Picture, size: Size, channels: Channels): Uint8Array {
  return resized(bytesOf(picture, channels), [picture.height, picture.width], size, channels);
}

function isOf({ width, height }: Picture, size: Size): boolean {
  return height === size[0] && width === size[1];
}

/** What is wrong, without the name of the file, which is said beside it. */
function reasonOf(error: unknown, path: string): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(`Cannot read "${path}": `, "");
}
