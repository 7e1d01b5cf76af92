/**
 * Rows whose cells may be quoted, and have line feeds within quotes, a block of text after the other.
 *
 * @module
 */
import { type Block, LONGEST_ROW } from "./_blocks.ts";
import { textOf } from "./_block_text.ts";
import { csvError, raggedRow } from "./csv_error.ts";
import type { Layout } from "./_layout.ts";
import { type ParsedRow, parseRows } from "./_parse.ts";

/** Rows of a file. */
export interface Records {
  /** The cells of each row, without spaces around them. */
  readonly rows: string[][];
  /** Number of the line that each row begins in, from 1. */
  readonly lines: number[];
}

/** Makes rows of blocks. What has no end in a block is kept for the next one. */
export class RecordReader {
  readonly #name: string;
  readonly #layout: Layout;
  /** Number of the next line, from 1. */
  line: number;
  #rest = "";
  /** Length of text below which it is not worth while to look again for the end of a row. */
  #worthwhile = 0;

  /**
   * Begins.
   *
   * @param name What is read, for messages.
   * @param layout How rows are laid out.
   * @param line Number of the first line, from 1.
   */
  constructor(name: string, layout: Layout, line: number) {
    this.#name = name;
    this.#layout = layout;
    this.line = line;
  }

  /** Whether a row has no end in what was read. */
  get isWithinRow(): boolean {
    return this.#rest !== "";
  }

  /**
   * Reads a block.
   *
   * @param block The block.
   * @returns The rows that end in it.
   * @throws {SyntaxError} If a row has too few or too many cells, or its quotes are wrong.
   */
  read({ bytes, isLast }: Block): Records {
    const rows: string[][] = [];
    const lines: number[] = [];
    const first = this.line + linesIn(this.#rest, 0, this.#rest.length);
    const text = this.#rest + textOf(bytes, this.#name, first);
    if (!isLast && text.length < this.#worthwhile) {
      this.#keep(text);
      return { rows, lines };
    }
    const take = (row: ParsedRow): void => {
      if (this.#isBlank(row, text)) {
        this.line += linesIn(text, row.start, row.end);
        return;
      }
      const { width, like } = this.#layout;
      const { cells } = row;
      if (cells.length !== width) {
        throw raggedRow(this.#name, this.line, cells.length, width, like);
      }
      rows.push(cells.map((cell) => cell.trim()));
      lines.push(this.line);
      this.line += linesIn(text, row.start, row.end);
    };
    let held: ParsedRow | undefined;
    parseRows(text, this.#layout.delimiter, (row) => {
      if (held !== undefined) take(held);
      held = row;
      if (row.problem === "after") throw this.#quoteError("has text after a closing quote");
      return true;
    });
    this.#rest = "";
    if (held === undefined) return { rows, lines };
    if (!isLast) {
      this.#keep(text.slice(held.start));
      this.#worthwhile = 2 * this.#rest.length;
    } else if (held.problem === "unclosed") throw this.#quoteError(UNCLOSED);
    else take(held);
    return { rows, lines };
  }

  #keep(rest: string): void {
    if (rest.length > LONGEST_ROW) throw this.#quoteError(UNCLOSED);
    this.#rest = rest;
  }

  /** A line without anything but spaces is none; an empty cell in quotes is a cell. */
  #isBlank({ cells, start, end }: ParsedRow, text: string): boolean {
    return cells.length === 1 && cells[0]?.trim() === "" && text.slice(start, end).trim() === "";
  }

  #quoteError(problem: string): SyntaxError {
    return csvError(this.#name, `the row that begins in line ${this.line} ${problem}`);
  }
}

const UNCLOSED = "opens a quote that nothing closes";

function linesIn(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", start); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) {
    lines++;
  }
  return lines;
}
