/**
 * A CSV file, opened: its layout is known, and its blocks are to be read.
 *
 * @module
 */
import { type Block, blocksOf } from "./_blocks.ts";
import { utf8Of } from "./_encoding.ts";
import { type Layout, layoutOf } from "./_layout.ts";
import type { CsvOptions } from "./options.ts";
import type { Bytes } from "./source.ts";

/** A CSV file, opened. `await using` closes it. */
export interface OpenCsv extends AsyncDisposable {
  /** How it is laid out. */
  readonly layout: Layout;
  /** What comes after the header. */
  readonly blocks: AsyncIterable<Block>;
}

/**
 * Opens a CSV file.
 *
 * @param bytes Its bytes.
 * @param options See {@linkcode CsvOptions}.
 * @returns The file. Its blocks can be read once.
 * @throws {SyntaxError} If it is no text, is empty, or its header is wrong.
 */
export async function openCsv(
  bytes: Bytes,
  { delimiter, header = "auto", columns }: CsvOptions,
): Promise<OpenCsv> {
  const { name } = bytes;
  const blocks = blocksOf(utf8Of(bytes.chunks(), name), name);
  const close = async (): Promise<void> => void await blocks.return(undefined);
  try {
    // There is at least one.
    const first = (await blocks.next()).value as Block;
    const layout = layoutOf(first, name, { delimiter, header, columns });
    const rest = { bytes: first.bytes.subarray(layout.start), isLast: first.isLast };
    const all = async function* (): AsyncGenerator<Block> {
      yield rest;
      yield* blocks;
    };
    return { layout, blocks: all(), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}
