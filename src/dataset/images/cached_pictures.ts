/**
 * Pictures that are decoded once, and read from disk from then on.
 *
 * @module
 */
import { basename, join } from "node:path";
import { keyOf, readCache, writeCache } from "./cache.ts";
import type { DecodedPictures, PictureForm } from "./decode_pictures.ts";
import type { FoundFile } from "./files_in.ts";

/** Counts up when the same files would give other pixels. */
const VERSION = 1;

/** What {@linkcode cachedPictures} reads, or makes and keeps. */
export interface CacheRequest {
  /** The folder of the pictures. */
  readonly folder: string;
  /** The pictures, in the order in which they are decoded. */
  readonly files: readonly FoundFile[];
  /** What they are to become. */
  readonly form: PictureForm;
  /** The folder where decoded pictures are kept. */
  readonly cacheDir: string;
  /** Decodes them. */
  readonly decode: () => Promise<DecodedPictures>;
  /** Told in one line why they cannot be kept. */
  readonly onWarning: (message: string) => void;
}

/**
 * Reads pictures that were decoded before, or decodes them and keeps them: until a file, or what they are to become,
 * changes.
 *
 * @param request See {@linkcode CacheRequest}.
 * @returns The pictures.
 */
export async function cachedPictures(request: CacheRequest): Promise<DecodedPictures> {
  const { folder, files, form, cacheDir, decode, onWarning } = request;
  const become = [VERSION, form.imageSize ?? null, form.channels ?? null];
  const key = keyOf([become, files.map(({ path, bytes, modified }) => [path, bytes, modified])]);
  // One file for a folder and what it becomes: what is out of date is replaced.
  const real = await Deno.realPath(folder);
  const name = `${basename(real)}-${keyOf([become, real]).slice(0, 16)}.bin`;
  const found = await readCache(join(cacheDir, name), key);
  if (found) return found;
  const pictures = await decode();
  try {
    await writeCache(cacheDir, name, key, pictures);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    onWarning(`Cannot keep the decoded pictures in "${cacheDir}": ${reason}`);
  }
  return pictures;
}
