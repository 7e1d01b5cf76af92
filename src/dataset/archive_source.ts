/**
 * Reads data files out of a zip archive on a web server.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { removeIfThere } from "../files/remove.ts";
import { temporaryName } from "../files/temporary.ts";
import type { ZipSource } from "./catalog.ts";
import { type HttpOptions, refuseHtml, requestFile } from "./http_source.ts";
import { accessFile, readZipDirectory, readZipMember } from "./zip.ts";

/** An archive that is on this machine for as long as files are taken out of it. */
export interface Archive extends AsyncDisposable {
  /**
   * Takes a file out.
   *
   * @param name Its name in the archive.
   * @returns Its bytes.
   * @throws {Error} If the archive has no such file.
   */
  read(name: string): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Downloads an archive, and verifies it. It goes into a file, under a temporary name, since it is larger than what one
 * wants of it.
 *
 * @param source The archive.
 * @param dir An existing folder, on the disk that has room for it.
 * @param options How to reach the server.
 * @returns The archive; it is removed again when disposed.
 * @throws {Error} If the server refuses, breaks off, or sends anything but the archive.
 */
export async function downloadArchive(
  source: ZipSource,
  dir: string,
  options: HttpOptions,
): Promise<Archive> {
  const path = join(dir, temporaryName("archive"));
  try {
    await download(source, path, options);
  } catch (error) {
    await removeIfThere(path);
    throw error;
  }
  const file = await Deno.open(path);
  const archive = await accessFile(file);
  return {
    async read(name): Promise<Uint8Array<ArrayBuffer>> {
      const members = await readZipDirectory(archive, source.url);
      const member = members.find((member) => member.name === name);
      if (member === undefined) throw new Error(`the archive has no "${name}"`);
      return await readZipMember(archive, member, source.url);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      file.close();
      await removeIfThere(path);
    },
  };
}

async function download(source: ZipSource, path: string, options: HttpOptions): Promise<void> {
  const response = await requestFile(source.url, options);
  using file = await Deno.open(path, { write: true, createNew: true });
  const hash = createHash("sha256");
  let received = 0;
  for await (const chunk of response.body ?? []) {
    if (received === 0) refuseHtml(chunk);
    received += chunk.length;
    if (received > source.bytes) {
      throw new Error(`the server sent more than ${source.bytes} bytes`);
    }
    hash.update(chunk);
    await writeAll(file, chunk);
    options.onReceived(received, source.bytes);
  }
  if (received !== source.bytes) {
    throw new Error(`expected ${source.bytes} bytes, got ${received}`);
  }
  const sha256 = hash.digest("hex");
  if (sha256 !== source.sha256) {
    throw new Error(`expected SHA-256 ${source.sha256}, got ${sha256}`);
  }
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) written += await file.write(bytes.subarray(written));
}
