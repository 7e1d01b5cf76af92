/** Small generated IDX files, their catalogue, and a server for them. */

import type { DatasetFile } from "../../src/dataset/catalog.ts";
import { sha256 } from "../../src/dataset/digest.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

/** Encodes an IDX file of unsigned bytes. */
export function encodeIdx(shape: readonly number[], data: Uint8Array): Bytes {
  return encodeIdxOf(0x08, shape, data);
}

/** Encodes an IDX file of any type; values are big-endian. */
export function encodeIdxOf(type: number, shape: readonly number[], data: Uint8Array): Bytes {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(2, type << 8 | shape.length);
  shape.forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
}

/** Compresses like a mirror's `.gz`. */
export async function gzip(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A small data set under the names of MNIST: what is stored, what is served, and its catalogue. */
export interface Fixture {
  readonly raw: Map<string, Bytes>;
  readonly gz: Map<string, Bytes>;
  readonly files: DatasetFile[];
}

const SAMPLES = { train: 6, test: 3 };
const PIXELS = 2 * 3;

/** Builds the fixture; pixels and labels follow from their index. */
export async function createFixture(): Promise<Fixture> {
  const raw = new Map([
    ["train-images-idx3-ubyte", images(SAMPLES.train)],
    ["train-labels-idx1-ubyte", labels(SAMPLES.train)],
    ["t10k-images-idx3-ubyte", images(SAMPLES.test)],
    ["t10k-labels-idx1-ubyte", labels(SAMPLES.test)],
  ]);
  const roles = ["trainImages", "trainLabels", "testImages", "testLabels"] as const;
  const gz = new Map<string, Bytes>();
  const files: DatasetFile[] = [];
  for (const [name, bytes] of raw) {
    const zipped = await gzip(bytes);
    gz.set(name, zipped);
    files.push({
      name,
      role: roles[files.length] ?? "testLabels",
      rawBytes: bytes.length,
      rawSha256: await sha256(bytes),
      gzBytes: zipped.length,
      gzSha256: await sha256(zipped),
    });
  }
  return { raw, gz, files };
}

function images(count: number): Bytes {
  return encodeIdx([count, 2, 3], Uint8Array.from({ length: count * PIXELS }, (_, i) => i * 7));
}

function labels(count: number): Bytes {
  return encodeIdx([count], Uint8Array.from({ length: count }, (_, i) => i % 10));
}

/** A local mirror that counts the requests for each path. */
export interface Mirror extends AsyncDisposable {
  readonly base: string;
  readonly requests: Map<string, number>;
}

/** Serves NAME.gz on 127.0.0.1; `answer` may replace the answer to a file. */
export function serve(
  fixture: Fixture,
  answer: (name: string, gz: Bytes) => Response | Promise<Response> = (_, gz) => new Response(gz),
): Mirror {
  const requests = new Map<string, number>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const name = new URL(request.url).pathname.slice(1).replace(/\.gz$/, "");
    requests.set(name, (requests.get(name) ?? 0) + 1);
    const gz = fixture.gz.get(name);
    return gz === undefined ? new Response(null, { status: 404 }) : answer(name, gz);
  });
  return {
    base: `http://127.0.0.1:${server.addr.port}/`,
    requests,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** A folder that is removed when disposed. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

/** Makes an empty folder. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await Deno.makeTempDir();
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** Names in a folder, sorted, without the lock file. */
export async function list(dir: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(dir));
  return entries.map(({ name }) => name).filter((name) => name !== ".lock").sort();
}
