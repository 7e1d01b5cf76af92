/**
 * Decoded pictures on disk, so that they are decoded once.
 *
 * A file is `tandem 1\n`, the length of its header (32 bits, the lowest byte first), the header as JSON, the pixels, and
 * the SHA-256 of all that.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { ensureDir } from "@std/fs/ensure-dir";
import { writeAtomically } from "../../files/atomic_write.ts";
import { lockFolder } from "../../files/lock_folder.ts";
import { parseJson } from "../../files/parse_json.ts";
import { readBytes } from "../../files/read_bytes.ts";
import { removeTemporaryFiles } from "../../files/temporary.ts";
import { isRecord } from "../../is_record.ts";
import type { FailedPicture } from "./decode_batch.ts";
import type { DecodedPictures } from "./decode_pictures.ts";

const MAGIC = new TextEncoder().encode("tandem 1\n");
/** Bytes of a SHA-256. */
const DIGEST = 32;
/** Bytes that are read, written and hashed at once. */
const PIECE = 1 << 22;

/**
 * Reads pictures that were decoded before.
 *
 * @param file The file's path.
 * @param key What the pictures are known by.
 * @returns The pictures; undefined where there is no file, it is of other pictures, or it cannot be read.
 */
export async function readCache(file: string, key: string): Promise<DecodedPictures | undefined> {
  try {
    using opened = await Deno.open(file);
    return await readPictures(opened, key);
  } catch {
    // Whatever is wrong with it, the pictures can be decoded anew.
    return undefined;
  }
}

/**
 * Writes decoded pictures.
 *
 * @param dir The folder; it is made if there is none.
 * @param name The file's name.
 * @param key What the pictures are known by.
 * @param pictures The pictures.
 */
export async function writeCache(
  dir: string,
  name: string,
  key: string,
  pictures: DecodedPictures,
): Promise<void> {
  await ensureDir(dir);
  await using _lock = await lockFolder(dir);
  await removeTemporaryFiles(dir);
  await writeAtomically(dir, name, ReadableStream.from(piecesOf(key, pictures)));
}

/**
 * Names what bytes are known by.
 *
 * @param value Anything that JSON can hold.
 * @returns Its SHA-256, in hexadecimal.
 */
export function keyOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

function* piecesOf(
  key: string,
  { bytes, size, channels, failed }: DecodedPictures,
): Generator<Uint8Array> {
  const hash = createHash("sha256");
  const header = new TextEncoder().encode(
    JSON.stringify({ key, size, channels, failed, bytes: bytes.length }),
  );
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, header.length, true);
  for (const piece of [MAGIC, length, header]) {
    hash.update(piece);
    yield piece;
  }
  for (let at = 0; at < bytes.length; at += PIECE) {
    // Out of shared memory, which is neither hashed nor written.
    const piece = new Uint8Array(Math.min(PIECE, bytes.length - at));
    piece.set(bytes.subarray(at, at + PIECE));
    hash.update(piece);
    yield piece;
  }
  yield new Uint8Array(hash.digest());
}

async function readPictures(
  file: Deno.FsFile,
  key: string,
): Promise<DecodedPictures | undefined> {
  const hash = createHash("sha256");
  const { size: total } = await file.stat();
  const begin = await readExactly(file, MAGIC.length + 4, total);
  if (!begin || !MAGIC.every((byte, i) => begin[i] === byte)) return undefined;
  const length = new DataView(begin.buffer).getUint32(MAGIC.length, true);
  const text = await readExactly(file, length, total);
  const header = text && parseHeader(new TextDecoder().decode(text));
  if (header?.key !== key) return undefined;
  if (total !== begin.length + length + header.bytes + DIGEST) return undefined;
  hash.update(begin).update(text ?? "");
  const bytes = new Uint8Array(new SharedArrayBuffer(header.bytes));
  for (let at = 0; at < bytes.length; at += PIECE) {
    const piece = await readExactly(file, Math.min(PIECE, bytes.length - at), total);
    if (!piece) return undefined;
    hash.update(piece);
    bytes.set(piece, at);
  }
  const digest = await readExactly(file, DIGEST, total);
  const sound = digest && hash.digest().equals(digest);
  return sound ? { ...header.pictures, bytes } : undefined;
}

/** Reads so many bytes; undefined where the file ends before. */
async function readExactly(
  file: Deno.FsFile,
  length: number,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (length > most) return undefined;
  const bytes = await readBytes(file, length);
  return bytes.length === length ? bytes : undefined;
}

interface Header {
  readonly key: string;
  readonly bytes: number;
  readonly pictures: Omit<DecodedPictures, "bytes">;
}

function parseHeader(text: string): Header | undefined {
  const json = parseJson(text);
  if (!isRecord(json)) return undefined;
  const { key, bytes, size, channels, failed } = json;
  const whole = typeof key === "string" && Number.isSafeInteger(bytes) && Array.isArray(size) &&
    size.length === 2 && size.every(Number.isInteger) && (channels === 1 || channels === 3) &&
    Array.isArray(failed) && failed.every(isFailed);
  if (!whole) return undefined;
  return { key, bytes: Number(bytes), pictures: { size: [size[0], size[1]], channels, failed } };
}

function isFailed(given: unknown): given is FailedPicture {
  return isRecord(given) && Number.isInteger(given["place"]) && typeof given["reason"] === "string";
}
