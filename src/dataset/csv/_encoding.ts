/**
 * The encoding of a file, by its first bytes, and its text as UTF-8.
 *
 * @module
 */
import { csvError } from "./csv_error.ts";

/** Byte order marks, and the encodings that they stand for. */
const MARKS: readonly { readonly bytes: readonly number[]; readonly encoding: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: "UTF-8" },
  { bytes: [0xff, 0xfe], encoding: "UTF-16LE" },
  { bytes: [0xfe, 0xff], encoding: "UTF-16BE" },
];

/** How files begin that are given in place of a table. */
const SIGNATURES: readonly { readonly bytes: readonly number[]; readonly problem: string }[] = [
  { bytes: [0x1f, 0x8b], problem: "it is compressed by gzip: decompress it first" },
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    problem: "it is a ZIP archive or a spreadsheet: save the table as CSV",
  },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], problem: "it is a spreadsheet: save the table as CSV" },
  { bytes: [0x89, 0x50, 0x4e, 0x47], problem: "it is a PNG picture" },
  { bytes: [0xff, 0xd8, 0xff], problem: "it is a JPEG picture" },
  { bytes: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], problem: "it is an array of NumPy" },
  { bytes: [0x25, 0x50, 0x44, 0x46, 0x2d], problem: "it is a PDF document" },
];

/** No mark or signature is longer. */
const LONGEST = 6;
/** Bytes by which a file is told from text. */
const SAMPLE_BYTES = 4096;

const encoder = new TextEncoder();

/**
 * Reads text as UTF-8, whatever it is encoded by.
 *
 * @param chunks The bytes of a file.
 * @param name The file's name.
 * @returns The bytes of the same text in UTF-8, without byte order mark.
 * @throws {SyntaxError} If the file is plainly no text, or is not valid UTF-16 where it says so.
 */
export async function* utf8Of(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  let decode: ReturnType<typeof decoderOf> | undefined;
  for await (let chunk of withWholeBeginning(chunks)) {
    if (decode === undefined) {
      const mark = MARKS.find(({ bytes }) => startsWith(chunk, bytes));
      if (mark === undefined) refuseBinary(chunk, name);
      decode = decoderOf(mark?.encoding ?? "UTF-8", name);
      chunk = chunk.subarray(mark?.bytes.length ?? 0);
    }
    yield decode(chunk);
  }
  // Half a character is found at the end.
  if (decode !== undefined) yield decode();
}

/** The same bytes, the first of them enough to know a file by. */
async function* withWholeBeginning(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let beginning: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (beginning === undefined) {
      yield chunk;
      continue;
    }
    beginning = concatenated(beginning, chunk);
    if (beginning.length < LONGEST) continue;
    yield beginning;
    beginning = undefined;
  }
  if (beginning !== undefined) yield beginning;
}

/** What turns bytes into UTF-8, piece by piece, and says at last that there are no more. */
function decoderOf(encoding: string, name: string): (bytes?: Uint8Array) => Uint8Array {
  if (encoding === "UTF-8") return (bytes = new Uint8Array(0)) => bytes;
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (bytes) => {
    try {
      return encoder.encode(decoder.decode(bytes, { stream: bytes !== undefined }));
    } catch {
      throw csvError(name, `it is not valid ${encoding}`);
    }
  };
}

function refuseBinary(bytes: Uint8Array, name: string): void {
  const signature = SIGNATURES.find((signature) => startsWith(bytes, signature.bytes));
  if (signature !== undefined) throw csvError(name, signature.problem);
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const zeros = [0, 0];
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (even + odd === 0) return;
  // Of Latin text in UTF-16 every other byte is zero.
  const share = Math.abs(even - odd) / (sample.length / 2);
  throw csvError(
    name,
    share > 0.5
      ? "it looks like UTF-16 without a byte order mark: save it as UTF-8"
      : `it is no text: byte ${sample.indexOf(0)} is zero`,
  );
}

function startsWith(bytes: Uint8Array, beginning: readonly number[]): boolean {
  return beginning.every((byte, at) => bytes[at] === byte);
}

function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
