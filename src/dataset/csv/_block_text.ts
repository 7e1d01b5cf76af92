/**
 * The text of a block, and what is wrong with it.
 *
 * @module
 */
import { LF } from "./_blocks.ts";
import { csvError } from "./csv_error.ts";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Decodes lines.
 *
 * @param bytes The lines, as UTF-8.
 * @param name What they are read from.
 * @param line Number of the first line, from 1.
 * @returns Their text.
 * @throws {SyntaxError} If they are not valid UTF-8, or a character is zero.
 */
export function textOf(bytes: Uint8Array, name: string, line: number): string {
  const text = decoded(bytes);
  if (text !== undefined && !text.includes("\0")) return text;
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(LF, start) + 1 || bytes.length;
    const one = decoded(bytes.subarray(start, end));
    if (one === undefined) {
      throw csvError(name, `line ${line} is not valid UTF-8: save it as UTF-8`);
    }
    if (one.includes("\0")) throw csvError(name, `it is no text: line ${line} has a zero byte`);
    start = end;
    line++;
  }
  throw csvError(name, "it is not valid UTF-8");
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}
