/**
 * JPEG pictures, by MozJPEG in WebAssembly.
 *
 * @module
 */
import { basename } from "node:path";
import mozjpeg from "@jsquash/jpeg/codec/dec/mozjpeg_dec.js";
import { readBeside } from "../../files/beside.ts";
import { jpegHeader } from "./jpeg_header.ts";
import type { Picture } from "./picture.ts";
import { requireReadableSize } from "./pixel_limit.ts";

const BINARY = "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm";

/** What the decoder says of a file that ends too early: the rest would be grey. */
const TRUNCATED = "Premature end of JPEG file";

/** What is used of an instance of the decoder. */
interface Codec {
  decode(bytes: Uint8Array, turn: boolean): Pick<ImageData, "width" | "height" | "data"> | null;
}

/** The decoder of this thread. */
interface Decoder {
  readonly codec: Codec;
  /** What it said, line by line. */
  readonly said: string[];
}

let module: Promise<WebAssembly.Module> | undefined;
let idle: Decoder | undefined;

/**
 * Decodes a JPEG picture, the right way up where its camera says which.
 *
 * @param bytes The file's bytes.
 * @param name The file's name, for the message.
 * @returns The picture.
 * @throws {SyntaxError} If the bytes are not a whole JPEG picture in grey or colour, or one that is too large.
 */
export async function readJpeg(bytes: Uint8Array, name: string): Promise<Picture> {
  const header = jpegHeader(bytes);
  if (!header) throw broken(name, "it has no header");
  if (header.components !== 1 && header.components !== 3) {
    throw new SyntaxError(
      `Cannot read "${name}": expected a JPEG picture in grey or colour, got one of ${header.components} channels, ` +
        "as for print; convert it to RGB",
    );
  }
  requireReadableSize(header.width, header.height, name);
  const decoder = idle ?? await startDecoder();
  return decode(decoder, bytes, name);
}

function decode(decoder: Decoder, bytes: Uint8Array, name: string): Picture {
  const { codec, said } = decoder;
  said.length = 0;
  let found: ReturnType<Codec["decode"]>;
  try {
    // One that throws keeps what it had in memory and on its stack: it is not used again.
    idle = undefined;
    found = codec.decode(bytes, true);
    idle = decoder;
  } catch (cause) {
    throw broken(name, said.at(-1) ?? "it is corrupt", { cause });
  }
  if (said.includes(TRUNCATED)) throw broken(name, "it is truncated");
  if (!found) throw broken(name, said.at(-1) ?? "it is corrupt");
  const { width, height, data } = found;
  return { width, height, rgba: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

function broken(name: string, reason: string, options?: ErrorOptions): SyntaxError {
  return new SyntaxError(`Cannot read "${name}": expected a JPEG picture (${reason})`, options);
}

async function startDecoder(): Promise<Decoder> {
  const compiled = await (module ??= compile());
  const said: string[] = [];
  const codec: Codec = await mozjpeg({
    noInitialRun: true,
    instantiateWasm: (
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance) => void,
    ) => {
      const instance = new WebAssembly.Instance(compiled, imports);
      done(instance);
      return instance.exports;
    },
    printErr: (line: string) => said.push(line),
  });
  return { codec, said };
}

async function compile(): Promise<WebAssembly.Module> {
  // A compiled program has no packages: the file lies beside the code.
  const file = Deno.build.standalone
    ? new URL(basename(BINARY), import.meta.url)
    : new URL(import.meta.resolve(BINARY));
  return await WebAssembly.compile(await readBeside(file));
}
