/**
 * Reads a data file from a web server, refusing what is not that file.
 *
 * @module
 */

import type { DatasetFile } from "./catalog.ts";
import { checkDigest } from "./digest.ts";
import { gunzip, isGzip } from "./gunzip.ts";

/** How a server is reached. */
export interface HttpOptions {
  /** The function that sends the request. */
  readonly fetch: typeof fetch;
  /** Called after each chunk with the bytes received so far and, if known, the bytes to expect. */
  readonly onReceived: (received: number, total: number | undefined) => void;
  /** Stops the download. */
  readonly signal: AbortSignal | undefined;
}

/** Slack for a `.gz` of unknown size, which can be longer than what it compresses. */
const GZIP_OVERHEAD_BYTES = 1024;

const HTML = "the server sent an HTML page instead of the file";

/**
 * Downloads one file, or its `.gz`, which is checked and decompressed.
 *
 * @param url URL of the file or of its `.gz`.
 * @param file The expected size and SHA-256.
 * @param options How to reach the server.
 * @returns The bytes of the file, not yet checked against the raw SHA-256.
 * @throws {Error} If the server refuses, breaks off, or sends anything but the expected file.
 */
export async function readHttpFile(
  url: string,
  file: DatasetFile,
  options: HttpOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { rawBytes, rawSha256, gzBytes, gzSha256 } = file;
  const bytes = await readBody(await requestFile(url, options), file, options);
  // A server that declares "Content-Encoding: gzip" has the file decompressed by fetch().
  if (rawSha256 !== undefined && bytes.length === rawBytes && !isGzip(bytes)) return bytes;
  refuseHtml(bytes);
  if (gzSha256 === undefined) throw new Error(`expected ${rawBytes} bytes, got ${bytes.length}`);
  await checkDigest(bytes, { bytes: gzBytes, sha256: gzSha256 });
  return await gunzip(bytes, rawBytes);
}

/**
 * Asks a server for a file.
 *
 * @param url URL of the file.
 * @param options How to reach the server.
 * @returns The answer, whose body is still to be read.
 * @throws {Error} If the server refuses, or answers with a page.
 */
export async function requestFile(
  url: string,
  { fetch, signal }: Pick<HttpOptions, "fetch" | "signal">,
): Promise<Response> {
  const response = await fetch(url, signal === undefined ? {} : { signal });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`the server answered ${response.status} ${response.statusText}`.trimEnd());
  }
  if (response.headers.get("content-type")?.startsWith("text/html")) {
    await response.body?.cancel();
    throw new Error(HTML);
  }
  return response;
}

/**
 * Refuses the beginning of a file that is one of a page.
 *
 * @param bytes The first bytes.
 * @throws {Error} If they are a page's.
 */
export function refuseHtml(bytes: Uint8Array): void {
  if (bytes[0] === "<".charCodeAt(0)) throw new Error(HTML);
}

async function readBody(
  response: Response,
  { rawBytes, gzBytes }: DatasetFile,
  { onReceived }: HttpOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const limit = Math.max(rawBytes, gzBytes ?? 0) + GZIP_OVERHEAD_BYTES;
  const chunks: BlobPart[] = [];
  let received = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    received += chunk.length;
    if (received > limit) throw new Error(`the server sent more than ${limit} bytes`);
    onReceived(received, gzBytes ?? contentLength(response));
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function contentLength(response: Response): number | undefined {
  const header = response.headers.get("content-length");
  return header === null ? undefined : Number(header);
}
