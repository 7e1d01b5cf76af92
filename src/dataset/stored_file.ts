/**
 * The files of data sets in a folder: written once, verified whenever they are used.
 *
 * @module
 */
import { join } from "node:path";
import { writeAtomically } from "../files/atomic_write.ts";
import type { DatasetFile } from "./catalog.ts";
import { checkDigest, sha256 } from "./digest.ts";

/**
 * Verifies a file that is stored.
 *
 * @param dir The folder.
 * @param file What it must be.
 * @throws {Deno.errors.NotFound} If it is not there.
 * @throws {Error} If its size or hash is another one, or if no hash of it is known.
 */
export async function checkStored(dir: string, file: DatasetFile): Promise<void> {
  const bytes = await Deno.readFile(join(dir, file.name));
  const expected = file.rawSha256 ?? await readRecord(dir, file.name);
  await checkDigest(bytes, { bytes: file.rawBytes, sha256: expected });
}

/**
 * Whether all files are there, going by their sizes alone.
 *
 * @param dir The folder.
 * @param files The files.
 * @returns Whether they are.
 */
export async function areStored(dir: string, files: readonly DatasetFile[]): Promise<boolean> {
  for (const { name, rawBytes } of files) {
    try {
      if ((await Deno.stat(join(dir, name))).size !== rawBytes) return false;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false;
      throw error;
    }
  }
  return true;
}

/**
 * Stores a file; where the catalogue has no hash of it, with its hash beside it, in the format of `sha256sum`.
 *
 * @param dir An existing folder.
 * @param file The file.
 * @param bytes What it must be: those of which the catalogue has no hash came out of something that it has the hash of.
 */
export async function store(
  dir: string,
  { name, rawSha256 }: DatasetFile,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  if (rawSha256 === undefined) {
    await writeAtomically(dir, recordOf(name), `${await sha256(bytes)}  ${name}\n`);
  }
  await writeAtomically(dir, name, bytes);
}

async function readRecord(dir: string, name: string): Promise<string> {
  try {
    const [hash = ""] = (await Deno.readTextFile(join(dir, recordOf(name)))).split(" ");
    return hash;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(`expected its SHA-256 in "${recordOf(name)}", got no such file`);
  }
}

function recordOf(name: string): string {
  return `${name}.sha256`;
}
