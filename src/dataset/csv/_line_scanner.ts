/**
 * Lines straight from bytes into columns, as long as their quotes are plain: a number becomes no string on its way, nor
 * does a name that was seen before.
 *
 * @module
 */
import { CR, LF } from "./_blocks.ts";
import { textOf } from "./_block_text.ts";
import type { ColumnBuilder } from "./_column_builder.ts";
import { raggedRow } from "./csv_error.ts";
import { numberAt } from "./_decimal.ts";
import type { Layout } from "./_layout.ts";

const QUOTE = 0x22;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Puts lines into columns. */
export class LineScanner {
  /** Number of rows that were read. */
  row = 0;
  /** Number of the next line, from 1. */
  line: number;
  readonly #name: string;
  readonly #layout: Layout;
  readonly #delimiter: number;
  readonly #columns: readonly (ColumnBuilder | undefined)[];
  /** Where numbers of the columns go; nowhere once they are not all numbers. */
  #values: (Float64Array | undefined)[] = [];
  #bytes: Uint8Array = new Uint8Array(0);
  /** Number of the block's first line. */
  #firstLine = 1;
  /** The block's text, once it is needed. */
  #text: string | undefined;
  /** Where the line begins that is read. */
  #start = 0;

  /**
   * Begins.
   *
   * @param name What is read, for messages.
   * @param layout How rows are laid out.
   * @param columns The table's columns; nothing in place of those that nobody asked for.
   */
  constructor(name: string, layout: Layout, columns: readonly (ColumnBuilder | undefined)[]) {
    this.#name = name;
    this.#layout = layout;
    this.#delimiter = layout.delimiter.charCodeAt(0);
    this.#columns = columns;
    this.line = layout.line;
  }

  /**
   * Reads lines up to the first one whose quotes are not plain, which may have no end in the block.
   *
   * @param bytes The lines. The columns have room for all of them.
   * @returns Where that line begins; the end if there is none.
   * @throws {SyntaxError} If a row has too few or too many cells, or is not valid text.
   */
  scan(bytes: Uint8Array): number {
    this.#bytes = bytes;
    this.#firstLine = this.line;
    this.#text = undefined;
    this.#values = this.#columns.map((column) => column?.values);
    const last = this.#layout.width - 1;
    const delimiter = this.#delimiter;
    const values = this.#values;
    let at = 0;
    while (at < bytes.length) {
      const start = this.#start = at;
      const { row } = this;
      for (let column = 0; column <= last; column++) {
        const numbers = values[column];
        const end = numbers === undefined ? -1 : numberAt(bytes, at, numbers, row);
        const stop = end < 0 ? 0 : bytes[end];
        if (column < last) {
          if (stop === delimiter) {
            at = end + 1;
            continue;
          }
        } else if (stop === LF) {
          at = end + 1;
          continue;
        } else if (stop === CR && bytes[end + 1] === LF) {
          at = end + 2;
          continue;
        }
        at = this.#cell(at, column);
        if (at === HARD_QUOTE) return start;
        if (at < 0) break;
      }
      this.line++;
      if (at < 0) at = -at;
      else this.row++;
    }
    return at;
  }

  /**
   * Reads a cell that is not plainly a number.
   *
   * @returns Where the next one begins; {@linkcode HARD_QUOTE}; or, if the line was blank, the place of the next one below 0.
   */
  #cell(at: number, column: number): number {
    const bytes = this.#bytes;
    const delimiter = this.#delimiter;
    const isQuoted = bytes[at] === QUOTE;
    const start = isQuoted ? at + 1 : at;
    let end = start;
    let byte = bytes[end];
    // Within quotes, delimiters are cells' own.
    while (byte !== QUOTE && byte !== LF && (isQuoted || byte !== delimiter)) byte = bytes[++end];
    if (isQuoted !== (byte === QUOTE)) return HARD_QUOTE;
    let stop = end;
    if (isQuoted) {
      byte = bytes[++stop];
      if (byte === CR) byte = bytes[++stop];
      if (byte !== delimiter && byte !== LF) return HARD_QUOTE;
    }
    const isLast = column === this.#layout.width - 1;
    if (byte === LF && column === 0 && !isQuoted && this.#textAt(start, end) === "") {
      return -(stop + 1);
    }
    if (isLast !== (byte === LF)) return this.#ragged();
    const builder = this.#columns[column];
    if (
      builder !== undefined && !builder.settled &&
      !builder.putKnown(this.row, bytes, start, end)
    ) {
      builder.putNew(this.row, this.#textAt(start, end), bytes, start, end);
      this.#values[column] = builder.values;
    }
    return stop + 1;
  }

  /** What comes later in the line may be quoted, and is counted by who knows how. */
  #ragged(): number {
    const end = this.#bytes.indexOf(LF, this.#start);
    const line = this.#bytes.subarray(this.#start, end);
    if (line.includes(QUOTE)) return HARD_QUOTE;
    const { delimiter, width, like } = this.#layout;
    const cells = textOf(line, this.#name, this.line).split(delimiter).length;
    throw raggedRow(this.#name, this.line, cells, width, like);
  }

  #textAt(start: number, end: number): string {
    if (start === end) return "";
    const bytes = this.#bytes;
    this.#text ??= textOf(bytes, this.#name, this.#firstLine);
    // Every byte is a character, in nearly every block.
    return this.#text.length === bytes.length
      ? this.#text.slice(start, end).trim()
      : decoder.decode(bytes.subarray(start, end)).trim();
  }
}

/** A cell has quotes or line ends within quotes, or is wrong. */
const HARD_QUOTE = -(2 ** 30);
