/**
 * Pictures of one size and of as many channels each, from files of any.
 *
 * @module
 */
import { join } from "node:path";
import { decodePicture } from "./decode.ts";
import type { DecodedBatch, DecodePlan, FailedPicture } from "./decode_batch.ts";
import { decodeAll, type DecodeOptions } from "./decode_pool.ts";
import type { Channels } from "./picture.ts";
import type { Size } from "./resize.ts";

/** Pictures in memory that threads share. */
export interface DecodedPictures {
  /** Size of each. */
  readonly size: Size;
  /** How many values a pixel has. */
  readonly channels: Channels;
  /** The values of those that could be read, from 0 to 255. Shape: `[pictures, ...size, channels]`. */
  readonly bytes: Uint8Array;
  /** The others, by their places among all. */
  readonly failed: readonly FailedPicture[];
}

/** What pictures are to become. */
export interface PictureForm {
  /** The size that all are scaled to; without it all must be of one size. */
  readonly imageSize: Size | undefined;
  /** How many values a pixel has; without it 3 where any picture has colour, or else 1. */
  readonly channels: Channels | undefined;
}

/**
 * Decodes pictures.
 *
 * @param folder The folder that their paths begin in.
 * @param paths Their paths, one or more.
 * @param form What they are to become.
 * @param options How they are decoded.
 * @returns The pictures, in the order of the paths.
 * @throws {RangeError} If no picture can be read, they are of different sizes, or there is not enough memory for them.
 */
export async function decodePictures(
  folder: string,
  paths: readonly string[],
  { imageSize, channels }: PictureForm,
  options: DecodeOptions,
): Promise<DecodedPictures> {
  const size = imageSize ?? (await firstReadable(folder, paths)).size;
  const plan: DecodePlan = {
    folder,
    size,
    scales: imageSize !== undefined,
    channels: channels ?? 3,
    memory: memoryFor(folder, paths.length, size, channels ?? 3),
  };
  const decoded = await decodeAll(plan, paths, options);
  const odd = decoded.find((batch) => batch.odd)?.odd;
  if (odd) {
    const first = await firstReadable(folder, paths);
    throw new RangeError(
      `Cannot load images "${folder}": expected pictures of one size, or an image size to scale them to ` +
        `(--image-size), got ${inWords(size)} of "${first.path}" and ${inWords(odd.size)} of "${
          paths[odd.place]
        }"`,
    );
  }
  const failed = decoded.flatMap((batch) => batch.failed);
  if (failed.length === paths.length) throw noneOf(folder, paths, failed[0]?.reason ?? "");
  const compact = plan.channels === 3 && channels === undefined && !decoded.some(isColoured);
  return {
    size,
    channels: compact ? 1 : plan.channels,
    bytes: compacted(plan, paths.length, failed, compact),
    failed,
  };
}

function isColoured({ coloured }: DecodedBatch): boolean {
  return coloured;
}

/** Takes the pictures that could not be read out, and the colours if there are none; in the same memory. */
function compacted(
  { memory, size, channels }: DecodePlan,
  count: number,
  failed: readonly FailedPicture[],
  grey: boolean,
): Uint8Array {
  const all = new Uint8Array(memory);
  const pixels = size[0] * size[1];
  const lost = new Set(failed.map(({ place }) => place));
  let end = 0;
  for (let place = 0; place < count; place++) {
    if (lost.has(place)) continue;
    const from = place * pixels * channels;
    if (grey) { for (let i = 0; i < pixels; i++) all[end + i] = all[from + channels * i] ?? 0; }
    else all.copyWithin(end, from, from + pixels * channels);
    end += grey ? pixels : pixels * channels;
  }
  return all.subarray(0, end);
}

function memoryFor(
  folder: string,
  count: number,
  size: Size,
  channels: Channels,
): SharedArrayBuffer {
  const bytes = count * size[0] * size[1] * channels;
  try {
    return new SharedArrayBuffer(bytes);
  } catch (cause) {
    throw new RangeError(
      `Cannot load images "${folder}": ${count} pictures of ${inWords(size)} need ${
        (bytes / 1e9).toFixed(1)
      } GB of memory; scale them to a smaller image size (--image-size)`,
      { cause },
    );
  }
}

/** The first picture that can be read says which size all should have. */
async function firstReadable(
  folder: string,
  paths: readonly string[],
): Promise<{ readonly path: string; readonly size: Size }> {
  let reason = "";
  for (const path of paths) {
    try {
      const picture = await decodePicture(await Deno.readFile(join(folder, path)), path);
      return { path, size: [picture.height, picture.width] };
    } catch (error) {
      reason ||= error instanceof Error ? error.message : String(error);
    }
  }
  throw noneOf(folder, paths, reason);
}

function noneOf(folder: string, paths: readonly string[], reason: string): RangeError {
  return new RangeError(
    `Cannot load images "${folder}": none of ${paths.length} pictures can be read; the first is "${
      paths[0]
    }": ${reason.replace(`Cannot read "${paths[0]}": `, "")}`,
  );
}

/** A size as the flag has it. */
function inWords([height, width]: Size): string {
  return `${height}x${width}`;
}
