/**
 * Zip archives: their directory, and their members one at a time (PKWARE, "APPNOTE.TXT", 6.3).
 *
 * @module
 */
import { crc32 } from "node:zlib";
import { readBytes } from "../files/read_bytes.ts";
import { decompress } from "./decompress.ts";

/** Bytes that can be read anywhere: a file's, or those of an array. */
export interface RandomAccess {
  /** How many there are. */
  readonly size: number;
  /** Reads `length` bytes from `offset`; both are within the size. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** A file in an archive. */
export interface ZipMember {
  /** Its path in the archive. */
  readonly name: string;
  /** How it is compressed. */
  readonly method: number;
  /** Size in the archive. */
  readonly packed: number;
  /** Size once it is out. */
  readonly size: number;
  /** CRC-32 of its bytes. */
  readonly crc: number;
  /** Where its header is. */
  readonly offset: number;
}

/** How many times its size deflated data has at most once it is inflated. */
const MOST_INFLATED = 1032;

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

const LOCAL = { signature: 0x04034b50, bytes: 30 };
const CENTRAL = { signature: 0x02014b50, bytes: 46 };
const END = { signature: 0x06054b50, bytes: 22, comment: 0xffff };
/** What stands for sizes and offsets that are elsewhere, in the larger fields of zip64. */
const ELSEWHERE = 0xffffffff;
const MANY = 0xffff;

/**
 * Whether bytes begin as a zip archive with members does.
 *
 * @param bytes The bytes.
 * @returns Whether they do.
 */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * Reads what is in an archive.
 *
 * @param archive The archive.
 * @param file Its name, for messages.
 * @returns Its members in their order, folders left out.
 * @throws {SyntaxError} If it is no whole zip archive, or one of zip64.
 */
export async function readZipDirectory(
  archive: RandomAccess,
  file: string,
): Promise<ZipMember[]> {
  const { count, size, offset } = await readEnd(archive, file);
  if (count === MANY || size === ELSEWHERE || offset === ELSEWHERE) throw tooLarge(file);
  const bytes = await readPart(archive, offset, size, file);
  const members: ZipMember[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const view = viewOf(bytes.subarray(at));
    if (view.byteLength < CENTRAL.bytes || view.getUint32(0, true) !== CENTRAL.signature) {
      throw zipError(file, `expected ${count} members in its directory, got ${i}`);
    }
    const nameBytes = view.getUint16(28, true);
    const length = CENTRAL.bytes + nameBytes + view.getUint16(30, true) + view.getUint16(32, true);
    if (length > view.byteLength) throw zipError(file, `its directory ends in member ${i}`);
    const name = new TextDecoder().decode(
      bytes.subarray(at + CENTRAL.bytes, at + CENTRAL.bytes + nameBytes),
    );
    if ((view.getUint16(8, true) & ENCRYPTED) !== 0) {
      throw zipError(file, `expected members that are not encrypted, got ${JSON.stringify(name)}`);
    }
    const member = {
      name,
      method: view.getUint16(10, true),
      crc: view.getUint32(16, true),
      packed: view.getUint32(20, true),
      size: view.getUint32(24, true),
      offset: view.getUint32(42, true),
    };
    if ([member.packed, member.size, member.offset].includes(ELSEWHERE)) throw tooLarge(file);
    if (!name.endsWith("/")) members.push(member);
    at += length;
  }
  return members;
}

/**
 * Takes a file out of an archive.
 *
 * @param archive The archive.
 * @param member Which one, as the directory has it.
 * @param file The archive's name, for messages.
 * @returns Its bytes, which have its CRC-32.
 * @throws {SyntaxError} If it is compressed in another way than deflate, or is not whole.
 */
export async function readZipMember(
  archive: RandomAccess,
  member: ZipMember,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { name, method, offset } = member;
  if (method !== STORED && method !== DEFLATED) {
    throw zipError(
      file,
      `expected ${JSON.stringify(name)} to be stored or deflated, got compression method ${method}`,
    );
  }
  const header = viewOf(await readPart(archive, offset, LOCAL.bytes, file));
  if (header.getUint32(0, true) !== LOCAL.signature) {
    throw zipError(file, `expected ${JSON.stringify(name)} at byte ${offset}`);
  }
  const start = offset + LOCAL.bytes + header.getUint16(26, true) + header.getUint16(28, true);
  const packed = await readPart(archive, start, member.packed, file);
  const bytes = method === STORED ? packed : await inflate(packed, member.size);
  if (bytes?.length !== member.size || crc32(bytes) !== member.crc) {
    throw zipError(file, `${JSON.stringify(name)} is corrupt`);
  }
  return bytes;
}

/**
 * Gives access to bytes in memory.
 *
 * @param bytes The bytes.
 * @returns Access to them, without a copy.
 */
export function accessBytes(bytes: Uint8Array<ArrayBuffer>): RandomAccess {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}

/**
 * Gives access to a file's bytes.
 *
 * @param file The file, open for reading; it stays open.
 * @returns Access to them.
 */
export async function accessFile(file: Deno.FsFile): Promise<RandomAccess> {
  return {
    size: (await file.stat()).size,
    async read(offset, length): Promise<Uint8Array<ArrayBuffer>> {
      await file.seek(offset, Deno.SeekMode.Start);
      return await readBytes(file, length);
    },
  };
}

interface End {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
}

/** The record that ends an archive; a comment may follow, which says how long it is. */
async function readEnd(archive: RandomAccess, file: string): Promise<End> {
  const length = Math.min(archive.size, END.bytes + END.comment);
  const bytes = await archive.read(archive.size - length, length);
  const view = viewOf(bytes);
  for (let at = bytes.length - END.bytes; at >= 0; at--) {
    if (view.getUint32(at, true) !== END.signature) continue;
    if (at + END.bytes + view.getUint16(at + 20, true) !== bytes.length) continue;
    return {
      count: view.getUint16(at + 10, true),
      size: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true),
    };
  }
  throw zipError(file, "expected the end of a zip archive, got none: the file is not whole");
}

async function readPart(
  archive: RandomAccess,
  offset: number,
  length: number,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (offset + length <= archive.size) {
    const bytes = await archive.read(offset, length);
    if (bytes.length === length) return bytes;
  }
  throw zipError(file, "the file is not whole");
}

/** Inflates data; nothing comes of a size that no such data has. */
async function inflate(
  packed: Uint8Array<ArrayBuffer>,
  size: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (size > MOST_INFLATED * packed.length) return undefined;
  return await decompress(packed, "deflate-raw", size);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function tooLarge(file: string): SyntaxError {
  return zipError(file, "expected an archive of less than 4 GB, got one of zip64");
}

function zipError(file: string, problem: string): SyntaxError {
  return new SyntaxError(`Cannot read zip archive "${file}": ${problem}`);
}
